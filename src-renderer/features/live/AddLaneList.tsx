import { formatCount } from '@contract/quantity'
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { rowWindow } from '../../lib/row-window'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/icons/Icon'
import { useRem, useSize } from '../../ui/use-size'
import { type AddLaneGroup, type AddLaneRow, addLaneRows } from './select-add-lane'

export interface AddLaneListProps {
  readonly groups: readonly AddLaneGroup[]
  readonly onShow: (channel: string, on: boolean) => void
  readonly onDefaults: () => void
}

/** Height of a row at a font scale of 100 %. */
const ROW_PX = 26
/** Up to this many channels are found by looking. */
const FEW = 12
const PAGE_ROWS = 10

/**
 * Every channel there is, by source, machine and group. Only rows that can be seen are drawn. The search field has the
 * keyboard: arrows, PageUp and PageDown choose, Enter shows or hides.
 */
export function AddLaneList({ groups, onShow, onDefaults }: AddLaneListProps) {
  const list = useId()
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const [topPx, setTopPx] = useState(0)
  const [box, size] = useSize<HTMLDivElement>()
  const rowPx = Math.round(ROW_PX * useRem(size))
  const rows = useMemo(() => addLaneRows(groups, search), [groups, search])
  const field = useRef<HTMLInputElement>(null)
  const total = groups.reduce((sum, { channels }) => sum + channels.length, 0)
  const found = rows.filter(({ kind }) => kind === 'channel').length
  const channels = rows.flatMap((row, at) => (row.kind === 'channel' ? [{ at, id: row.channel.id }] : []))
  const active = channels.find(({ id }) => id === chosen) ?? channels[0]
  const { from, to } = rowWindow(topPx, size.height, rowPx, rows.length)

  const go = (by: number): void => {
    const now = channels.findIndex(({ id }) => id === active?.id)
    const next = channels[Math.min(Math.max(now + by, 0), channels.length - 1)]
    if (!next) return
    setChosen(next.id)
    const element = box.current
    if (!element) return
    const [above, below] = [(next.at - 1) * rowPx, (next.at + 1) * rowPx - element.clientHeight]
    element.scrollTop = Math.min(Math.max(element.scrollTop, below), above)
  }
  const toggle = (row: AddLaneRow | undefined): void => {
    if (row?.kind !== 'channel') return
    setChosen(row.channel.id)
    onShow(row.channel.id, !row.channel.on)
  }
  const press = (event: KeyboardEvent): void => {
    const by = STEPS[event.key]
    if (by !== undefined) go(by)
    else if (event.key === 'Enter') toggle(active && rows[active.at])
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className="add-lane-head">
        <span className="field add-lane-search">
          <Icon name="search" small />
          <input
            ref={field}
            role="combobox"
            aria-label="Search channels"
            aria-controls={list}
            aria-expanded="true"
            aria-activedescendant={active ? `${list}-${active.at}` : undefined}
            placeholder={total > FEW ? 'Machine, group, path or unit' : 'Search channels'}
            value={search}
            spellCheck={false}
            autoComplete="off"
            data-autofocus=""
            onChange={(event) => {
              setSearch(event.target.value)
              setChosen(null)
              if (box.current) box.current.scrollTop = 0
            }}
            onKeyDown={press}
          />
        </span>
        <span className="label" role="status">
          {search === '' ? `${formatCount(total)} channels` : `${formatCount(found)} of ${formatCount(total)}`}
        </span>
      </div>
      <div
        className="add-lane-rows"
        ref={box}
        id={list}
        role="listbox"
        aria-label="Channels"
        aria-multiselectable="true"
        tabIndex={-1}
        style={{ height: `min(${rows.length * (ROW_PX / 10)}rem, 44rem, 60vh)` }}
        onScroll={(event) => setTopPx(event.currentTarget.scrollTop)}
      >
        <div className="add-lane-all" style={{ height: rows.length * rowPx }}>
          {rows.slice(from, to).map((row, i) => (
            <Row
              key={row.kind === 'head' ? row.group.key : row.channel.id}
              id={`${list}-${from + i}`}
              row={row}
              top={(from + i) * rowPx}
              height={rowPx}
              active={from + i === active?.at}
              onToggle={() => {
                toggle(row)
                field.current?.focus()
              }}
            />
          ))}
        </div>
        {rows.length === 0 && <p className="add-lane-none">No channel holds “{search}”.</p>}
      </div>
      <div className="add-lane-foot">
        <span className="label">↑ ↓ choose, Enter shows or hides</span>
        <Button small onClick={onDefaults}>
          Show all defaults
        </Button>
      </div>
    </>
  )
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE_ROWS,
  PageUp: -PAGE_ROWS,
}

interface RowProps {
  readonly id: string
  readonly row: AddLaneRow
  readonly top: number
  readonly height: number
  readonly active: boolean
  readonly onToggle: () => void
}

function Row({ id, row, top, height, active, onToggle }: RowProps) {
  if (row.kind === 'head') {
    const { name, simulated } = row.group
    return (
      <div className="add-lane-group" role="presentation" style={{ top, height }}>
        <span>{name}</span> {simulated && <span className="tag">simulated</span>}
      </div>
    )
  }
  const { title, path, unit, on } = row.channel
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field has the keyboard
    // biome-ignore lint/a11y/useFocusableInteractive: the search field keeps the focus and names the active row
    <div
      id={id}
      className={active ? 'add-lane-row add-lane-row--active' : 'add-lane-row'}
      role="option"
      aria-selected={on}
      style={{ top, height }}
      onClick={onToggle}
    >
      <span className="add-lane-check">{on && <Icon name="tick" small />}</span>
      <span className="add-lane-title" title={title}>
        {title}
      </span>
      {path !== '' && (
        <span className="add-lane-path" title={path}>
          {path}
        </span>
      )}
      <span className="muted add-lane-unit">{unit}</span>
    </div>
  )
}
