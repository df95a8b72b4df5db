import type { Cadence } from './cadence'
import type { Meaning } from './meaning'

const TWO_32 = 2 ** 32
const TWO_64 = 2 ** 64

/** Steps looked at on both sides of a fall to know what is usual there. */
const NEIGHBOURS = 24

/** A rise through a wrap may be this many times the biggest one nearby; after a hole it must fit better. */
const PLAUSIBLE = 4
const PLAUSIBLE_AFTER_HOLE = 1.5

/** What a counter did. Everything in the counter's own unit (µJ, bytes …), not yet divided. */
export interface Unwrapped {
  /** Total since the last reset, wraps added; NaN where there is no value or it was refused. The given array when nothing was changed. */
  readonly totals: Float64Array
  /** Change since the row before; NaN at the start, in holes, at resets and where a value is missing. */
  readonly rises: Float64Array
  readonly delta: number
  /** Microseconds over which `delta` came about. */
  readonly overUs: number
  readonly wraps: number
  /** Rows at which the counter began anew. */
  readonly resets: readonly number[]
  /** Values that cannot be true and were left out. */
  readonly refused: number
}

type Fall =
  | { readonly is: 'wrap'; readonly range: number; readonly rise: number }
  | { readonly is: 'reset' }
  | { readonly is: 'glitch'; readonly until: number }

/**
 * Makes a rising total of a counter. On a fall: zeros between higher values are a reader that failed (left out); a range whose
 * wrap gives a rise as usual there is a wrap (RAPL ranges, 2^32, 2^64); else the counter was reset and the series breaks. Holes are
 * bridged in the total, not in the rises. `exact` holds integers beyond 2^53 modulo 2^64. Rows sorted by rising time.
 */
export function unwrap(
  timesUs: Float64Array,
  values: Float64Array,
  exact: BigInt64Array | null,
  meaning: Pick<Meaning, 'ranges' | 'rateCap' | 'divisor'>,
  cadence: Cadence,
): Unwrapped {
  const run = new Run(timesUs, values, exact, meaning, cadence)
  return run.walk()
}

class Run {
  private readonly n: number
  private readonly rises: Float64Array
  private totals: Float64Array
  private readonly signed: boolean
  /** Per second, in the counter's own unit. */
  private readonly capPerS: number
  private readonly resets: number[] = []
  private delta = 0
  private overUs = 0
  private wraps = 0
  private refused = 0
  private offset = 0

  constructor(
    private readonly timesUs: Float64Array,
    private readonly values: Float64Array,
    private readonly exact: BigInt64Array | null,
    private readonly meaning: Pick<Meaning, 'ranges' | 'rateCap' | 'divisor'>,
    private readonly cadence: Cadence,
  ) {
    this.n = values.length
    this.rises = new Float64Array(this.n).fill(Number.NaN)
    this.totals = values
    this.signed = values.some((value) => value < 0)
    this.capPerS = meaning.rateCap * meaning.divisor
  }

  walk(): Unwrapped {
    let last = -1
    for (let i = 0; i < this.n; i++) {
      if (Number.isNaN(this.values[i]!)) continue
      if (last >= 0) {
        const rise = this.rise(last, i)
        if (rise >= 0 || this.signed) this.take(last, i, rise)
        else {
          const fall = this.judge(last, i, rise)
          if (fall.is === 'glitch') {
            for (let k = i; k < fall.until; k++) this.refuse(k)
            i = fall.until - 1
            continue
          }
          if (fall.is === 'wrap') {
            this.wraps += 1
            this.offset += fall.range
            this.take(last, i, fall.rise)
          } else this.reset(i)
        }
      }
      if (this.offset !== 0) this.own()[i] = this.values[i]! + this.offset
      last = i
    }
    const { totals, rises, delta, overUs, wraps, resets, refused } = this
    return { totals, rises, delta, overUs, wraps, resets, refused }
  }

  private take(from: number, to: number, rise: number): void {
    const us = this.timesUs[to]! - this.timesUs[from]!
    if (Math.abs(rise) * 1e6 > this.capPerS * us) {
      this.reset(to)
      return
    }
    this.delta += rise
    this.overUs += us
    if (us <= this.cadence.breakUs && to === from + 1) this.rises[to] = rise
  }

  private reset(at: number): void {
    this.resets.push(at)
    this.offset = 0
  }

