import type { EnergyUnit } from '@contract/quantity'
import { type KeyboardEvent, useRef } from 'react'
import { Shape, StateMark } from '../../ui/Shape'
import type { SessionLine } from './select-sessions'

export interface SessionTableProps {
  readonly lines: readonly SessionLine[]
  readonly selectedId: string | null
  readonly energyUnit: EnergyUnit
  readonly zoneWords: string
  readonly onSelect: (id: string) => void
  readonly onOpen: (id: string) => void
}

const MARKS = {
  recording: { shape: 'record', tone: 'recording', words: 'recording' },
  recovered: { shape: 'note', tone: 'ok', words: 'recovered' },
  interrupted: { shape: 'triangle', tone: 'warn', words: 'interrupted' },
  damaged: { shape: 'octagon', tone: 'fault', words: 'damaged' },
  finished: null,
} as const

/** The session library. Arrows move, Enter opens. */
export function SessionTable(props: SessionTableProps) {
  const { lines, selectedId } = props
  const body = useRef<HTMLTableSectionElement>(null)
  const press = (event: KeyboardEvent, i: number, id: string): void => {
    if (event.key === 'Enter') props.onOpen(id)
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const next = lines[i + step]
    if (step === 0 || !next) return
    event.preventDefault()
    props.onSelect(next.id)
    body.current?.querySelectorAll('tr')[i + step]?.focus()
  }
  const reachable = lines.some(({ id }) => id === selectedId) ? selectedId : (lines[0]?.id ?? null)
  return (
    <table className="table session-table" aria-label="Sessions">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Started, {props.zoneWords}</th>
          <th scope="col" className="num">
            Duration
          </th>
          <th scope="col" className="num">
            Energy {props.energyUnit}
          </th>
          <th scope="col" className="num">
            Mean W
          </th>
          <th scope="col" className="num">
            Coverage %
          </th>
          <th scope="col">Sources</th>
          <th scope="col" className="num">
            Size
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {lines.map((line, i) => (
          <tr
            key={line.id}
            tabIndex={line.id === reachable ? 0 : -1}
            aria-selected={line.id === selectedId}
            data-session={line.id}
            onClick={() => props.onSelect(line.id)}
            onDoubleClick={() => props.onOpen(line.id)}
            onKeyDown={(event) => press(event, i, line.id)}
          >
            <th scope="row">
              <span className="session-name">
                <span title={line.name}>{line.name}</span>
                <Stand state={line.state} />
              </span>
            </th>
            <td className="soft">{line.started}</td>
            <td className="num">{line.duration}</td>
            <td className="num hero">{line.energy}</td>
            <td className="num">{line.meanW}</td>
            <td className={line.thin ? 'num tone-warn' : 'num'}>
              {line.thin && <Shape name="triangle" tone="warn" />} {line.coverage}
            </td>
            <td className="soft session-sources">
              {line.sources} {line.simulated && <span className="tag">simulated</span>}
            </td>
            <td className="num soft">{line.size}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Nothing is said about a session that simply ended. */
function Stand({ state }: { readonly state: SessionLine['state'] }) {
  const mark = MARKS[state]
  return mark && <StateMark mark={mark} />
}
