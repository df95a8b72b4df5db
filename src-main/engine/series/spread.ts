import type { ChannelStats, Spread } from '@contract/series'
import type { Numbers } from './envelope'
import { ExactSum } from './exact-sum'
import { QuantileSearch } from './quantiles'

const QS = [0.05, 0.5, 0.95, 0.99] as const

/** Values looked at at once. */
const SCRATCH = 4_096
const clean = new Float64Array(SCRATCH)
const squares = new Float64Array(SCRATCH)

/** What the first look at the values said. */
type Known = Pick<ChannelStats, 'n' | 'mean' | 'min' | 'max'>

/**
 * Standard deviation, median and percentiles of a selection from its raw values, in bounded memory. The same values are shown
 * pass after pass until `done`: twice, seldom some times more. Correctly rounded sums make σ the same in any order; percentiles
 * are interpolated linearly at rank (n − 1)·q.
 */
export class SpreadSearch {
  private readonly squares = new ExactSum()
  private readonly search: QuantileSearch
  private passes = 0

  constructor(private readonly known: Known) {
    this.search = new QuantileSearch(known.n, QS, known)
  }

  get done(): boolean {
    return this.known.n === 0 || (this.passes > 0 && this.search.done)
  }

  /** The next values of this pass; NaN among them are left out. */
  take(values: Numbers): void {
    const { mean } = this.known
    for (let at = 0; at < values.length; at += SCRATCH) {
      const count = cleaned(values, at, Math.min(values.length, at + SCRATCH))
      this.search.take(clean, count)
      if (this.passes > 0) continue
      for (let i = 0; i < count; i++) squares[i] = (clean[i]! - mean) * (clean[i]! - mean)
      this.squares.addAll(squares, count)
    }
  }

  /** All values were shown. */
  endPass(): void {
    this.search.endPass()
    this.passes += 1
  }

  /** NaN where there are no values. */
  result(): Spread {
    const { n } = this.known
    const [p5 = Number.NaN, median = Number.NaN, p95 = Number.NaN, p99 = Number.NaN] = this.search.result()
    return { sigma: n > 0 ? Math.sqrt(this.squares.value() / n) : Number.NaN, median, p5, p95, p99 }
  }
}

/** The spread of values that are at hand; `values` gives the same ones again at each call. */
export function spreadOf(values: () => Iterable<Numbers>, known: Known): Spread {
  const search = new SpreadSearch(known)
  while (!search.done) {
    for (const piece of values()) search.take(piece)
    search.endPass()
  }
  return search.result()
}

/** Copies values at ≤ i < end as doubles to the scratch, NaN left out and −0 as 0; returns how many. */
function cleaned(values: Numbers, at: number, end: number): number {
  let count = 0
  if (values instanceof Float64Array) {
    for (let i = at; i < end; i++) {
      const value = values[i]!
      if (!Number.isNaN(value)) clean[count++] = value + 0
    }
  } else {
    for (let i = at; i < end; i++) clean[count++] = Number(values[i])
  }
  return count
}
