import { niceStep } from './ticks'

/** The span of a value axis, low < high, in the lane's unit. */
export interface YSpan {
  readonly low: number
  readonly high: number
}

/** A lane's value axis over time: it grows at once and shrinks only when it was too wide for 3 s. */
export interface YDomain extends YSpan {
  /** Since when a tighter span would do; null while the present one is right. */
  readonly looseSinceMs: number | null
}

export const SHRINK_AFTER_MS = 3_000

export interface YRule {
  /** The axis starts at zero (power, current) unless the data are negative. */
  readonly fromZero: boolean
  /** The smallest span worth drawing, in the lane's unit. */
  readonly least: number
  /** The axis ends here at most, unless the data go beyond; null where there is no natural end. */
  readonly most: number | null
  /** The axis of a lane that never had a sample. */
  readonly empty: readonly [number, number]
}

/** The 1-2-5 span that holds the data with a little air above, whole steps at both ends. */
export function fitted(low: number, high: number, rule: YRule): YSpan {
  const [from, to] = rule.fromZero ? [Math.min(0, low), Math.max(0, high)] : [low, high]
  const span = Math.max(to - from, rule.least)
  const middle = (from + to) / 2
  const [a, b] = rule.fromZero ? [from, Math.max(to, from + span)] : [middle - span / 2, middle + span / 2]
  const step = niceStep(b - a, 5)
  const air = span * 0.06
  const top = Math.ceil((b + air) / step - 1e-9) * step
  return {
    low: Math.floor((rule.fromZero && from === 0 ? a : a - air) / step + 1e-9) * step,
    high: rule.most !== null && high <= rule.most ? Math.min(top, rule.most) : top,
  }
}

/** The next domain; `extent` null (no data) keeps what is there. `nowMs` is any monotonic clock. */
export function nextDomain(
  held: YDomain | null,
  extent: readonly [number, number] | null,
  rule: YRule,
  nowMs: number,
): YDomain {
  if (extent === null) return held ?? { low: rule.empty[0], high: rule.empty[1], looseSinceMs: null }
  const fit = fitted(extent[0], extent[1], rule)
  if (held === null) return { ...fit, looseSinceMs: null }
  const grows = fit.low < held.low || fit.high > held.high
  if (grows) return { low: Math.min(fit.low, held.low), high: Math.max(fit.high, held.high), looseSinceMs: null }
  if (fit.low === held.low && fit.high === held.high) {
    return held.looseSinceMs === null ? held : { ...held, looseSinceMs: null }
  }
  const since = held.looseSinceMs ?? nowMs
  if (nowMs - since >= SHRINK_AFTER_MS) return { ...fit, looseSinceMs: null }
  return held.looseSinceMs === null ? { ...held, looseSinceMs: since } : held
}

/** Closer or wider than this no axis goes, in its SI unit. */
const SPANS = { least: 1e-6, most: 1e12 } as const

/** Zooms about a value: what is under the pointer stays under it. `factor` below 1 shows less. */
export function zoomY({ low, high }: YSpan, aboutValue: number, factor: number): YSpan {
  const span = high - low
  const finest = Math.max(SPANS.least, Math.abs(aboutValue) * 1e-9)
  const wanted = Math.min(Math.max(span * factor, finest), SPANS.most)
  const from = aboutValue - ((aboutValue - low) / span) * wanted
  return { low: from, high: from + wanted }
}

export const shiftY = ({ low, high }: YSpan, by: number): YSpan => ({ low: low + by, high: high + by })
