import { formatTime } from '@contract/quantity'
import type { TrafficLine } from '@contract/traffic'
import { type KeyboardEvent, memo, useLayoutEffect, useRef, useState } from 'react'
import { rowWindow } from '../../lib/row-window'
import { Shape } from '../../ui/Shape'
import { useRem, useSize } from '../../ui/use-size'
import { DIRECTIONS, leftOutWords, type TrafficRow } from './select-traffic'

export interface TrafficLinesProps {
  readonly rows: readonly TrafficRow[]
  readonly names: ReadonlyMap<string, string>
  readonly zone: string
  readonly onFreeze: () => void
}

/** Height of a row at a font scale of 100 %. */
const ROW_PX = 20

const seqOf = (row: TrafficRow): number => (row.kind === 'line' ? row.line.seq : row.beforeSeq)

/** The row at the top edge and how far it is scrolled under it, so that reading goes on where it was when old lines leave. */
interface Anchor {
  readonly seq: number
  readonly underPx: number
}

/**
 * The lines in a window of their own: only what can be seen is drawn. It follows the newest line until it is scrolled
 * up; End follows again. One tab stop: arrows, PageUp, PageDown, Home and End move, Space freezes.
 */
export function TrafficLines({ rows, names, zone, onFreeze }: TrafficLinesProps) {
  const [box, size] = useSize<HTMLDivElement>()
  const rowPx = Math.round(ROW_PX * useRem(size))
  const [topPx, setTopPx] = useState(0)
  const [following, setFollowing] = useState(true)
  const anchor = useRef<Anchor>({ seq: 0, underPx: 0 })
  const endPx = Math.max(0, rows.length * rowPx - size.height)

  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    if (following) {
      element.scrollTop = endPx
      return
    }
    const { seq, underPx } = anchor.current
    const at = rows.findIndex((row) => seqOf(row) >= seq)
    if (at >= 0) element.scrollTop = at * rowPx + underPx
    setTopPx(element.scrollTop)
  }, [rows, rowPx, endPx, following, box])

  const scrolled = (): void => {
    const element = box.current
    if (!element) return
    const px = element.scrollTop
    const row = rows[Math.floor(px / rowPx)]
    anchor.current = { seq: row ? seqOf(row) : 0, underPx: px % rowPx }
    setFollowing(px >= element.scrollHeight - element.clientHeight - rowPx / 2)
    setTopPx(px)
  }
  const press = (event: KeyboardEvent): void => {
    const element = box.current
    if (!element || event.ctrlKey || event.altKey || event.metaKey) return
    const page = Math.max(rowPx, size.height - rowPx)
    const moves: Readonly<Record<string, () => void>> = {
      ArrowUp: () => element.scrollBy(0, -rowPx),
      ArrowDown: () => element.scrollBy(0, rowPx),
      PageUp: () => element.scrollBy(0, -page),
      PageDown: () => element.scrollBy(0, page),
      Home: () => element.scrollTo(0, 0),
      End: () => setFollowing(true),
      ' ': onFreeze,
    }
    const move = moves[event.key]
    if (!move) return
    // End and Space mean something else to the rest of the window.
    event.preventDefault()
    event.stopPropagation()
    move()
  }
  const { from, to } = rowWindow(following ? endPx : topPx, size.height, rowPx, rows.length)
  return (
    <div className="traffic-view">
      <div
        ref={box}
        className="traffic-scroll"
        role="log"
        aria-live="off"
        aria-label="Raw traffic lines"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list must be reachable by keyboard
        tabIndex={0}
        onScroll={scrolled}
        onKeyDown={press}
        data-following={following}
      >
        <div style={{ height: rows.length * rowPx }}>
          <div style={{ transform: `translateY(${from * rowPx}px)` }}>
            {rows.slice(from, to).map((row) =>
              row.kind === 'line' ? (
                <Line
                  key={row.line.seq}
                  line={row.line}
                  name={names.get(row.line.instrumentId) ?? row.line.instrumentId}
                  zone={zone}
                  px={rowPx}
                />
              ) : (
                <div key={`left-out-${row.beforeSeq}`} className="traffic-left-out" style={{ height: rowPx }}>
                  {leftOutWords(row.count)}
                </div>
              ),
            )}
          </div>
        </div>
      </div>
      {!following && (
        <button type="button" className="button button--small traffic-newest" onClick={() => setFollowing(true)}>
          Show newest line
        </button>
      )}
    </div>
  )
}

const SHAPES = { warn: 'triangle', fault: 'octagon' } as const

interface LineProps {
  readonly line: TrafficLine
  readonly name: string
  readonly zone: string
  readonly px: number
}

const Line = memo(function Line({ line, name, zone, px }: LineProps) {
  const { level, text, meaning } = line
  const toned = level === 'plain' ? '' : ` tone-${level}`
  const shape = level !== 'plain' && <Shape name={SHAPES[level]} tone={level} />
  return (
    <div className="traffic-line" style={{ height: px }} data-level={level}>
      <span className="traffic-time">{formatTime(line.atUs, zone, 3)}</span>
      <span className="traffic-name" title={name}>
        {name}
      </span>
      <span className="traffic-way">{DIRECTIONS[line.direction]}</span>
      {meaning === '' ? (
        <span className={`traffic-text traffic-text--alone${toned}`} title={text}>
          {shape}
          {text}
        </span>
      ) : (
        <>
          <span className="traffic-text" title={text}>
            {text}
          </span>
          <span className={`traffic-meaning${toned}`} title={meaning}>
            {shape}
            {meaning}
          </span>
        </>
      )}
    </div>
  )
})
