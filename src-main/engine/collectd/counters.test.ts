import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cadenceOf, heldMean } from './cadence'
import { ratesOf, unwrap } from './counters'
import { RAPL_RANGES } from './meaning'

const US = 1e6
const times = (n: number, stepUs = US) => Float64Array.from({ length: n }, (_v, i) => 1e15 + i * stepUs)
const RAPL = { ranges: RAPL_RANGES, rateCap: 1e5, divisor: 1e6 }
const PLAIN = { ranges: [], rateCap: 1e15, divisor: 1 }

describe('a counter', () => {
  it('keeps its total through any wrap, whatever the steps', () => {
    const run = fc.record({
      range: fc.constantFrom(...RAPL_RANGES, 2 ** 32),
      before: fc.integer({ min: 1, max: 40 }),
      steps: fc.array(fc.integer({ min: 4_000_000, max: 12_000_000 }), { minLength: 50, maxLength: 80 }),
    })
    fc.assert(
      fc.property(run, ({ range, before, steps }) => {
        const start = range - steps.slice(0, before).reduce((sum, step) => sum + step, 0) + 1
        let value = start
        const values = Float64Array.from([start, ...steps.map((step) => (value = (value + step) % range))])
        const stamps = times(values.length)
        const got = unwrap(stamps, values, null, RAPL, cadenceOf(stamps))
        expect(got).toMatchObject({ wraps: 1, resets: [], delta: steps.reduce((sum, step) => sum + step, 0) })
      }),
    )
  })

  it('never rises by less than nothing, nor by the absurd', () => {
    const values = fc.array(
      fc.oneof(fc.nat(1e9), fc.double({ min: 0, max: 1e18, noNaN: true }), fc.constant(Number.NaN)),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(values, (list) => {
        const stamps = times(list.length)
        const got = unwrap(stamps, Float64Array.from(list), null, RAPL, cadenceOf(stamps))
        expect(got.delta).toBeGreaterThanOrEqual(0)
        for (const rise of got.rises) expect(rise >= 0 || Number.isNaN(rise)).toBe(true)
        for (const rate of ratesOf(stamps, got.rises, 0, 1e-6)) expect(rate > 1e5).toBe(false)
      }),
    )
  })

  it('hands the given array on when nothing had to be changed', () => {
    const values = Float64Array.from([5, 6, 9])
    const stamps = times(3)
    expect(unwrap(stamps, values, null, PLAIN, cadenceOf(stamps)).totals).toBe(values)
  })

  it('rates of jiffies are taken over a second', () => {
    const stamps = times(31, US / 10)
    // Eleven hundredths a tenth of a second, as whole jiffies: 1, 1, 2, 1 …
    const rises = Float64Array.from({ length: 31 }, (_v, i) => (i === 0 ? Number.NaN : i % 10 === 0 ? 2 : 1))
    const rates = ratesOf(stamps, rises, 1, 1)
    expect([...rates.subarray(0, 10)].every(Number.isNaN)).toBe(true)
    expect([...rates.subarray(10)].every((rate) => Math.abs(rate - 11) < 1e-9)).toBe(true)
  })
})

describe('the mean of a gauge', () => {
  it('holds every value to the next row', () => {
    const stamps = Float64Array.from([0, 1, 2, 3, 13, 14].map((s) => s * US))
    expect(heldMean(stamps, Float64Array.from([1, 2, Number.NaN, 5, 8, 99]), cadenceOf(stamps))).toBeCloseTo(
      (1 + 2 + 8) / 3,
      12,
    )
  })

  it('is that value when there is one row, and nothing when there is none', () => {
    expect(heldMean(times(1), Float64Array.of(7), cadenceOf(times(1)))).toBe(7)
    expect(heldMean(times(0), new Float64Array(0), cadenceOf(times(0)))).toBeNaN()
  })
})
