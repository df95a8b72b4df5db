import type { Envelope, Gap } from '@contract/model'
import { type KeyboardEvent, memo, type PointerEvent, useEffect, useId, useMemo, useRef } from 'react'
import { Area, ComposedChart, XAxis, YAxis } from 'recharts'
import { type Marks, rangeOfSpan } from '../../lib/marks'
import { draggedWindow, type Hold, holdAt } from '../../lib/minimap'
import type { Bounds, Range } from '../../lib/x-range'
import { useSize } from '../../ui/use-size'

export interface MinimapProps {
  readonly title: string
  /** How long all of it is. */
  readonly clock: string
  /** What the plot spans: all there was when it was drawn. */
  readonly whole: Range
  readonly bounds: Bounds
  readonly envelope: Envelope | null
  readonly gaps: readonly Gap[]
  readonly marks: Marks
  readonly window: Range
  /** The window in words, for who cannot see it. */
  readonly windowWords: string
  readonly onShow: (range: Range) => void
  readonly onFit: () => void
  readonly onKey: (key: MinimapKey) => void
  readonly onHold: (holding: boolean) => void
  readonly onSize: (widthPx: number) => void
}

export interface MinimapKey {
  readonly does: 'move' | 'resize'
  readonly direction: 1 | -1
}

const HEIGHT = 34

/** All of the session in one strip, with the shown window on it: drag it, drag its edges, click elsewhere. */
export function Minimap(props: MinimapProps) {
  const { whole, window, bounds, gaps, onSize } = props
  const [ref, { width }] = useSize<HTMLDivElement>()
  useEffect(() => onSize(width), [onSize, width])
  const perPx = (whole.toUs - whole.fromUs) / Math.max(1, width)
  const x = (tUs: number): number => Math.min(Math.max((tUs - whole.fromUs) / perPx, 0), width)
  const [left, right] = [x(window.fromUs), x(window.toUs)]
  const held = useRef<{ readonly hold: Hold; readonly window: Range; readonly startUs: number } | null>(null)
  const timeOf = (event: PointerEvent<HTMLDivElement>): number =>
    whole.fromUs + (event.clientX - event.currentTarget.getBoundingClientRect().left) * perPx
  const down = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const startUs = timeOf(event)
    const hold = holdAt((startUs - whole.fromUs) / perPx, left, right)
    held.current = { hold, window, startUs }
    props.onHold(true)
    if (hold === 'outside') props.onShow(draggedWindow(hold, window, startUs, startUs, bounds))
  }
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    const tUs = timeOf(event)
    const { hold, window: start, startUs } = held.current ?? { hold: null, window, startUs: 0 }
    if (hold) props.onShow(draggedWindow(hold, start, startUs, tUs, bounds))
    const over = hold ?? holdAt((tUs - whole.fromUs) / perPx, left, right)
    event.currentTarget.style.cursor = CURSORS[over]
  }
  const up = (): void => {
    if (!held.current) return
    held.current = null
    props.onHold(false)
  }
  const press = (event: KeyboardEvent): void => {
    const direction = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0
    if (direction === 0 || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    props.onKey({ does: event.shiftKey ? 'resize' : 'move', direction })
  }
  const seconds = (tUs: number): number => Math.round((tUs - whole.fromUs) / 1e6)
  return (
    <section className="minimap" aria-label="Overview">
      <div className="minimap-head">
        <strong>{props.title}</strong>
        <span>{props.clock}</span>
      </div>
      <div
        className="minimap-plot"
        ref={ref}
        role="slider"
        tabIndex={0}
        aria-label="Shown part of all data"
        aria-keyshortcuts="ArrowLeft ArrowRight Shift+ArrowLeft Shift+ArrowRight"
        aria-valuemin={0}
        aria-valuemax={seconds(whole.toUs)}
        aria-valuenow={Math.min(Math.max(seconds((window.fromUs + window.toUs) / 2), 0), seconds(whole.toUs))}
        aria-valuetext={props.windowWords}
        data-testid="minimap"
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
        onDoubleClick={props.onFit}
        onKeyDown={press}
      >
        <Curve envelope={props.envelope} {...{ whole, gaps, width }} />
        <Gaps gaps={gaps} whole={whole} width={width} />
        <MinimapMarks {...props.marks} whole={whole} width={width} />
        <div className="minimap-veil" style={{ left: 0, width: left }} />
        <div className="minimap-veil" style={{ left: right, right: 0 }} />
        <div className="minimap-window" style={{ left, width: Math.max(2, right - left) }} data-testid="minimap-window">
          <span className="minimap-grip" />
          <span className="minimap-grip minimap-grip--right" />
        </div>
      </div>
    </section>
  )
}

const CURSORS: Readonly<Record<Hold, string>> = {
  left: 'ew-resize',
  right: 'ew-resize',
  window: 'grab',
  outside: 'pointer',
}

