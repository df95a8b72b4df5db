import type { Envelope } from '@contract/model'
import { formatFixed } from '@contract/quantity'
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
  const runs = points.reduce<Point[][]>((found, point) => {
    if (point.begins || found.length === 0) found.push([])
    found.at(-1)?.push(point)
    return found
  }, [])
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
        const line = run.map(({ at, mean }) => `${x(at).toFixed(1)} ${y(mean).toFixed(1)}`).join('L')
        const top = run.map(({ at, max }) => `${x(at).toFixed(1)} ${y(max).toFixed(1)}`)
        const bottom = run.toReversed().map(({ at, min }) => `${x(at).toFixed(1)} ${y(min).toFixed(1)}`)
        return (
          <g key={run[0]?.at}>
            <path className="history-band" d={`M${[...top, ...bottom].join('L')}Z`} />
            <path className="history-line" d={run.length === 1 ? `M${line}h1` : `M${line}`} />
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

interface Point {
  /** 0 … 1 of the range. */
  readonly at: number
  readonly mean: number
  readonly min: number
  readonly max: number
  /** Nothing was measured before it. */
  readonly begins: boolean
}

/** Longer without a scan than this many times the usual distance is a gap. */
const GAP = 3

function pointsOf({ startUs, stepUs, n, mean, min, max }: Envelope, { fromUs, toUs }: Range): readonly Point[] {
  const filled: number[] = []
  for (let i = 0; i < n.length; i++) if (n[i] && Number.isFinite(mean[i])) filled.push(i)
  const steps = filled.slice(1).map((i, k) => i - (filled[k] ?? 0))
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 1
  return filled
    .map((i, k) => ({
      at: (startUs + (i + 0.5) * stepUs - fromUs) / (toUs - fromUs),
      mean: mean[i] ?? Number.NaN,
      min: min[i] ?? Number.NaN,
      max: max[i] ?? Number.NaN,
      begins: k === 0 || i - (filled[k - 1] ?? i) > usual * GAP,
    }))
    .filter(({ at }) => at >= 0 && at <= 1)
}
