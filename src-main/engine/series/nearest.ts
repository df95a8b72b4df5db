import type { TimeUs } from '@contract/model'
import type { NearestRequest, SampleAt } from '@contract/series'
import type { Numbers } from './envelope'
import { firstAfter } from './grid'

export type Side = NearestRequest['side']
/** One value of a channel; NaN is none. */
export type Sample = Omit<SampleAt, 'channel'>

/** The time a sample on the earlier side has at most, and after which one on the later side lies. Stamps are whole microseconds. */
export const earlierUntil = (tUs: TimeUs, side: Side): TimeUs => (side === 'before' ? tUs - 1 : tUs)

/** The newest value with t ≤ untilUs among rows in time order. */
export function newestUntil(timesUs: Float64Array, values: Numbers, untilUs: TimeUs): Sample | null {
  for (let i = firstAfter(timesUs, untilUs) - 1; i >= 0; i--) {
    const value = Number(values[i])
    if (!Number.isNaN(value)) return { tUs: timesUs[i]!, value }
  }
  return null
}

/** The oldest value with t > afterUs among rows in time order. */
export function oldestAfter(timesUs: Float64Array, values: Numbers, afterUs: TimeUs): Sample | null {
  for (let i = firstAfter(timesUs, afterUs); i < timesUs.length; i++) {
    const value = Number(values[i])
    if (!Number.isNaN(value)) return { tUs: timesUs[i]!, value }
  }
  return null
}

/** Which of the neighbours of tUs is meant; each is looked for only when it can be. */
export function chosen(
  tUs: TimeUs,
  side: Side,
  before: () => Sample | null,
  after: () => Sample | null,
): Sample | null {
  if (side === 'before') return before()
  if (side === 'after') return after()
  const [earlier, later] = [before(), after()]
  if (!earlier || !later) return earlier ?? later
  return tUs - earlier.tUs <= later.tUs - tUs ? earlier : later
}
