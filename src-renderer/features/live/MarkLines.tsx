import type { MarkPoint, MarkSpan } from '../../lib/marks'
import type { Range } from '../../lib/x-range'

export interface MarkLinesProps {
  readonly points: readonly MarkPoint[]
  readonly spans: readonly MarkSpan[]
  readonly range: Range
  readonly width: number
  readonly height: number
}

/** Markers as ink lines through all lanes, and the edges of spans as lighter ones. */
export function MarkLines({ points, spans, range, width, height }: MarkLinesProps) {
  if (points.length === 0 && spans.length === 0) return null
  const lines = (times: readonly (number | null)[]): string => {
    const seen = times.flatMap((tUs) => {
      const x = tUs === null ? -1 : ((tUs - range.fromUs) / (range.toUs - range.fromUs)) * width
      return x >= 0 && x <= width ? [Math.round(x) + 0.5] : []
    })
    return [...new Set(seen)].map((x) => `M${x} 0V${height}`).join('')
  }
  return (
    <svg className="lane-layer mark-lines" width={width} height={height} aria-hidden="true">
      <path d={lines(spans.flatMap(({ fromUs, toUs }) => [fromUs, toUs]))} className="mark-edge" />
      <path d={lines(points.map(({ atUs }) => atUs))} className="mark-line" data-testid="marker-lines" />
    </svg>
  )
}
