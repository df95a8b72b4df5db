import type { Envelope, Gap } from '@contract/model'
import { type KeyboardEvent, lazy, type PointerEvent, Suspense, useEffect, useId, useRef } from 'react'
import { type Marks, rangeOfSpan } from '../../lib/marks'
import { draggedWindow, type Hold, holdAt } from '../../lib/minimap'
import type { Bounds, Range } from '../../lib/x-range'
import { useSize } from '../../ui/use-size'
import { MINIMAP_PX } from './minimap-size'

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

/** With the chart library, the largest of all: a first paint does not wait for it. */
const MinimapCurve = lazy(async () => ({ default: (await import('./MinimapCurve')).MinimapCurve }))

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
        <Suspense fallback={null}>
          <MinimapCurve envelope={props.envelope} {...{ whole, gaps, width }} />
        </Suspense>
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
    <svg className="minimap-marks" width={width} height={MINIMAP_PX} aria-hidden="true">
      {bars.map(({ key, left, wide }) => (
        <rect key={key} x={left} width={wide} height="2" />
      ))}
      <path d={points.map(({ atUs }) => `M${Math.round(x(atUs)) + 0.5} 0V${MINIMAP_PX}`).join('')} />
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
          <text key={key} x={x(atUs) + 4} y={MINIMAP_PX - 4}>
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
    <svg className="minimap-gaps" width={width} height={MINIMAP_PX} aria-hidden="true">
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
          height={MINIMAP_PX}
          fill={`url(#${CSS.escape(pattern)})`}
        />
      ))}
    </svg>
  )
}
