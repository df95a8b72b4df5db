/** Up to here values are simply sorted. */
const SORTED = 32_768

/** Values kept at once: 8 MB. More than that between two bounds are counted once more, more finely. */
const HELD = 1_048_576

/** Counters of one pass: an interval is narrowed 65 536 times by each. */
const BIN_BITS = 16
const BINS = 1 << BIN_BITS

const SIGN = 0x8000_0000
/** Place of the half of a double that holds sign and exponent. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0

/**
 * Exact quantiles of a sample in bounded memory, however long it is: q = 0.5 is the median. Between two neighbours the value is
 * interpolated linearly at rank (n − 1)·q (Hyndman and Fan's type 7, as numpy and R do by default).
 *
 * The sample is shown pass after pass until `done`: the same n values each time, without NaN and −0, all within min … max.
 * Two passes are usual: values are counted by their leading bits, then the few around the wanted ranks are kept and sorted.
 */
export class QuantileSearch {
  private intervals: readonly Interval[]
  private readonly found = new Map<number, number>()

  /** `held` and `sorted` bound the memory; tests make them small. */
  constructor(
    private readonly n: number,
    private readonly qs: readonly number[],
    { min, max }: { readonly min: number; readonly max: number },
    private readonly held = HELD,
    sorted = SORTED,
  ) {
    const ranks = qs.flatMap((q) => [Math.floor((n - 1) * q), Math.ceil((n - 1) * q)])
    const whole = { min: min + 0, max: max + 0, count: n, ranks: new Map(ranks.map((rank) => [rank, rank])) }
    this.intervals = n === 0 ? [] : this.opened([whole], Math.min(sorted, held))
  }

  get done(): boolean {
    return this.intervals.length === 0
  }

  /** The next of this pass: the first `count` of `values`. */
  take(values: Float64Array, count: number): void {
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * count)
    for (const interval of this.intervals) interval.take(values, words, count)
  }

  /** Everything was shown. */
  endPass(): void {
    const closer: Part[] = []
    for (const interval of this.intervals) {
      for (const part of interval.parts()) {
        if (part.min === part.max) for (const rank of part.ranks.keys()) this.found.set(rank, part.min)
        else closer.push(part)
      }
    }
    this.intervals = this.opened(closer, this.held)
  }

  /** One value per q; NaN for an empty sample. */
  result(): readonly number[] {
    const at = (rank: number) => this.found.get(rank) ?? Number.NaN
    return this.qs.map((q) => {
      const rank = (this.n - 1) * q
      const low = at(Math.floor(rank))
      const high = at(Math.ceil(rank))
      return low + (high - low) * (rank - Math.floor(rank))
    })
  }

  /** Few values are kept, many counted. */
  private opened(parts: readonly Part[], held: number): readonly Interval[] {
    let left = held
    return parts.map((part) => {
      if (part.count > left) return new Counting(part)
      left -= part.count
      return new Keeping(part)
    })
  }
}

/** Wanted ranks that lie among the `count` values from min to max, with how many of these lie below each. */
interface Part {
  readonly min: number
  readonly max: number
  readonly count: number
  readonly ranks: ReadonlyMap<number, number>
}

interface Interval {
  take(values: Float64Array, words: Uint32Array, count: number): void
  /** Closer bounds around each rank once all values were taken. */
  parts(): readonly Part[]
}

class Keeping implements Interval {
  private readonly kept: Float64Array
  private held = 0

  constructor(private readonly part: Part) {
    this.kept = new Float64Array(part.count)
  }

  take(values: Float64Array, _words: Uint32Array, count: number): void {
    const { min, max } = this.part
    const { kept } = this
    let held = this.held
    for (let i = 0; i < count; i++) {
      const value = values[i]!
      if (value >= min && value <= max) kept[held++] = value
    }
    this.held = held
  }

  parts(): readonly Part[] {
    this.kept.sort()
    return [...this.part.ranks].map(([rank, below]) => {
      const value = this.kept[below] ?? Number.NaN
      return { min: value, max: value, count: 1, ranks: new Map([[rank, below]]) }
    })
  }
}

/** Counts by the first bits that differ within the interval, and knows the smallest and largest value of each count. */
class Counting implements Interval {
  private readonly counts = new Float64Array(BINS)
  private readonly lows = new Float64Array(BINS).fill(Number.POSITIVE_INFINITY)
  private readonly highs = new Float64Array(BINS).fill(Number.NEGATIVE_INFINITY)
  private readonly upper: boolean
  private readonly origin: number
  private readonly shift: number

  constructor(private readonly part: Part) {
    const [low, high] = [keyOf(part.min), keyOf(part.max)]
    this.upper = high[0] > low[0]
    this.origin = this.upper ? low[0] : low[1]
    const range = this.upper ? high[0] - low[0] : high[1] - low[1]
    this.shift = Math.max(0, 32 - Math.clz32(range) - BIN_BITS)
  }

  take(values: Float64Array, words: Uint32Array, count: number): void {
    const { counts, lows, highs, upper, origin, shift } = this
    const { min, max } = this.part
    for (let i = 0; i < count; i++) {
      const value = values[i]!
      if (!(value >= min && value <= max)) continue
      const high = words[2 * i + HIGH]!
      const word = upper ? high : words[2 * i + 1 - HIGH]!
      const ordered = high >= SIGN ? ~word >>> 0 : upper ? (word | SIGN) >>> 0 : word
      const bin = (ordered - origin) >>> shift
      counts[bin] = counts[bin]! + 1
      if (value < lows[bin]!) lows[bin] = value
      if (value > highs[bin]!) highs[bin] = value
    }
  }

  parts(): readonly Part[] {
    const parts = new Map<number, { min: number; max: number; count: number; ranks: Map<number, number> }>()
    for (const [rank, below] of this.part.ranks) {
      const { bin, left } = this.binOf(below)
      const part = parts.get(bin) ?? {
        min: this.lows[bin]!,
        max: this.highs[bin]!,
        count: this.counts[bin]!,
        ranks: new Map(),
      }
      part.ranks.set(rank, left)
      parts.set(bin, part)
    }
    return [...parts.values()]
  }

  private binOf(below: number): { readonly bin: number; readonly left: number } {
    let left = below
    for (let bin = 0; bin < BINS; bin++) {
      if (left < this.counts[bin]!) return { bin, left }
      left -= this.counts[bin]!
    }
    return { bin: BINS - 1, left: 0 }
  }
}

/** Bits that sort like the doubles themselves: a negative one has all bits turned, a positive one its sign. */
function keyOf(value: number): readonly [number, number] {
  const words = new Uint32Array(Float64Array.of(value).buffer)
  const [high, low] = [words[HIGH]!, words[1 - HIGH]!]
  return high >= SIGN ? [~high >>> 0, ~low >>> 0] : [(high | SIGN) >>> 0, low]
}
