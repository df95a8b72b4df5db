import type { SeriesPreview } from '@contract/imports'
import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react'
import { pointsOf, runPaths, runsOf } from '../../lib/envelope-points'
import { rowWindow } from '../../lib/row-window'
import { Shape } from '../../ui/Shape'
import { useRem, useSize } from '../../ui/use-size'
import { groupWords, keyOf, type PluginLine, type SeriesLine, type TableLine } from './select-series'

export interface SeriesTableProps {
  readonly lines: readonly TableLine[]
  readonly shown: string | null
  readonly previews: ReadonlyMap<string, SeriesPreview | null>
  /** Everything is imported: nothing can be taken out. */
  readonly all: boolean
  readonly onToggle: (names: readonly string[], on: boolean) => void
  readonly onFold: (key: string) => void
  readonly onShow: (key: string) => void
  /** Series that are in view now. */
  readonly onSee: (keys: readonly string[]) => void
}

const ROW_PX = 26

/**
 * Series of an archive, below their plugins; only what can be seen is drawn. One tab stop: ↑↓ move, Space selects, ←→ fold, Enter
 * shows the series beside.
 */
export function SeriesTable(props: SeriesTableProps) {
  const { lines } = props
  const [box, size] = useSize<HTMLDivElement>()
  const rowPx = Math.round(ROW_PX * useRem(size))
  const [topPx, setTopPx] = useState(0)
  const [active, setActive] = useState(0)
  const at = Math.min(active, Math.max(0, lines.length - 1))
  const { from, to } = rowWindow(topPx, size.height, rowPx, lines.length)
  const seen = useRef(props.onSee)
  seen.current = props.onSee
  const inView = lines.slice(from, to)
  const viewed = inView.filter(({ kind }) => kind === 'series').map(keyOf)
  const viewedKey = viewed.join('|')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when the keys differ
  useEffect(() => seen.current(viewed), [viewedKey])

  const go = (next: number): void => {
    const to = Math.min(lines.length - 1, Math.max(0, next))
    setActive(to)
    const line = lines[to]
    if (line?.kind === 'series') props.onShow(keyOf(line))
    const element = box.current
    if (!element) return
    const [top, bottom] = [to * rowPx, (to + 1) * rowPx]
    if (top < element.scrollTop) element.scrollTop = top
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight
  }
  const press = (event: KeyboardEvent): void => {
    const line = lines[at]
    if (!line || event.ctrlKey || event.altKey || event.metaKey) return
    const page = Math.max(1, Math.floor(size.height / rowPx) - 1)
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      PageDown: () => go(at + page),
      PageUp: () => go(at - page),
      Home: () => go(0),
      End: () => go(lines.length - 1),
      ' ': () => toggle(line),
      Enter: () => line.kind === 'series' && props.onShow(keyOf(line)),
      ArrowLeft: () => fold(line, true),
      ArrowRight: () => fold(line, false),
    }
    const run = moves[event.key]
    if (!run) return
    event.preventDefault()
    event.stopPropagation()
    run()
  }
  const toggle = (line: TableLine): void => {
    if (props.all) return
    if (line.kind === 'plugin') props.onToggle(line.names, line.chosen < line.of)
    else props.onToggle([line.path.slice(line.path.indexOf('/') + 1)], !line.chosen)
  }
  const fold = (line: TableLine, shut: boolean): void => {
    const own = line.kind === 'plugin' ? at : lines.findLastIndex((one, i) => i < at && one.kind === 'plugin')
    const plugin = lines[own]
    if (plugin?.kind !== 'plugin' || plugin.folded === shut) return
    props.onFold(plugin.key)
    if (line.kind === 'series') setActive(own)
  }
  return (
    <div className="series-table">
      <div className="series-head label" aria-hidden="true">
        <span>Series</span>
        <span>Kind</span>
        <span>Unit</span>
        <span>Preview, whole span</span>
        <span className="num">Mean</span>
        <span className="num">Rows</span>
        <span>Note</span>
      </div>
      <div ref={box} className="series-scroll" onScroll={(event) => setTopPx(event.currentTarget.scrollTop)}>
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: ARIA's tree grid is a table with keys
          role="treegrid"
          aria-label="Series of the archive"
          aria-rowcount={lines.length}
          aria-activedescendant={lines.length > 0 ? `series-${at}` : undefined}
          tabIndex={0}
          onKeyDown={press}
        >
          <tbody style={{ height: lines.length * rowPx, paddingTop: from * rowPx }}>
            {inView.map((line, i) => {
              const row = {
                id: `series-${from + i}`,
                index: from + i,
                px: rowPx,
                active: from + i === at,
                onPick: () => {
                  setActive(from + i)
                  if (line.kind === 'series') props.onShow(keyOf(line))
                },
                onToggle: () => toggle(line),
                locked: props.all,
              }
              return line.kind === 'plugin' ? (
                <PluginRow key={line.key} {...row} line={line} onFold={() => props.onFold(line.key)} />
              ) : (
                <SeriesRow
                  key={keyOf(line)}
                  {...row}
                  line={line}
                  shown={keyOf(line) === props.shown}
                  preview={props.previews.get(keyOf(line)) ?? null}
                />
              )
            })}
          </tbody>
        </table>
      </div>
    </div>
  )
}

