import type { TimeUs } from '@contract/model'
import type { EnvelopeFolder, Numbers } from './envelope'
import { bucketOf } from './grid'

/**
 * The newest `capacity` buckets of one step on the absolute grid (bucket k covers k·stepUs < t ≤ (k+1)·stepUs),
 * min/max/sum/n for every channel of a source. Fixed memory: 32 bytes a bucket and channel.
 */
export class BucketRing {
  /** Bucket number + 1 a slot holds; 0 while it was never used. */
  private readonly owner: Float64Array
  private readonly n: readonly Float64Array[]
  private readonly min: readonly Float64Array[]
  private readonly max: readonly Float64Array[]
  private readonly sum: readonly Float64Array[]
  private newest = -1
  private oldest = -1

  constructor(
    readonly stepUs: number,
    readonly capacity: number,
    channels: number,
  ) {
    const arrays = () => Array.from({ length: channels }, () => new Float64Array(capacity))
    this.owner = new Float64Array(capacity)
    this.n = arrays()
    this.min = arrays()
    this.max = arrays()
    this.sum = arrays()
  }

  /** Everything with t > sinceUs is held; −∞ while nothing was dropped. */
  get sinceUs(): TimeUs {
    return this.newest - this.oldest < this.capacity
      ? Number.NEGATIVE_INFINITY
      : (this.newest - this.capacity + 1) * this.stepUs
  }

  /** Stamps rise, also from call to call, and are positive. */
  add(timesUs: Float64Array, values: readonly Numbers[]): void {
    for (let i = 0; i < timesUs.length; i++) {
      const bucket = bucketOf(timesUs[i]!, 0, this.stepUs)
      const slot = bucket % this.capacity
      if (this.owner[slot] !== bucket + 1) this.claim(slot, bucket)
      for (let c = 0; c < values.length; c++) {
        const value = Number(values[c]![i]!)
        if (!Number.isNaN(value)) this.fold(c, slot, value)
      }
    }
  }

  /**
   * Hands the buckets from ≤ k ≤ to of one channel to a folder. `asPoint` places a bucket by its end, for grids finer than
   * this ring or not aligned with it; otherwise each bucket must lie within one of the folder's.
   */
  give(channel: number, from: number, to: number, folder: EnvelopeFolder, asPoint: boolean): void {
    const first = Math.max(from, this.oldest, this.newest - this.capacity + 1)
    const last = Math.min(to, this.newest)
    for (let bucket = first; bucket <= last; bucket++) {
      const slot = bucket % this.capacity
      const n = this.n[channel]![slot]!
      if (this.owner[slot] !== bucket + 1 || n === 0) continue
      const lastUs = (bucket + 1) * this.stepUs
      folder.addSummary({
        firstUs: asPoint ? lastUs : bucket * this.stepUs + 1,
        lastUs,
        n,
        min: this.min[channel]![slot]!,
        max: this.max[channel]![slot]!,
        sum: this.sum[channel]![slot]!,
      })
    }
  }

  private claim(slot: number, bucket: number): void {
    this.owner[slot] = bucket + 1
    if (this.oldest < 0) this.oldest = bucket
    this.newest = bucket
    for (const n of this.n) n[slot] = 0
  }

  private fold(c: number, slot: number, value: number): void {
    const n = this.n[c]![slot]!
    if (n === 0 || value < this.min[c]![slot]!) this.min[c]![slot] = value
    if (n === 0 || value > this.max[c]![slot]!) this.max[c]![slot] = value
    this.sum[c]![slot] = n === 0 ? value : this.sum[c]![slot]! + value
    this.n[c]![slot] = n + 1
  }
}
