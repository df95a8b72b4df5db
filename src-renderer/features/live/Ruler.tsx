import type { ReactNode } from 'react'
import type { TimeTick } from '../../lib/ticks'
import type { Range } from '../../lib/x-range'

export interface RulerProps {
  readonly range: Range
  readonly width: number
  readonly ticks: readonly TimeTick[]
  /** The date of the left edge, or what times count from. */
  readonly left: string
  /** Pixels the crosshair's tag covers; labels below it are left out. */
  readonly tag: ReactNode
}

/** One ruler for all lanes. */
export function Ruler({ range, width, ticks, left, tag }: RulerProps) {
  const x = (tUs: number): number => ((tUs - range.fromUs) / (range.toUs - range.fromUs)) * width
  return (
    <div className="ruler">
      <div className="ruler-date">{left}</div>
      <div className="ruler-plot" style={{ width }}>
        <svg width={width} height="24" aria-hidden="true">
          {ticks.map(({ tUs, label }) => {
            const at = x(tUs)
            const room = at > 24 && at < width - 28
            return (
              <g key={tUs}>
                <path d={`M${Math.round(at) + 0.5} 0v4`} className="ruler-tick" />
                {room && (
                  <text x={at} y="17" textAnchor="middle">
                    {label}
                  </text>
                )}
              </g>
            )
          })}
        </svg>
        {tag}
      </div>
    </div>
  )
}
