import type { ChannelInfo, Segment } from '@contract/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactSum } from './exact-sum'
import { expectedSamples, SelectionStats } from './selection-stats'

const START = 1_767_225_600_000_000
const POWER: Pick<ChannelInfo, 'unit' | 'kind'> = { unit: 'W', kind: 'windowed' }
const segment = (startUs: number, periodS: number): Segment => ({ startUs, periodS, settings: {} })
const even = (n: number, periodUs: number, from = START) =>
  Float64Array.from({ length: n }, (_, i) => from + (i + 1) * periodUs)

function statsOf(
  info: Pick<ChannelInfo, 'unit' | 'kind'>,
  times: Float64Array,
  values: Float64Array | BigUint64Array | BigInt64Array,
  span: readonly [number, number],
  segments: readonly Segment[] = [segment(START, 0.25)],
) {
  const stats = new SelectionStats('s/c', info, span[0], segments)
  stats.push(times, values, span[1])
  return stats.result(span[1])
}

describe('SelectionStats', () => {
  it('finds nothing missing in an even stream, and sums value × period', () => {
    const times = even(40, 250_000)
    const got = statsOf(POWER, times, new Float64Array(40).fill(100), [START, START + 10_000_000])
    expect(got).toMatchObject({
      n: 40,
      expected: 40,
      coveragePercent: 100,
      mean: 100,
      gaps: 0,
      gapS: 0,
      largestGapS: 0,
    })
    expect(got.energyJ).toBe(1000)
  })

  it('counts a window that ends on the right edge, not one that ends on the left edge', () => {
    const got = statsOf(POWER, even(4, 250_000), Float64Array.of(1, 2, 4, 8), [START + 250_000, START + 750_000])
    expect(got).toMatchObject({ n: 2, mean: 3, min: 2, max: 4, energyJ: 1.5 })
  })

  it('sums a rate of energy over its real steps, and not across a gap', () => {
    const rate = { unit: 'W', kind: 'rate' } as const
    const times = Float64Array.of(1, 2.2, 3, 4, 24, 25).map((i) => START + i * 250_000)
    const got = statsOf(rate, times, Float64Array.of(100, 50, 100, Number.NaN, 400, 100), [START, START + 6_250_000])
    expect(got.energyJ).toBeCloseTo(100 * 0.25 + 50 * 0.3 + 100 * 0.2 + 100 * 0.25, 9)
  })

  it('leaves a gap out of the energy and says how much is missing', () => {
    const times = Float64Array.of(1, 2, 3, 8, 9, 10).map((i) => START + i * 250_000)
    const got = statsOf(POWER, times, new Float64Array(6).fill(100), [START, START + 2_500_000])
    expect(got).toMatchObject({
      n: 6,
      expected: 10,
      gaps: 1,
      gapS: 1,
      largestGapS: 1,
      coveragePercent: 60,
      energyJ: 150,
    })
  })

  it('counts missing edges of the selection', () => {
    const times = even(4, 250_000, START + 1_000_000)
    const got = statsOf(POWER, times, new Float64Array(4).fill(1), [START, START + 4_000_000])
    expect(got).toMatchObject({ gaps: 2, gapS: 3, largestGapS: 2, coveragePercent: 25, expected: 16 })
  })

  it('says so when there is nothing at all', () => {
    const got = statsOf(POWER, new Float64Array(0), new Float64Array(0), [START, START + 1_000_000])
    expect(got).toMatchObject({
      n: 0,
      expected: 4,
      gaps: 1,
      gapS: 1,
      coveragePercent: 0,
      mean: Number.NaN,
      energyJ: Number.NaN,
    })
  })

  it('uses the period of the segment in force at each stamp', () => {
    const times = Float64Array.of(250_000, 500_000, 1_500_000, 2_500_000).map((t) => START + t)
    const segments = [segment(START, 0.25), segment(START + 500_001, 1)]
    const got = statsOf(POWER, times, new Float64Array(4).fill(10), [START, START + 2_500_000], segments)
    expect(got).toMatchObject({ energyJ: 25, expected: 4, gaps: 0 })
    expect(expectedSamples(segments, START - 500_000, START)).toBe(2)
  })

  it('takes trapezoids of a gauge over real stamps and leaves long gaps out', () => {
    const times = Float64Array.of(0, 250_000, 700_000, 2_000_000, 2_250_000).map((t) => START + 1 + t)
    const values = Float64Array.of(0, 10, 20, 100, 100)
    const got = statsOf({ unit: 'W', kind: 'gauge' }, times, values, [START, START + 2_250_001])
    expect(got.energyJ).toBeCloseTo(5 * 0.25 + 15 * 0.45 + 100 * 0.25, 12)
  })

  it('takes a counter by difference, exactly beyond 2^53, and a fall as a reset', () => {
    const big = 2n ** 60n
    const counter = { unit: 'J', kind: 'counter' } as const
    const got = statsOf(counter, even(4, 250_000), BigUint64Array.of(big, big + 3n, 5n, 9n), [START, START + 1_000_000])
    expect(got.energyJ).toBe(7)
  })

  it('gives no energy for channels that are not power', () => {
    const volts = statsOf({ unit: 'V', kind: 'windowed' }, even(2, 250_000), Float64Array.of(1, 2), [
      START,
      START + 500_000,
    ])
    expect(volts.energyJ).toBeNull()
  })

  it('skips NaN as if the sample were absent', () => {
    const got = statsOf(POWER, even(4, 250_000), Float64Array.of(1, Number.NaN, Number.NaN, 1), [
      START,
      START + 1_000_000,
    ])
    expect(got).toMatchObject({ n: 2, gaps: 1, gapS: 0.5, mean: 1, coveragePercent: 50 })
  })

  it('does not claim a coverage without knowing the period', () => {
    const got = statsOf(POWER, even(4, 250_000), new Float64Array(4), [START, START + 1_000_000], [])
    expect(got).toMatchObject({ n: 4, expected: Number.NaN, coveragePercent: Number.NaN, gaps: 0 })
  })

  it('agrees with brute force however the rows are cut', () => {
    const stream = fc.array(
      fc.record({ dt: fc.integer({ min: 1, max: 1_500_000 }), v: fc.double({ min: -1e6, max: 1e6, noNaN: true }) }),
      { maxLength: 80 },
    )
    const span = fc.tuple(fc.integer({ min: 0, max: 8_000_000 }), fc.integer({ min: 1, max: 40_000_000 }))
    fc.assert(
      fc.property(stream, span, fc.integer({ min: 1, max: 9 }), (steps, [offset, length], cut) => {
        let t = START
        const times = Float64Array.from(steps, ({ dt }) => (t += dt))
        const values = Float64Array.from(steps, ({ v }) => v)
        const from = START + offset
        const to = from + length
        const stats = new SelectionStats('s/c', POWER, from, [segment(START, 0.25)])
        for (let i = 0; i < times.length; i += cut)
          stats.push(times.subarray(i, i + cut), values.subarray(i, i + cut), to)
        const got = stats.result(to)
        const inside = [...times.keys()].filter((i) => times[i]! > from && times[i]! <= to)
        const picked = inside.map((i) => values[i]!)
        expect(got.n).toBe(picked.length)
        expect(got.mean).toBe(picked.length ? exactSum(picked) / picked.length : Number.NaN)
        expect(got.min).toBe(picked.length ? Math.min(...picked) : Number.NaN)
        expect(got.energyJ).toBe(picked.length ? exactSum(picked.map((v) => (v * 250_000) / 1e6)) : Number.NaN)
        expect(got.gapS).toBeCloseTo(missing([from, ...inside.map((i) => times[i]!), to], 250_000) / 1e6, 6)
        expect(got.coveragePercent).toBeCloseTo(100 - (100 * got.gapS) / (length / 1e6), 6)
      }),
    )
  })
})

/** Time without data along edge, stamps, edge. */
function missing(marks: readonly number[], periodUs: number): number {
  let sum = 0
  for (let i = 1; i < marks.length; i++) {
    const distance = marks[i]! - marks[i - 1]!
    const last = i === marks.length - 1
    if (last && marks.length === 2) sum += distance
    else if (distance > 1.5 * periodUs) sum += last ? distance : distance - periodUs
  }
  return sum
}
