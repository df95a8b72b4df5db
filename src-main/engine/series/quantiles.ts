import type { Numbers } from './envelope'

/** Up to here values are sorted in memory: 32 MB. Beyond, they are counted in passes with a fixed memory. */
export const SORTED_VALUES = 4_194_304

const DIGITS = 4
const RADIX = 65_536

/**
 * Exact quantiles of a sample in bounded memory, however long it is: q = 0.5 is the median. Between two neighbours the value is
 * interpolated linearly at rank (n − 1)·q (Hyndman and Fan's type 7, as numpy and R do by default).
 * `values` gives the same n values again at each call, NaN among them left out and not counted in n; empty samples give NaN.
 */
export function quantiles(
  values: () => Iterable<Numbers>,
  n: number,
  qs: readonly number[],
  sortedValues = SORTED_VALUES,
): readonly number[] {
  if (n === 0) return qs.map(() => Number.NaN)
  const ranks = qs.flatMap((q) => [Math.floor((n - 1) * q), Math.ceil((n - 1) * q)])
  const at = n <= sortedValues ? bySorting(values, n) : byCounting(values, ranks)
  return qs.map((q) => {
    const rank = (n - 1) * q
    const low = at(Math.floor(rank))
    const high = at(Math.ceil(rank))
    return low + (high - low) * (rank - Math.floor(rank))
  })
}

function bySorting(values: () => Iterable<Numbers>, n: number): (rank: number) => number {
  const all = new Float64Array(n)
  let held = 0
  for (const value of each(values())) all[held++] = value
  all.sort()
  return (rank) => all[rank] ?? Number.NaN
}

/** A rank on its way: the leading bits known so far, as a number, and how many values with them lie below it. */
interface Search {
  readonly digits: number[]
  prefix: number
  below: number
}

/** Radix selection: each pass fixes the next 16 bits of every wanted value. */
function byCounting(values: () => Iterable<Numbers>, ranks: readonly number[]): (rank: number) => number {
  const searches = new Map(ranks.map((rank): [number, Search] => [rank, { digits: [], prefix: 0, below: rank }]))
  for (let pass = 0; pass < DIGITS; pass++) {
    const counts = new Map([...searches.values()].map(({ prefix }) => [prefix, new Float64Array(RADIX)]))
    for (const value of each(values())) {
      const bins = counts.get(leadingBits(value, pass))
      if (bins) bins[next16]! += 1
    }
    for (const search of searches.values()) refine(search, counts.get(search.prefix)!)
  }
  return (rank) => doubleOf(searches.get(rank)?.digits ?? [])
}

function refine(search: Search, bins: Float64Array): void {
  let digit = 0
  while (digit < RADIX - 1 && search.below >= bins[digit]!) {
    search.below -= bins[digit]!
    digit++
  }
  search.digits.push(digit)
  search.prefix = search.prefix * RADIX + digit
}

function* each(pieces: Iterable<Numbers>): Generator<number> {
  for (const piece of pieces) {
    for (const raw of piece) {
      const value = Number(raw)
      if (!Number.isNaN(value)) yield value
    }
  }
}

const view = new DataView(new ArrayBuffer(8))
const SIGN = 0x8000_0000
/** The digit after the leading ones: a second answer of leadingBits without an object for each of millions of values. */
let next16 = 0

/**
 * The first 16·pass bits of a double, as a number, from bits that sort like the doubles themselves (a negative one has all
 * bits turned, a positive one its sign); the next 16 are left in next16. pass 0 … 3.
 */
function leadingBits(value: number, pass: number): number {
  view.setFloat64(0, value)
  const sign = view.getUint32(0) >= SIGN
  const high = sign ? ~view.getUint32(0) >>> 0 : (view.getUint32(0) | SIGN) >>> 0
  if (pass < 2) {
    next16 = pass === 0 ? high >>> 16 : high & 0xffff
    return pass === 0 ? 0 : high >>> 16
  }
  const low = sign ? ~view.getUint32(4) >>> 0 : view.getUint32(4)
  next16 = pass === 2 ? low >>> 16 : low & 0xffff
  return pass === 2 ? high : high * RADIX + (low >>> 16)
}

function doubleOf([a = 0, b = 0, c = 0, d = 0]: readonly number[]): number {
  const high = ((a << 16) | b) >>> 0
  const low = ((c << 16) | d) >>> 0
  const sign = high < SIGN
  view.setUint32(0, sign ? ~high >>> 0 : (high & ~SIGN) >>> 0)
  view.setUint32(4, sign ? ~low >>> 0 : low)
  return view.getFloat64(0)
}
