import type { Envelope, TimeUs } from '@contract/model'
import { bucketOf, firstAfter, type Grid } from './grid'
import { type Level, maxAt, minAt, sumAt } from './level'

/** Numbers of one channel as they are stored; integers beyond 2^53 are folded as the nearest double. */
export type Numbers = Float64Array | BigInt64Array | BigUint64Array

/** What is known of a run of samples without reading them. NaN samples are not counted in `n`. */
export interface RunSummary {
  readonly firstUs: TimeUs
  readonly lastUs: TimeUs
  readonly n: number
  readonly min: number
  readonly max: number
  readonly sum: number
}

/** Folds raw rows and summaries of one channel into the buckets of a grid. A one-sample spike is never lost; NaN is skipped. */
export class EnvelopeFolder {
  private readonly n: Float64Array
  private readonly min: Float64Array
  private readonly max: Float64Array
  private readonly sum: Float64Array

  constructor(private readonly grid: Grid) {
    this.n = new Float64Array(grid.count)
    this.min = new Float64Array(grid.count).fill(Number.NaN)
    this.max = new Float64Array(grid.count).fill(Number.NaN)
    this.sum = new Float64Array(grid.count)
  }

  /** Rows start ≤ i < end; what lies outside the grid is ignored. */
  addRows(timesUs: Float64Array, values: Numbers, start = 0, end = timesUs.length): void {
    const { startUs, stepUs, count } = this.grid
    let bucket = -1
    let lowUs = Number.POSITIVE_INFINITY
    let highUs = Number.NEGATIVE_INFINITY
    for (let i = start; i < end; i++) {
      const t = timesUs[i]!
      const value = Number(values[i]!)
      if (Number.isNaN(value)) continue
      if (t > highUs || t <= lowUs) {
        bucket = bucketOf(t, startUs, stepUs)
        lowUs = startUs + bucket * stepUs
        highUs = lowUs + stepUs
      }
      if (bucket >= 0 && bucket < count) this.fold(bucket, 1, value, value, value)
    }
  }

  /** True when the run lies in one bucket or wholly outside the grid, and is done; false when its rows are needed. */
  addSummary(run: RunSummary): boolean {
    const bucket = wholeIn(this.grid, run.firstUs, run.lastUs)
    if (bucket === null) return false
    if (bucket >= 0 && run.n > 0) this.fold(bucket, run.n, run.min, run.max, run.sum)
    return true
  }

  /** One column of kept buckets whose step divides that of the grid; the grid starts at a multiple of it. */
  addLevel(level: Level, column: number): void {
    const { startUs, stepUs, count } = this.grid
    const { endsUs, figures, counts } = level
    const size = endsUs.length
    const mins = minAt(level, column)
    const maxs = maxAt(level, column)
    const sums = sumAt(level, column)
    for (let i = firstAfter(endsUs, startUs); i < size; i++) {
      const bucket = bucketOf(endsUs[i]!, startUs, stepUs)
      if (bucket >= count) return
      const n = counts[column * size + i]!
      if (n > 0) this.fold(bucket, n, figures[mins + i]!, figures[maxs + i]!, figures[sums + i]!)
    }
  }

  /** The buckets so far. May be called again after more was added. */
  result(): Envelope {
    const { startUs, stepUs } = this.grid
    const mean = this.sum.map((sum, i) => sum / this.n[i]!)
    return { startUs, stepUs, n: this.n.slice(), min: this.min.slice(), max: this.max.slice(), mean }
  }

  private fold(bucket: number, n: number, min: number, max: number, sum: number): void {
    const had = this.n[bucket]! > 0
    if (!had || min < this.min[bucket]!) this.min[bucket] = min
    if (!had || max > this.max[bucket]!) this.max[bucket] = max
    this.sum[bucket] = this.sum[bucket]! + sum
    this.n[bucket] = this.n[bucket]! + n
  }
}

/** The bucket that holds the whole run, −1 when the run lies outside the grid, null when it straddles an edge. */
export function wholeIn(grid: Grid, firstUs: TimeUs, lastUs: TimeUs): number | null {
  const first = bucketOf(firstUs, grid.startUs, grid.stepUs)
  const last = bucketOf(lastUs, grid.startUs, grid.stepUs)
  if (last < 0 || first >= grid.count) return -1
  return first === last ? first : null
}
