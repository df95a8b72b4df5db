import type { TimeTick } from '../../lib/ticks'
import type { Range } from '../../lib/x-range'

export interface RulerProps {
  readonly range: Range
  readonly width: number
  readonly ticks: readonly TimeTick[]
  /** Size of type against its normal size. */
  readonly rem: number
  /** The date of the left edge, or what times count from. */
  readonly left: string
  /** The crosshair's sample time. A label it would meet is left out, its tick stays. */
  readonly tag: { readonly x: number; readonly words: string } | null
}

/** Half of a label and half of the tag, with a little air, in pixels at the normal size of type. */
const MEETS_PX = 76

/** One ruler for all lanes. */
export function Ruler({ range, width, ticks, rem, left, tag }: RulerProps) {
  const x = (tUs: number): number => ((tUs - range.fromUs) / (range.toUs - range.fromUs)) * width
  const tagX = tag && Math.min(Math.max(tag.x, 42 * rem), width - 42 * rem)
  return (
    <div className="ruler">
      <div className="ruler-date">{left}</div>
      <div className="ruler-plot" style={{ width }}>
        <svg width={width} height={24 * rem} aria-hidden="true">
          {ticks.map(({ tUs, label }) => {
            const at = x(tUs)
            const room =
              at > 24 * rem && at < width - 28 * rem && (tagX === null || Math.abs(at - tagX) > MEETS_PX * rem)
            return (
              <g key={tUs}>
                <path d={`M${Math.round(at) + 0.5} 0v4`} className="ruler-tick" />
                {room && (
                  <text x={at} y={17 * rem} textAnchor="middle">
                    {label}
                  </text>
                )}
              </g>
            )
          })}
        </svg>
        {tag && tagX !== null && (
          <span className="time-tag" style={{ left: tagX }} data-testid="cursor-time">
            {tag.words}
          </span>
        )}
      </div>
    </div>
  )
}