  private refuse(at: number): void {
    this.own()[at] = Number.NaN
    this.refused += 1
  }

  /** The totals as an array that may be changed. */
  private own(): Float64Array {
    if (this.totals === this.values) this.totals = this.values.slice()
    return this.totals
  }

  private rise(from: number, to: number): number {
    const { exact, values } = this
    if (!exact) return values[to]! - values[from]!
    const difference = exact[to]! - exact[from]!
    return Number(this.signed ? difference : unsigned(exact[to]!) - unsigned(exact[from]!))
  }

  private judge(from: number, to: number, rise: number): Fall {
    const { values, timesUs, cadence } = this
    if (values[to] === 0) {
      let next = to
      while (next < this.n && (values[next] === 0 || Number.isNaN(values[next]!))) next += 1
      if (next < this.n && this.rise(from, next) >= 0) return { is: 'glitch', until: next }
    }
    const us = timesUs[to]! - timesUs[from]!
    const usual = this.usualRates(from, to)
    const allowed = usual.most * (us > cadence.breakUs ? PLAUSIBLE_AFTER_HOLE : PLAUSIBLE)
    const most = Math.max(values[from]!, usual.biggest)
    const fitting = [...this.meaning.ranges, TWO_32, TWO_64]
      .filter((range) => range >= most)
      .map((range) => ({ range, rise: this.through(range, from, to, rise) }))
      .map((wrap) => ({ ...wrap, perUs: wrap.rise / us }))
      .filter(({ perUs }) => perUs <= allowed && perUs * 1e6 <= this.capPerS)
      .sort((a, b) => Math.abs(a.perUs - usual.median) - Math.abs(b.perUs - usual.median))
    return fitting[0] ? { is: 'wrap', range: fitting[0].range, rise: fitting[0].rise } : { is: 'reset' }
  }

  /** The rise through a wrap; exact where doubles are too coarse. */
  private through(range: number, from: number, to: number, rise: number): number {
    const { exact } = this
    return exact && range === TWO_64 ? Number(unsigned(exact[to]! - exact[from]!)) : rise + range
  }

  /** Rates around a fall, per microsecond, and the biggest value there. */
  private usualRates(from: number, to: number) {
    const rates: number[] = []
    let biggest = 0
    const look = (a: number, b: number) => {
      const rise = this.rise(a, b)
      const us = this.timesUs[b]! - this.timesUs[a]!
      if (rise >= 0 && us <= this.cadence.breakUs) rates.push(rise / us)
      biggest = Math.max(biggest, this.values[a]! || 0, this.values[b]! || 0)
    }
    for (let i = from; i > Math.max(0, from - NEIGHBOURS); i--) look(i - 1, i)
    for (let i = to + 1; i < Math.min(this.n, to + NEIGHBOURS); i++) look(i - 1, i)
    rates.sort((a, b) => a - b)
    return { median: rates[Math.floor(rates.length / 2)] ?? 0, most: rates.at(-1) ?? 0, biggest }
  }
}

const unsigned = (value: bigint): bigint => BigInt.asUintN(64, value)

/**
 * Rates per second out of rises: from row to row, or over at least `overS` seconds (whole jiffies at 0.1 s would jump by 10 %).
 * NaN at the start of a stretch until that long has passed.
 */
export function ratesOf(timesUs: Float64Array, rises: Float64Array, overS: number, perUnit: number): Float64Array {
  const n = rises.length
  const rates = new Float64Array(n).fill(Number.NaN)
  // A little less, so that ten steps of 0.1 s that jitter are a second.
  const windowUs = overS * 1e6 * 0.95
  let start = 0
  let sum = 0
  let tail = 0
  for (let i = 1; i < n; i++) {
    if (Number.isNaN(rises[i]!)) {
      start = i
      tail = i
      sum = 0
      continue
    }
    sum += rises[i]!
    while (tail + 1 < i && timesUs[i]! - timesUs[tail + 1]! >= windowUs) {
      tail += 1
      sum -= rises[tail]!
    }
    const us = timesUs[i]! - timesUs[tail]!
    if (overS === 0) rates[i] = (rises[i]! * perUnit) / (us / 1e6)
    else if (us >= windowUs && tail >= start) rates[i] = (sum * perUnit) / (us / 1e6)
  }
  return rates
}
