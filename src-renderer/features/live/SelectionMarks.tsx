import { formatSpan } from '@contract/quantity'
import type { Range } from '../../lib/x-range'

export interface SelectionMarksProps {
  readonly selection: Range
  readonly range: Range
  readonly width: number
  readonly height: number
  /** Size of type against its normal size. */
  readonly rem: number
}

/** Stretches of the top edge, in pixels, that the letters and the Δt tag cover. */
export function selectionMarksAt(
  selection: Range,
  range: Range,
  width: number,
  rem: number,
): readonly (readonly [number, number])[] {
  const x = (tUs: number): number => ((tUs - range.fromUs) / (range.toUs - range.fromUs)) * width
  const [a, b] = [x(selection.fromUs), x(selection.toUs)]
  const middle = (Math.max(0, a) + Math.min(width, b)) / 2
  return [
    [a - 18 * rem, a],
    [middle - 56 * rem, middle + 56 * rem],
    [b, b + 18 * rem],
  ]
}

/** The selection over all lanes: tint, edges A and B, and the time between them. */
export function SelectionMarks({ selection, range, width, height, rem }: SelectionMarksProps) {
  const x = (tUs: number): number => ((tUs - range.fromUs) / (range.toUs - range.fromUs)) * width
  const [a, b] = [x(selection.fromUs), x(selection.toUs)]
  const [left, right] = [Math.max(-2, a), Math.min(width + 2, b)]
  if (right < 0 || left > width) return null
  const middle = (Math.max(0, left) + Math.min(width, right)) / 2
  const words = `Δt ${formatSpan((selection.toUs - selection.fromUs) / 1e6)}`
  const tagWidth = (words.length * 6.6 + 16) * rem
  return (
    <svg className="lane-layer selection-marks" width={width} height={height} aria-hidden="true">
      <rect x={left} y="0" width={Math.max(1, right - left)} height={height} className="selection-tint" />
      <path d={`M${Math.round(a) + 0.5} 0V${height}M${Math.round(b) + 0.5} 0V${height}`} className="selection-edge" />
      <text x={a - 6} y={16 * rem} textAnchor="end">
        A
      </text>
      <text x={b + 6} y={16 * rem}>
        B
      </text>
      <g transform={`translate(${Math.min(Math.max(middle, tagWidth / 2), width - tagWidth / 2)} 4)`}>
        <rect x={-tagWidth / 2} width={tagWidth} height={17 * rem} rx="2" className="selection-tag" />
        <text y={12.5 * rem} textAnchor="middle" className="selection-span" data-testid="selection-span">
          {words}
        </text>
      </g>
    </svg>
  )
}
