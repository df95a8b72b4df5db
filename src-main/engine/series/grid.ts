import type { TimeUs } from '@contract/model'

/** Equal time buckets: bucket i covers startUs + i·stepUs < t ≤ startUs + (i+1)·stepUs. Start and step are integers. */
export interface Grid {
  readonly startUs: TimeUs
  readonly stepUs: number
  readonly count: number
}

/** At most `buckets` equal buckets of whole microseconds that cover fromUs < t ≤ toUs. An empty span has no buckets. */
export function planGrid(fromUs: TimeUs, toUs: TimeUs, buckets: number): Grid {
  const span = toUs - fromUs
  if (!(span > 0)) return { startUs: fromUs, stepUs: 1, count: 0 }
  const stepUs = Math.max(1, Math.ceil(span / Math.max(1, Math.floor(buckets))))
  return { startUs: fromUs, stepUs, count: Math.ceil(span / stepUs) }
}

/** Number of the bucket that holds `t`, counted from startUs; exact for whole microseconds. May be negative or beyond the end. */
export function bucketOf(t: TimeUs, startUs: TimeUs, stepUs: number): number {
  return Math.ceil((t - startUs) / stepUs) - 1
}

/** Index of the first stamp that is greater than `t`; `end` when there is none. Stamps rise. */
export function firstAfter(timesUs: Float64Array, t: TimeUs, start = 0, end = timesUs.length): number {
  let low = start
  let high = end
  while (low < high) {
    const middle = (low + high) >>> 1
    if (timesUs[middle]! > t) high = middle
    else low = middle + 1
  }
  return low
}
