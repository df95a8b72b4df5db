import fc from 'fast-check'
import { expect, it } from 'vitest'
import { spreadOf } from './spread'

it('is the same in any order and any cut of the values', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 80 }), (drawn) => {
      const values = drawn.map((x) => x + 0)
      const mean = values.reduce((a, b) => a + b, 0) / values.length
      const forward = spreadOf(() => [Float64Array.from(values)], values.length, mean)
      const turned = values.toReversed()
      const backward = spreadOf(() => turned.map((x) => Float64Array.of(x)), values.length, mean)
      expect(backward).toEqual(forward)
    }),
  )
})

it('knows the spread of 1 … 5', () => {
  const five = spreadOf(() => [Float64Array.of(5, 3, 1, 4, 2)], 5, 3)
  expect(five).toMatchObject({ sigma: Math.SQRT2, median: 3, p5: 1.2 })
  expect(five.p95).toBeCloseTo(4.8, 12)
})

it('says nothing about nothing', () => {
  expect(spreadOf(() => [], 0, Number.NaN)).toEqual({
    sigma: Number.NaN,
    median: Number.NaN,
    p5: Number.NaN,
    p95: Number.NaN,
    p99: Number.NaN,
  })
})
