import type { Spread } from '@contract/series'
import type { Numbers } from './envelope'
import { ExactSum } from './exact-sum'
import { quantiles } from './quantiles'

const QS = [0.05, 0.5, 0.95, 0.99] as const

/**
 * Standard deviation, median and percentiles of a selection from its raw values. `values` gives the same values again at each
 * call: they are looked at twice and, when there are millions, a few times more, in bounded memory. Correctly rounded sums make σ
 * the same in any order; percentiles are interpolated linearly at rank (n − 1)·q.
 */
export function spreadOf(values: () => Iterable<Numbers>, n: number, mean: number): Spread {
  const squares = new ExactSum()
  for (const piece of values()) {
    for (const raw of piece) {
      const away = Number(raw) - mean
      if (!Number.isNaN(away)) squares.add(away * away)
    }
  }
  const [p5 = Number.NaN, median = Number.NaN, p95 = Number.NaN, p99 = Number.NaN] = quantiles(values, n, QS)
  return { sigma: n > 0 ? Math.sqrt(squares.value() / n) : Number.NaN, median, p5, p95, p99 }
}