/** The envelope, drawn anew only when it changed: moving the window costs nothing here. */
const Curve = memo(function Curve({
  envelope,
  whole,
  gaps,
  width,
}: {
  readonly envelope: Envelope | null
  readonly whole: Range
  readonly gaps: readonly Gap[]
  readonly width: number
}) {
  const rows = useMemo(() => (envelope ? rowsOf(envelope, whole, gaps) : []), [envelope, whole, gaps])
  if (rows.length === 0 || width === 0) return null
  return (
    <div className="minimap-curve" aria-hidden="true">
      <ComposedChart width={width} height={HEIGHT} data={rows} margin={MARGIN} accessibilityLayer={false}>
        <XAxis dataKey="t" type="number" domain={[0, 1]} allowDataOverflow hide />
        <YAxis type="number" domain={['dataMin', 'dataMax']} hide width={0} />
        <Area
          dataKey="band"
          type="linear"
          stroke="var(--text-3)"
          strokeWidth={1}
          fill="var(--text-3)"
          fillOpacity={0.8}
          connectNulls={false}
          isAnimationActive={false}
          dot={false}
          activeDot={false}
        />
      </ComposedChart>
    </div>
  )
})

const MARGIN = { top: 3, bottom: 3, left: 0, right: 0 }

interface Row {
  readonly t: number
  readonly band: readonly [number, number] | null
}

/** One row per bucket with samples, t from 0 to 1 over the whole. Only a gap breaks the curve, not a slow source. */
function rowsOf({ startUs, stepUs, n, min, max }: Envelope, whole: Range, gaps: readonly Gap[]): Row[] {
  const length = whole.toUs - whole.fromUs
  const rows: Row[] = []
  for (let i = 0; i < n.length; i++) {
    const tUs = startUs + (i + 0.5) * stepUs
    const t = (tUs - whole.fromUs) / length
    if (n[i]) rows.push({ t, band: [min[i] ?? 0, max[i] ?? 0] })
    else if (gaps.some((gap) => tUs > gap.fromUs && tUs < (gap.toUs ?? whole.toUs))) rows.push({ t, band: null })
  }
  return rows
}

/** About as wide as a letter is, in pixels at the normal size of type. */
const LETTER_PX = 6

/** Spans as bars along the top, markers as lines, and their names where they have room. */
function MinimapMarks({ points, spans, whole, width }: Marks & { readonly whole: Range; readonly width: number }) {
  const x = (tUs: number): number => ((tUs - whole.fromUs) / (whole.toUs - whole.fromUs)) * width
  if ((points.length === 0 && spans.length === 0) || width === 0) return null
  const measured = spans.filter(({ what }) => what === 'measurement')
  const bars = (measured.length > 0 ? measured : spans).map((span) => {
    const { fromUs, toUs } = rangeOfSpan(span, whole.toUs)
    return { key: span.key, name: span.name, left: x(fromUs), wide: Math.max(1.5, x(toUs) - x(fromUs) - 1) }
  })
  return (
    <svg className="minimap-marks" width={width} height={HEIGHT} aria-hidden="true">
      {bars.map(({ key, left, wide }) => (
        <rect key={key} x={left} width={wide} height="2" />
      ))}
      <path d={points.map(({ atUs }) => `M${Math.round(x(atUs)) + 0.5} 0V${HEIGHT}`).join('')} />
      {bars.map(({ key, name, left, wide }) =>
        name.length * LETTER_PX < wide ? (
          <text key={key} x={left + 3} y="13">
            {name}
          </text>
        ) : null,
      )}
      {points.map(({ key, name, atUs }, i) => {
        const next = points[i + 1]
        const room = (next ? x(next.atUs) : width) - x(atUs)
        return name.length * LETTER_PX + 6 < room ? (
          <text key={key} x={x(atUs) + 4} y={HEIGHT - 4}>
            {name}
          </text>
        ) : null
      })}
    </svg>
  )
}

function Gaps({
  gaps,
  whole,
  width,
}: {
  readonly gaps: readonly Gap[]
  readonly whole: Range
  readonly width: number
}) {
  const pattern = useId()
  const x = (tUs: number): number => ((tUs - whole.fromUs) / (whole.toUs - whole.fromUs)) * width
  if (gaps.length === 0) return null
  return (
    <svg className="minimap-gaps" width={width} height={HEIGHT} aria-hidden="true">
      <defs>
        <pattern id={pattern} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M1.5 0v6" className="gap-hatch" />
        </pattern>
      </defs>
      {gaps.map((gap) => (
        <rect
          key={gap.fromUs}
          x={x(gap.fromUs)}
          width={Math.max(1, x(gap.toUs ?? whole.toUs) - x(gap.fromUs))}
          height={HEIGHT}
          fill={`url(#${CSS.escape(pattern)})`}
        />
      ))}
    </svg>
  )
}
