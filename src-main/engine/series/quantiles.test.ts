import fc from 'fast-check'
import { expect, it } from 'vitest'
import { QuantileSearch } from './quantiles'

const QS = [0, 0.05, 0.5, 0.95, 0.99, 1]

/** Sorted copy, rank by rank: what the definition says. */
function bruteForce(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort((a, b) => a - b)
  return QS.map((q) => {
    const rank = (sorted.length - 1) * q
    const [low, high] = [sorted[Math.floor(rank)]!, sorted[Math.ceil(rank)]!]
    return low + (high - low) * (rank - Math.floor(rank))
  })
}

const sample = fc.array(
  fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -3, max: 3 })),
  {
    minLength: 1,
    maxLength: 300,
  },
)

/** Shows the values pass after pass, in pieces; counts the passes. */
function searched(values: readonly number[], held: number, sorted: number) {
  const ends = { min: Math.min(...values), max: Math.max(...values) }
  const search = new QuantileSearch(values.length, QS, ends, held, sorted)
  let passes = 0
  while (!search.done) {
    for (let at = 0; at < values.length; at += 7)
      search.take(Float64Array.from(values.slice(at, at + 9)), Math.min(7, values.length - at))
    search.endPass()
    passes += 1
  }
  return { values: search.result(), passes }
}

it.each([
  ['sorted at once', 1_000, 1_000, 1],
  ['counted, then the few between the bounds kept', 40, 0, 6],
  ['counted to the last bit', 0, 0, 6],
])('gives what sorting gives, bit for bit: %s', (_name, held, sorted, most) => {
  fc.assert(
    fc.property(sample, (drawn) => {
      // −0 and 0 are equal values; which of them stands at a rank means nothing.
      const values = drawn.map((x) => x + 0)
      const got = searched(values, held, sorted)
      expect(got.values).toEqual(bruteForce(values))
      expect(got.passes).toBeLessThanOrEqual(most)
    }),
  )
})

it('looks twice at a long even sample, and once at one that is all the same', () => {
  const wave = Array.from({ length: 100_000 }, (_, i) => 230 + Math.sin(i))
  expect(searched(wave, 5_000, 0)).toEqual({ values: bruteForce(wave), passes: 2 })
  expect(searched(new Array(100_000).fill(-7), 5_000, 0).passes).toBe(1)
})

it('has nothing to say about nothing', () => {
  const search = new QuantileSearch(0, [0.5], { min: Number.NaN, max: Number.NaN })
  expect([search.done, search.result()]).toEqual([true, [Number.NaN]])
})
