import { formatFixed, formatTime, zoneOffsetMin } from '@contract/quantity'
import type { Range } from './x-range'

/** A value axis: its span, its 1-2-5 ticks and the decimals they need. */
export interface ValueTicks {
  readonly values: readonly number[]
  readonly decimals: number
}

/** A 1-2-5 step that leads to at most `most` steps over a span. */
export function niceStep(span: number, most: number): number {
  const raw = span / Math.max(1, most)
  const power = 10 ** Math.floor(Math.log10(raw))
  const lead = raw / power
  const nice = lead <= 1 + 1e-9 ? 1 : lead <= 2 + 1e-9 ? 2 : lead <= 5 + 1e-9 ? 5 : 10
  return nice * power
}

/** Two labels of a value axis stand this far apart where there is room, and never nearer than the second figure. */
const [APART_PX, LEAST_APART_PX] = [17, 12]

/** Up to six 1-2-5 ticks; `heightPx` is what the span takes, `rem` the size of type against its normal size. */
export function valueTicks(low: number, high: number, heightPx: number, rem = 1): ValueTicks {
  const most = (apart: number): number => Math.min(5, Math.max(1, Math.floor(heightPx / (apart * rem))))
  const roomy = ticksOf(low, high, niceStep(high - low, most(APART_PX)))
  return roomy.values.length > 1 ? roomy : ticksOf(low, high, niceStep(high - low, most(LEAST_APART_PX)))
}

function ticksOf(low: number, high: number, step: number): ValueTicks {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  const values: number[] = []
  for (let k = Math.ceil(low / step - 1e-6); k * step <= high + step * 1e-6; k++) values.push(k === 0 ? 0 : k * step)
  return { values, decimals }
}

const SECOND = 1e6
const [MINUTE, HOUR, DAY] = [60 * SECOND, 3_600 * SECOND, 86_400 * SECOND]
/** Steps of a time ruler in microseconds. */
const STEPS = [
  ...[1e2, 2e2, 5e2, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5],
  ...[1, 2, 5, 10, 15, 30].map((s) => s * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((m) => m * MINUTE),
  ...[1, 2, 3, 6, 12].map((h) => h * HOUR),
  ...[1, 2, 7, 14, 28, 91, 364].map((d) => d * DAY),
]

/** How times are written: 'relative' counts from `originUs`. */
export interface TimeScale {
  readonly mode: 'local' | 'utc' | 'relative'
  readonly zone: string
  readonly originUs: number
}

export interface TimeTick {
  readonly tUs: number
  readonly label: string
}

/** Labels at least `apartPx` apart, on whole seconds, minutes, hours or days of the zone that is shown. */
export function timeTicks(range: Range, widthPx: number, scale: TimeScale, apartPx = 90): readonly TimeTick[] {
  const perPx = (range.toUs - range.fromUs) / Math.max(1, widthPx)
  const step = STEPS.find((s) => s / perPx >= apartPx) ?? DAY * 364
  const baseUs = scale.mode === 'relative' ? scale.originUs : -zoneOffsetMin(range.fromUs, zoneOf(scale)) * MINUTE
  const ticks: TimeTick[] = []
  for (let k = Math.ceil((range.fromUs - baseUs) / step); baseUs + k * step <= range.toUs; k++) {
    const tUs = Math.round(baseUs + k * step)
    ticks.push({ tUs, label: timeLabel(tUs, scale, step) })
  }
  return ticks
}

export const zoneOf = (scale: TimeScale): string => (scale.mode === 'local' ? scale.zone : 'UTC')

/** Decimals of a second that a step of this many microseconds needs. */
const decimalsFor = (stepUs: number): number => (stepUs >= SECOND ? 0 : stepUs >= 1e3 ? 3 : 6)

/** A moment as the ruler writes it, with as many decimals as the step between two labels asks for. */
export function timeLabel(tUs: number, scale: TimeScale, stepUs: number): string {
  const decimals = decimalsFor(stepUs)
  if (scale.mode !== 'relative') return formatTime(tUs, zoneOf(scale), decimals)
  const s = (tUs - scale.originUs) / 1e6
  const sign = s < 0 ? '\u2212' : '+'
  const size = Math.abs(s)
  if (size < 60) return `${sign}${formatFixed(size, decimals)}\u00a0s`
  const [h, m] = [Math.floor(size / 3_600), Math.floor(size / 60) % 60]
  const rest = formatFixed(size % 60, decimals).padStart(decimals === 0 ? 2 : decimals + 3, '0')
  return `${sign}${h > 0 ? `${h}:${String(m).padStart(2, '0')}` : m}:${rest}`
}
