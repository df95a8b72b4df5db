import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EnvelopeFolder, wholeIn } from './envelope'
import { bucketOf, firstAfter, type Grid, planGrid } from './grid'

const START = 1_767_225_600_000_000

/** Rising stamps after START with values among which NaN and spikes occur. */
const rows = fc
  .array(fc.record({ dt: fc.integer({ min: 1, max: 5_000 }), v: fc.oneof(fc.double(), fc.constant(1e9)) }), {
    maxLength: 200,
  })
  .map((steps) => {
    const timesUs = new Float64Array(steps.length)
    let t = START
    for (const [i, { dt }] of steps.entries()) timesUs[i] = t += dt
    return { timesUs, values: Float64Array.from(steps, ({ v }) => (Number.isFinite(v) ? v : Number.NaN)) }
  })
const grid = fc
  .record({
    from: fc.integer({ min: -100_000, max: 300_000 }),
    span: fc.integer({ min: 1, max: 900_000 }),
    b: fc.integer({ min: 1, max: 60 }),
  })
  .map(({ from, span, b }) => planGrid(START + from, START + from + span, b))

function bruteForce({ startUs, stepUs, count }: Grid, timesUs: Float64Array, values: Float64Array) {
  return Array.from({ length: count }, (_, i) => {
    const low = startUs + i * stepUs
    const inside = [...values].filter((v, j) => timesUs[j]! > low && timesUs[j]! <= low + stepUs && !Number.isNaN(v))
    return {
      n: inside.length,
      min: inside.length ? Math.min(...inside) : Number.NaN,
      max: inside.length ? Math.max(...inside) : Number.NaN,
    }
  })
}

function shape(folder: EnvelopeFolder) {
  const { n, min, max } = folder.result()
  return Array.from(n, (count, i) => ({ n: count, min: min[i]! + 0, max: max[i]! + 0 }))
}

const plain = (list: ReturnType<typeof bruteForce>) =>
  list.map(({ n, min, max }) => ({ n, min: min + 0, max: max + 0 }))

describe('EnvelopeFolder', () => {
  it('agrees with brute force on raw rows', () => {
    fc.assert(
      fc.property(rows, grid, ({ timesUs, values }, g) => {
        const folder = new EnvelopeFolder(g)
        folder.addRows(timesUs, values)
        expect(shape(folder)).toEqual(plain(bruteForce(g, timesUs, values)))
      }),
    )
  })

  it('agrees with brute force when runs that fit are given as summaries', () => {
    fc.assert(
      fc.property(rows, grid, fc.integer({ min: 1, max: 20 }), ({ timesUs, values }, g, size) => {
        const folder = new EnvelopeFolder(g)
        for (let i = 0; i < timesUs.length; i += size) {
          const end = Math.min(i + size, timesUs.length)
          const inside = [...values.subarray(i, end)].filter((v) => !Number.isNaN(v))
          const sum = inside.reduce((a, b) => a + b, 0)
          const run = { n: inside.length, min: Math.min(...inside), max: Math.max(...inside), sum }
          const done = folder.addSummary({ firstUs: timesUs[i]!, lastUs: timesUs[end - 1]!, ...run })
          if (!done) folder.addRows(timesUs, values, i, end)
        }
        expect(shape(folder)).toEqual(plain(bruteForce(g, timesUs, values)))
      }),
    )
  })

  it('shows a one-sample spike at every zoom', () => {
    const timesUs = Float64Array.from({ length: 10_000 }, (_, i) => START + (i + 1) * 240_000)
    const values = new Float64Array(10_000).fill(50)
    values[7_777] = 400
    for (const buckets of [1, 7, 100, 1_000]) {
      const folder = new EnvelopeFolder(planGrid(START, timesUs.at(-1)!, buckets))
      folder.addRows(timesUs, values)
      expect(Math.max(...folder.result().max)).toBe(400)
    }
  })

  it('folds 64-bit integers and averages what is there', () => {
    const folder = new EnvelopeFolder({ startUs: 0, stepUs: 10, count: 2 })
    folder.addRows(Float64Array.of(1, 10, 11), BigInt64Array.of(2n, 4n, -7n))
    expect([...folder.result().mean]).toEqual([3, -7])
  })

  it('leaves empty buckets at n 0 and NaN', () => {
    const { n, min, max, mean } = new EnvelopeFolder(planGrid(0, 10, 2)).result()
    expect([...n, ...min, ...max, ...mean]).toEqual([0, 0, ...Array.from({ length: 6 }, () => Number.NaN)])
  })
})

describe('grid', () => {
  it('puts a stamp on an edge into the bucket that ends there', () => {
    expect(bucketOf(START + 240_000, START, 240_000)).toBe(0)
    expect(bucketOf(START + 240_001, START, 240_000)).toBe(1)
    expect(bucketOf(START, START, 240_000)).toBe(-1)
  })

  it('covers the span with at most the buckets asked for', () => {
    const ask = fc.tuple(
      fc.integer({ min: 0, max: 2 ** 50 }),
      fc.integer({ min: 1, max: 2 ** 50 }),
      fc.integer({ min: 1, max: 1_000 }),
    )
    fc.assert(
      fc.property(ask, ([from, span, buckets]) => {
        const { startUs, stepUs, count } = planGrid(from, from + span, buckets)
        expect(startUs).toBe(from)
        expect(count).toBeLessThanOrEqual(buckets)
        expect(startUs + count * stepUs).toBeGreaterThanOrEqual(from + span)
      }),
    )
    expect(planGrid(5, 5, 10).count).toBe(0)
  })

  it('tells where a run lies', () => {
    const g = { startUs: 100, stepUs: 10, count: 3 }
    expect([
      wholeIn(g, 101, 110),
      wholeIn(g, 101, 111),
      wholeIn(g, 1, 100),
      wholeIn(g, 131, 140),
      wholeIn(g, 99, 101),
    ]).toEqual([0, null, -1, -1, null])
  })

  it('finds the first stamp after a time', () => {
    expect([0, 1, 2, 3, 9].map((t) => firstAfter(Float64Array.of(1, 2, 3), t))).toEqual([0, 1, 2, 3, 3])
  })
})
