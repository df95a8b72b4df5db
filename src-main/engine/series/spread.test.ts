import fc from 'fast-check'
import { expect, it } from 'vitest'
import { spreadOf } from './spread'

it('is the same in any order and any cut of the values', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 80 }), (drawn) => {
      const values = drawn.map((x) => x + 0)
      const mean = values.reduce((a, b) => a + b, 0) / values.length
      const ends = { min: Math.min(...values), max: Math.max(...values) }
      const forward = spreadOf(() => [Float64Array.from(values)], { n: values.length, mean, ...ends })
      const turned = values.toReversed()
      const backward = spreadOf(() => turned.map((x) => Float64Array.of(x)), { n: values.length, mean, ...ends })
      expect(backward).toEqual(forward)
    }),
  )
})

it('knows the spread of 1 … 5', () => {
  const five = spreadOf(() => [Float64Array.of(5, 3, 1, 4, 2)], { n: 5, mean: 3, min: 1, max: 5 })
  expect(five).toMatchObject({ sigma: Math.SQRT2, median: 3, p5: 1.2 })
  expect(five.p95).toBeCloseTo(4.8, 12)
})

it('says nothing about nothing', () => {
  expect(spreadOf(() => [], { n: 0, mean: Number.NaN, min: Number.NaN, max: Number.NaN })).toEqual({
    sigma: Number.NaN,
    median: Number.NaN,
    p5: Number.NaN,
    p95: Number.NaN,
    p99: Number.NaN,
  })
})

it('leaves NaN out and takes 64-bit counters', () => {
  const known = { n: 2, mean: 2, min: 1, max: 3 }
  expect(spreadOf(() => [Float64Array.of(3, Number.NaN, 1)], known)).toMatchObject({ sigma: 1, median: 2 })
  expect(spreadOf(() => [BigInt64Array.of(3n, 1n)], known)).toMatchObject({ sigma: 1, median: 2 })
})
