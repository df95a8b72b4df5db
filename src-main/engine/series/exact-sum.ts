/**
 * Sums doubles without losing anything: the result is the true sum rounded once, whatever the order.
 * Source: J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997; rounding as in Python's math.fsum.
 * Infinities and NaN come out as a plain sum would give them. State is bounded (at most about 40 doubles).
 */
export class ExactSum {
  /** Non-overlapping, from small to large; their exact sum is the sum of all finite values. */
  private partials: number[] = []
  /** Plain sum of the values that are not finite; 0 while there are none. */
  private special = 0

  add(value: number): void {
    if (!Number.isFinite(value)) {
      this.special += value
      return
    }
    const { partials } = this
    let x = value
    let kept = 0
    for (let i = 0; i < partials.length; i++) {
      let y = partials[i]!
      if (Math.abs(x) < Math.abs(y)) {
        const larger = y
        y = x
        x = larger
      }
      const high = x + y
      const low = y - (high - x)
      if (low !== 0) partials[kept++] = low
      x = high
    }
    if (!Number.isFinite(x)) {
      this.special += x
      partials.length = 0
      return
    }
    partials.length = kept
    partials.push(x)
  }

  /** The sum so far, correctly rounded; 0 when nothing was added. */
  value(): number {
    if (this.special !== 0) return this.special
    const { partials } = this
    let n = partials.length
    if (n === 0) return 0
    let high = partials[--n]!
    let low = 0
    while (n > 0) {
      const x = high
      const y = partials[--n]!
      high = x + y
      low = y - (high - x)
      if (low !== 0) break
    }
    // Half-way cases: what lies below the last two partials decides the direction.
    if (n > 0 && low !== 0 && low < 0 === partials[n - 1]! < 0) {
      const doubled = low * 2
      const rounded = high + doubled
      if (doubled === rounded - high) high = rounded
    }
    return high
  }
}

/** The correctly rounded sum of a list. */
export function exactSum(values: Iterable<number>): number {
  const sum = new ExactSum()
  for (const value of values) sum.add(value)
  return sum.value()
}
