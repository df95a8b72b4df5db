import { formatCount } from '@contract/quantity'
import { Popover } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../ui/Button'
import type { GapRow } from './select-gaps'

export interface GapListProps {
  readonly words: string
  readonly rows: readonly GapRow[]
  /** Gaps that are counted and not listed. */
  readonly leftOut: number
}

/** How much is not counted; a click lists when, how long and why. */
export function GapList({ words, rows, leftOut }: GapListProps) {
  const [opened, setOpened] = useState(false)
  if (rows.length === 0) return <span className="soft statistics-span">{words}</span>
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" trapFocus returnFocus withRoles={false}>
      <Popover.Target>
        <span>
          <Button small pressed={opened} onClick={() => setOpened(!opened)} testId="gaps-open">
            {words}
          </Button>
        </span>
      </Popover.Target>
      <Popover.Dropdown aria-label="Gaps" className="popover-room">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled by key */}
        <section className="gap-list" tabIndex={0} aria-label="Gaps in this range" data-scrolls="">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">from</th>
                <th scope="col" className="num">
                  length
                </th>
                <th scope="col">cause</th>
                <th scope="col" className="num">
                  lost samples
                </th>
                <th scope="col">source</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key}>
                  <td>{row.from}</td>
                  <td className="num">{row.length}</td>
                  <td>{row.cause}</td>
                  <td className="num">{row.lost}</td>
                  <td className="muted">{row.source}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <p className="label">
          No mean and no energy holds these times.
          {leftOut > 0 && ` The longest are listed; ${formatCount(leftOut)} shorter ones are not.`}
        </p>
      </Popover.Dropdown>
    </Popover>
  )
}
