import { formatSpan } from '@contract/quantity'
import type { Range } from '../../lib/x-range'
import type { Cursors } from '../../state/view'

export interface SelectionMarksProps {
  readonly cursors: Cursors
  /** Tinted; null when it was closed, while the cursors stay. */
  readonly selection: Range | null
  readonly range: Range
  readonly width: number
  readonly height: number
  /** Size of type against its normal size. */
  readonly rem: number
}

/** About as wide as the tag gets. */
const TAG_PX = 104

interface Mark {
  readonly letter: 'A' | 'B'
  readonly x: number
  /** Letters stand outside the two cursors, where there is room. */
  readonly side: 'left' | 'right'
}

/** Room a letter takes, in pixels at the normal size of type. */
const LETTER_PX = 18

function marksOf(cursors: Cursors, range: Range, width: number, rem: number): readonly Mark[] {
  const placed = (letter: Mark['letter'], at: number, outside: Mark['side']): Mark => {
    const cut = outside === 'left' ? at < LETTER_PX * rem : at > width - LETTER_PX * rem
    return { letter, x: at, side: cut ? (outside === 'left' ? 'right' : 'left') : outside }
  }
  const x = (tUs: number): number => ((tUs - range.fromUs) / (range.toUs - range.fromUs)) * width
  const { a, b } = cursors
  const found: Mark[] = []
  if (a !== null) found.push(placed('A', x(a), b !== null && b < a ? 'right' : 'left'))
  if (b !== null) found.push(placed('B', x(b), a !== null && b < a ? 'left' : 'right'))
  return found
}

/** Stretches of the top edge, in pixels, that the letters and the Δt tag cover. */
export function selectionMarksAt(
  cursors: Cursors,
  range: Range,
  width: number,
  rem: number,
): readonly (readonly [number, number])[] {
  const marks = marksOf(cursors, range, width, rem)
  const taken = marks.map(({ x, side }): readonly [number, number] =>
    side === 'left' ? [x - LETTER_PX * rem, x] : [x, x + LETTER_PX * rem],
  )
  const [a, b] = marks
  if (!a || !b) return taken
  const middle = (Math.max(0, Math.min(a.x, b.x)) + Math.min(width, Math.max(a.x, b.x))) / 2
  return [...taken, [middle - 56 * rem, middle + 56 * rem]]
}

/** The cursors A and B over all lanes, the tint between them, and the time from A to B. */
export function SelectionMarks({ cursors, selection, range, width, height, rem }: SelectionMarksProps) {
  const marks = marksOf(cursors, range, width, rem)
  const seen = marks.filter(({ x }) => x >= -2 && x <= width + 2)
  const xs = marks.map(({ x }) => x)
  const [left, right] = [Math.max(-2, Math.min(...xs)), Math.min(width + 2, Math.max(...xs))]
  const inSight = marks.length === 2 && right >= 0 && left <= width
  const { a, b } = cursors
  // Between cursors that are closer than the tag is wide, the letters stand below it.
  const letterY = (inSight && right - left < TAG_PX * rem ? 36 : 16) * rem
  return (
    <svg className="lane-layer selection-marks" width={width} height={height} aria-hidden="true">
      {selection && inSight && (
        <rect x={left} y="0" width={Math.max(1, right - left)} height={height} className="selection-tint" />
      )}
      {seen.map(({ letter, x, side }) => (
        <g key={letter} data-testid={`cursor-${letter.toLowerCase()}`}>
          <path d={`M${Math.round(x) + 0.5} 0V${height}`} className="selection-edge" />
          <text x={side === 'left' ? x - 6 : x + 6} y={letterY} textAnchor={side === 'left' ? 'end' : 'start'}>
            {letter}
          </text>
        </g>
      ))}
      {a !== null && b !== null && a !== b && inSight && (
        <SpanTag
          seconds={(b - a) / 1e6}
          middle={(Math.max(0, left) + Math.min(width, right)) / 2}
          width={width}
          rem={rem}
        />
      )}
    </svg>
  )
}

function SpanTag({
  seconds,
  middle,
  width,
  rem,
}: {
  readonly seconds: number
  readonly middle: number
  readonly width: number
  readonly rem: number
}) {
  const words = `Δt ${formatSpan(seconds)}`
  const tagWidth = (words.length * 6.6 + 16) * rem
  return (
    <g transform={`translate(${Math.min(Math.max(middle, tagWidth / 2), width - tagWidth / 2)} 4)`}>
      <rect x={-tagWidth / 2} width={tagWidth} height={17 * rem} rx="2" className="selection-tag" />
      <text y={12.5 * rem} textAnchor="middle" className="selection-span" data-testid="selection-span">
        {words}
      </text>
    </g>
  )
}
