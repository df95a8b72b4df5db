import fc from 'fast-check'
import { expect, it } from 'vitest'
import { quantiles } from './quantiles'

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

it.each([
  ['sorted in memory', 1_000],
  ['counted in passes', 0],
])('gives what sorting gives, bit for bit: %s', (_name, sortedValues) => {
  fc.assert(
    fc.property(sample, (drawn) => {
      // −0 and 0 are equal values; which of them stands at a rank means nothing.
      const values = drawn.map((x) => x + 0)
      const pieces = () => [Float64Array.from(values.slice(0, 7)), Float64Array.from(values.slice(7))]
      expect(quantiles(pieces, values.length, QS, sortedValues)).toEqual(bruteForce(values))
    }),
  )
})

it('leaves NaN out, takes 64-bit counters, and has nothing to say about nothing', () => {
  expect(quantiles(() => [Float64Array.of(3, Number.NaN, 1)], 2, [0.5])).toEqual([2])
  expect(quantiles(() => [BigInt64Array.of(5n, -5n, 0n)], 3, [0, 0.5, 1], 0)).toEqual([-5, 0, 5])
  expect(quantiles(() => [], 0, [0.5])).toEqual([Number.NaN])
})
