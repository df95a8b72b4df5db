import type { Envelope } from '@contract/model'
import { formatFixed } from '@contract/quantity'
import { pointsOf, runPaths, runsOf } from '../../lib/envelope-points'
import type { Range } from '../../lib/x-range'

export interface HistoryChartProps {
  readonly envelope: Envelope | null
  readonly range: Range
  /** What stands at the right end: now, or a time. */
  readonly end: string
  readonly name: string
}

const SIZE = { width: 304, height: 116, left: 34, bottom: 18, top: 6 } as const

/** The last ten minutes of one row: band from min to max, line of means, broken where there are no scans. */
export function HistoryChart({ envelope, range, end, name }: HistoryChartProps) {
  const points = envelope ? pointsOf(envelope, range) : []
  const ys = points.flatMap(({ min, max }) => [min, max])
  const low = Math.min(0, ...ys)
  const high = Math.max(0, ...ys, low + 0.01)
  const air = (high - low) * 0.06
  const [w, h] = [SIZE.width - SIZE.left, SIZE.height - SIZE.bottom - SIZE.top]
  const x = (share: number): number => SIZE.left + share * w
  const y = (watts: number): number => SIZE.top + ((high + air - watts) / (high - low + 2 * air)) * h
  const runs = runsOf(points)
  const decimals = high - low < 0.2 ? 3 : high - low < 2 ? 2 : 1
  const ticks = [...new Set([low, (low + high) / 2, high])]
  return (
    <svg
      className="history"
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      role="img"
      aria-label={`Last 10 minutes of ${name}`}
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <path className="history-grid" d={`M${SIZE.left} ${y(tick)}H${SIZE.width}`} />
          <text x={SIZE.left - 6} y={y(tick) + 4} textAnchor="end">
            {formatFixed(tick, decimals)}
          </text>
        </g>
      ))}
      {runs.map((run) => {
        const { band, line } = runPaths(run, x, y)
        return (
          <g key={run[0]?.at}>
            <path className="history-band" d={band} />
            <path className="history-line" d={line} />
          </g>
        )
      })}
      {points.length === 0 && (
        <text x={SIZE.left + 8} y={SIZE.top + h / 2}>
          No value in the last 10 minutes
        </text>
      )}
      <text x={SIZE.left} y={SIZE.height - 4}>
        −10 min
      </text>
      <text x={SIZE.width} y={SIZE.height - 4} textAnchor="end">
        {end}
      </text>
    </svg>
  )
}
