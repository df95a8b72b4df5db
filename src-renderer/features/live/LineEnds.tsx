import type { LaneRows } from '../../lib/rows'
import type { YSpan } from '../../lib/y-domain'
import { DASHES, type DashId, type SignalColour } from '../../ui/Swatch'
import { yOf } from './lane-data'

export interface LineEndsProps {
  readonly signals: readonly {
    readonly id: string
    readonly name: string
    readonly colour: SignalColour
    readonly dash: DashId
    readonly rows: LaneRows
  }[]
  readonly seconds: number
  readonly domain: YSpan
  readonly width: number
  readonly height: number
  /** Size of type against its normal size. */
  readonly rem: number
}

/** Heights at least `apart` from each other, as near to the wanted ones as that allows, inside 0 … most. */
export function spreadOut(wanted: readonly number[], apart: number, most: number): readonly number[] {
  const order = wanted.map((_, i) => i).toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0))
  const placed = [...wanted]
  let floor = apart / 2
  for (const i of order) {
    placed[i] = Math.max(floor, wanted[i] ?? 0)
    floor = (placed[i] ?? 0) + apart
  }
  let ceiling = most - apart / 2
  for (const i of order.toReversed()) {
    placed[i] = Math.min(ceiling, placed[i] ?? 0)
    ceiling = (placed[i] ?? 0) - apart
  }
  return placed
}

/** The name of each line at its end, where two or more share a plot: which is which without reading colours. */
export function LineEnds({ signals, seconds, domain, width, height, rem }: LineEndsProps) {
  const ends = signals.flatMap((signal) => {
    const { t, mean } = signal.rows
    const last = t.findLastIndex((s) => s <= seconds)
    return last < 0
      ? []
      : [{ ...signal, wanted: yOf(mean[last] ?? 0, domain, height), x: ((t[last] ?? 0) / seconds) * width }]
  })
  if (signals.length < 2) return null
  const places = spreadOut(
    ends.map(({ wanted }) => wanted),
    14 * rem,
    height,
  )
  return (
    <svg className="lane-layer line-ends" width={width} height={height} aria-hidden="true">
      {ends.map(({ id, name, colour, dash, x }, i) => {
        const y = places[i] ?? 0
        const length = name.length * 6.4 * rem
        const textX = Math.min(width - 6, x + length + 30 * rem)
        const swatch = `M${textX - length - 20 * rem} ${y}h${14 * rem}`
        return (
          <g key={id}>
            <path d={swatch} className="line-ends-ground" />
            <path d={swatch} stroke={`var(--${colour})`} strokeDasharray={DASHES[dash].join(' ')} />
            <text x={textX} y={y + 4 * rem} textAnchor="end">
              {name}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
