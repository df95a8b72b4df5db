import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { type MarkPoint, type MarkSpan, rangeOfSpan } from '../../lib/marks'
import type { Range } from '../../lib/x-range'
import { keepOneStop } from '../../ui/one-stop'
import { markRows, type PlacedMark, placedIn } from './mark-places'

/** What is told of a mark under the pointer or the focus. */
export interface MarkWords {
  readonly name: string
  /** "Measurement 2 · mypc". */
  readonly kind: string
  readonly message: string
  /** Start and duration. */
  readonly when: string
}

export interface MarkTrackProps {
  readonly points: readonly MarkPoint[]
  readonly spans: readonly MarkSpan[]
  readonly range: Range
  readonly width: number
  /** Size of type against its normal size. */
  readonly rem: number
  /** Where a span that lasts ends for now. */
  readonly nowUs: number
  readonly wordsOf: (mark: MarkPoint | MarkSpan) => MarkWords
  readonly onSpan: (range: Range) => void
  readonly onPoint: (tUs: number) => void
}

/** Measurements above runs above markers, as thin bars and flags on the ruler. A click on a bar selects exactly its time. */
export function MarkTrack(props: MarkTrackProps) {
  const { points, spans, range, width, rem, nowUs, wordsOf } = props
  const own = useRef<HTMLDivElement>(null)
  const [told, setTold] = useState<PlacedMark | null>(null)
  useEffect(() => {
    if (own.current) keepOneStop(buttonsIn(own.current))
  })
  const rows = markRows(points, spans)
  if (rows.length === 0) return null
  const drawn = rows.map((row) => ({ row, placed: placedIn(row, range, width, nowUs, rem) }))
  const stillThere = told && drawn.flatMap(({ placed }) => placed.marks).find(({ mark }) => mark.key === told.mark.key)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows walk from mark to mark; each is a button
    <div
      className="mark-track"
      ref={own}
      data-testid="marks"
      onKeyDown={walk}
      onFocus={({ currentTarget, target }) => keepOneStop(buttonsIn(currentTarget), target)}
    >
      {drawn.map(({ row, placed }) => (
        <div key={row.key} className="mark-row">
          <div className="mark-head label">{row.title}</div>
          <div className="mark-plot" style={{ width }}>
            {placed.thin.length > 0 && (
              <svg className="mark-thin" width={width} height="100%" aria-hidden="true">
                {placed.thin.map(({ mark, left, width: wide }) => (
                  <rect key={mark.key} x={left} width={wide} y="20%" height="60%" />
                ))}
              </svg>
            )}
            {placed.marks.map((one) => (
              <button
                key={one.mark.key}
                type="button"
                className={`mark mark--${row.kind}${one.lasts ? ' mark--lasts' : ''}`}
                style={{ left: one.left, width: one.width }}
                aria-label={spoken(wordsOf(one.mark))}
                onClick={() => {
                  if ('fromUs' in one.mark) props.onSpan(rangeOfSpan(one.mark, nowUs))
                  else props.onPoint(one.mark.atUs)
                }}
                onPointerEnter={() => setTold(one)}
                onPointerLeave={() => setTold(null)}
                onFocus={() => setTold(one)}
                onBlur={() => setTold(null)}
              >
                {row.kind === 'marker' && <Flag />}
                {one.hasName && <span className="mark-name">{wordsOf(one.mark).name}</span>}
              </button>
            ))}
          </div>
        </div>
      ))}
      {stillThere && <Tip mark={stillThere} words={wordsOf(stillThere.mark)} width={width} rem={rem} />}
    </div>
  )
}

const buttonsIn = (track: Element): readonly HTMLElement[] => [...track.querySelectorAll<HTMLElement>('button')]

const spoken = ({ kind, name, message, when }: MarkWords): string =>
  [`${kind}: ${name}`, message, when].filter((part) => part !== '').join(', ')

/** Left and right walk along the marks, in all rows. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (!(event.target instanceof HTMLElement)) return
  if (by === 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  const buttons = buttonsIn(event.currentTarget)
  const at = buttons.indexOf(event.target)
  event.preventDefault()
  event.stopPropagation()
  buttons[at + by]?.focus()
}

function Flag() {
  return (
    <svg className="mark-flag" viewBox="0 0 9 12" aria-hidden="true">
      <path d="M.5 0v12" stroke="currentColor" />
      <path d="M1 1h8L6.5 3.75 9 6.5H1z" fill="currentColor" />
    </svg>
  )
}

/** About as wide as the tip gets, at the normal size of type. */
const TIP_PX = 320

interface TipProps {
  readonly mark: PlacedMark
  readonly words: MarkWords
  readonly width: number
  readonly rem: number
}

function Tip({ mark, words, width, rem }: TipProps) {
  const left = Math.min(Math.max(mark.left, 0), Math.max(0, width - TIP_PX * rem))
  return (
    <div className="mark-tip" role="tooltip" style={{ left: `calc(22rem + ${left}px)` }}>
      <strong>{words.name}</strong>
      <span className="soft">{words.kind}</span>
      {words.message !== '' && <span>{words.message}</span>}
      <span>{words.when}</span>
      {'fromUs' in mark.mark && <span className="label">A click selects this time</span>}
    </div>
  )
}
