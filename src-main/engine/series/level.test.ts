import fc from 'fast-check'
import { expect, it } from 'vitest'
import { EnvelopeFolder } from './envelope'
import { coarser, levelOf } from './level'
import { coarserSteps, finestStepUs, LADDER_US, planLevelGrid } from './level-steps'

const START = 1_767_225_600_000_000

const rows = fc
  .array(
    fc.record({
      dt: fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.constant(400_000)),
      v: fc.oneof(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.constant(Number.NaN)),
    }),
    { minLength: 1, maxLength: 200 },
  )
  .map((drawn) => {
    let t = START + 17
    return { times: Float64Array.from(drawn, ({ dt }) => (t += dt)), values: Float64Array.from(drawn, ({ v }) => v) }
  })

it('fills a coarse grid exactly as the rows would, through any cut into pages and one more level', () => {
  const ask = fc.tuple(fc.constantFrom(2_000, 10_000), fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 9 }))
  fc.assert(
    fc.property(rows, ask, ({ times, values }, [via, cut, multiple]) => {
      const counter = BigUint64Array.from(times, (t) => BigInt(t))
      const pages = []
      for (let at = 0; at < times.length; at += cut) {
        const columns = [values.subarray(at, at + cut), counter.subarray(at, at + cut)]
        pages.push(levelOf(times.subarray(at, at + cut), columns, 2_000))
      }
      const stepUs = 10_000 * (multiple + 1)
      const grid = { startUs: Math.floor(START / stepUs) * stepUs, stepUs, count: 12 }
      for (const [column, all] of [values, counter].entries()) {
        const truth = new EnvelopeFolder(grid)
        truth.addRows(times, all)
        const folder = new EnvelopeFolder(grid)
        if (via === 2_000) for (const page of pages) folder.addLevel(page, column)
        else folder.addLevel(coarser(pages, via, 2), column)
        const { n, min, max, mean } = folder.result()
        const want = truth.result()
        expect({ n, min, max }).toEqual({ n: want.n, min: want.min, max: want.max })
        for (const [i, x] of want.mean.entries())
          expect(Math.abs(mean[i]! - x)).not.toBeGreaterThan(1e-6 * Math.abs(x) + 1e-3)
      }
    }),
  )
})

it('has steps that divide one another and a day', () => {
  for (const [i, step] of LADDER_US.entries()) expect((LADDER_US[i + 1] ?? 86_400_000_000) % step).toBe(0)
})

it('keeps one bucket for 64 samples or more, and few levels above', () => {
  expect([20_000, 250_000, 1_000, 1].map(finestStepUs)).toEqual([2_000_000, 20_000_000, 100_000, 1_000])
  expect(coarserSteps(2_000_000, 3)).toEqual([10_000_000, 60_000_000, 600_000_000])
  expect(coarserSteps(86_400_000_000, 3)).toEqual([])
})

it('plans grids that cover the window, are little coarser than asked and made of kept buckets', () => {
  const ask = fc.record({
    fromUs: fc.integer({ min: 0, max: 2e15 }),
    spanUs: fc.integer({ min: 1, max: 4e13 }),
    buckets: fc.integer({ min: 1, max: 1_000 }),
    finest: fc.uniqueArray(fc.constantFrom(...LADDER_US.slice(0, 9)), { minLength: 0, maxLength: 3 }),
  })
  fc.assert(
    fc.property(ask, ({ fromUs, spanUs, buckets, finest }) => {
      const toUs = fromUs + spanUs
      const grid = planLevelGrid(fromUs, toUs, buckets, finest)
      const wanted = spanUs / buckets
      if (!grid) {
        expect(finest.every((step) => step > 2 * wanted)).toBe(true)
        return
      }
      const { startUs, stepUs, count } = grid
      expect(stepUs).toBeGreaterThanOrEqual(wanted)
      expect(stepUs).toBeLessThanOrEqual(wanted * (wanted >= 4 * Math.max(...finest) ? 1.25 : 2) + 1)
      expect(count).toBeLessThanOrEqual(buckets + 1)
      expect(startUs % stepUs).toBe(0)
      expect(startUs).toBeLessThanOrEqual(fromUs)
      expect(startUs + count * stepUs).toBeGreaterThanOrEqual(toUs)
      expect(finest.some((step) => stepUs % step === 0)).toBe(true)
    }),
  )
})