interface RowProps {
  readonly id: string
  readonly index: number
  readonly px: number
  readonly active: boolean
  readonly locked: boolean
  readonly onPick: () => void
  readonly onToggle: () => void
}

function PluginRow(props: RowProps & { readonly line: PluginLine; readonly onFold: () => void }) {
  const { line } = props
  const some = line.chosen > 0 && line.chosen < line.of
  return (
    <tr
      id={props.id}
      aria-rowindex={props.index + 1}
      aria-level={1}
      aria-expanded={!line.folded}
      aria-label={`${line.name}, ${groupWords(line.group)}, ${line.chosen} of ${line.of} chosen`}
      className={`series-row series-row--plugin${props.active ? ' series-row--active' : ''}`}
      style={{ height: props.px }}
      onClick={props.onPick}
    >
      <td className="series-name">
        <Check on={line.chosen > 0} some={some} locked={props.locked} onToggle={props.onToggle} name={line.name} />
        <button
          type="button"
          className="series-fold"
          tabIndex={-1}
          aria-label={line.folded ? `Open ${line.name}` : `Fold ${line.name}`}
          onClick={props.onFold}
        >
          <svg viewBox="0 0 12 12" aria-hidden="true" className={line.folded ? 'series-fold--shut' : undefined}>
            <path d="m2.5 4.5 3.5 3.5 3.5-3.5" fill="none" stroke="currentColor" strokeWidth="1.4" />
          </svg>
        </button>
        <strong>{line.name}</strong> <span className="label">{groupWords(line.group)}</span>
      </td>
      <td />
      <td />
      <td />
      <td />
      <td className="num">
        {line.chosen} of {line.of}
      </td>
      <td />
    </tr>
  )
}

const SeriesRow = memo(function SeriesRow(
  props: RowProps & {
    readonly line: SeriesLine
    readonly shown: boolean
    readonly preview: SeriesPreview | null
  },
) {
  const { line } = props
  const classes = ['series-row', props.shown && 'series-row--shown', props.active && 'series-row--active']
  return (
    <tr
      id={props.id}
      aria-rowindex={props.index + 1}
      aria-level={2}
      aria-selected={line.chosen}
      aria-label={`${line.folder}${line.name}, ${line.unit}, ${line.rows} rows`}
      className={classes.filter(Boolean).join(' ')}
      style={{ height: props.px }}
      onClick={props.onPick}
    >
      <td className="series-name series-name--deep">
        <Check
          on={line.chosen}
          some={false}
          locked={props.locked}
          onToggle={props.onToggle}
          name={`${line.folder}${line.name}`}
        />
        <code title={`${line.folder}${line.name}`}>
          <span className="muted">{line.folder}</span>
          {line.chosen && line.matched > 0 ? <u>{line.name.slice(0, line.matched)}</u> : null}
          {line.chosen ? line.name.slice(line.matched) : line.name}
        </code>
      </td>
      <td className="soft">{line.how}</td>
      <td>{line.unit}</td>
      <td>
        <Spark preview={props.preview} />
      </td>
      <td className="num">{line.mean}</td>
      <td className="num soft">{line.rows}</td>
      <td className="soft series-note" title={line.note}>
        {line.warn && <Shape name="triangle" tone="warn" />} {line.note}
      </td>
    </tr>
  )
})

function Check({
  on,
  some,
  locked,
  name,
  onToggle,
}: {
  readonly on: boolean
  readonly some: boolean
  readonly locked: boolean
  readonly name: string
  readonly onToggle: () => void
}) {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current) box.current.indeterminate = some
  }, [some])
  return (
    <input
      ref={box}
      type="checkbox"
      className="check"
      tabIndex={-1}
      checked={on}
      disabled={locked}
      aria-label={`Import ${name}`}
      onChange={onToggle}
      onClick={(event) => event.stopPropagation()}
    />
  )
}

const SPARK = { width: 112, height: 18 } as const

/** The whole series in brief, the drawn column of it. */
function Spark({ preview }: { readonly preview: SeriesPreview | null }) {
  const lane = preview?.lanes.find(({ unit }) => unit === 'W' || unit === '%' || unit === 'B/s') ?? preview?.lanes[0]
  if (!lane) return <span className="series-spark" />
  const { envelope } = lane
  const points = pointsOf(envelope, {
    fromUs: envelope.startUs,
    toUs: envelope.startUs + envelope.n.length * envelope.stepUs,
  })
  const ys = points.flatMap(({ min, max }) => [min, max])
  const [low, high] = [Math.min(...ys), Math.max(...ys)]
  const span = Math.max(high - low, Math.abs(high) * 0.02, 1e-9)
  const y = (value: number): number => SPARK.height - 2 - ((value - low) / span) * (SPARK.height - 4)
  return (
    <svg className="series-spark" viewBox={`0 0 ${SPARK.width} ${SPARK.height}`} aria-hidden="true">
      {runsOf(points).map((run) => {
        const { line } = runPaths(run, (at) => at * SPARK.width, y)
        return <path key={run[0]?.at} d={line} />
      })}
    </svg>
  )
}
