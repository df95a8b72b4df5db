import { describe, expect, it } from 'vitest'
import { StepMeans } from './edge-match'
import { loadEdges, pairEdges } from './load-edges'

const STEP_US = 100_000

/** A load that is 50 in every second period and 10 otherwise, sampled every 50 ms, `lateUs` later than it should. */
function bursts(lateUs: number, periodUs = 5e6, lengthUs = 60e6) {
  const n = lengthUs / 50_000
  const timesUs = Float64Array.from({ length: n }, (_v, i) => (i + 1) * 50_000)
  const values = timesUs.map((t) => (Math.floor((t - lateUs) / periodUs) % 2 === 0 ? 10 : 50))
  const means = new StepMeans(0, STEP_US, lengthUs / STEP_US)
  means.add({ timesUs, values })
  return means.result()
}

describe('load edges', () => {
  it('are found where the load changes, with the sign of the change', () => {
    const edges = loadEdges(bursts(0), 100)
    expect(edges.map(({ change }) => Math.sign(change))).toEqual([1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1])
    for (const [i, { atUs, change }] of edges.entries()) {
      expect(Math.abs(atUs - (i + 1) * 5e6)).toBeLessThanOrEqual(STEP_US)
      // A step that holds the edge itself has a part of it.
      expect(Math.abs(change)).toBeGreaterThanOrEqual(35)
      expect(Math.abs(change)).toBeLessThanOrEqual(40)
    }
    expect(loadEdges(bursts(0), 3)).toHaveLength(3)
  })

  it('tell how much later another series steps the same way', () => {
    const pairs = pairEdges(loadEdges(bursts(0), 100), loadEdges(bursts(300_000), 100), 1e6)
    for (const { offUs } of pairs) expect(offUs).toBeCloseTo(300_000, -5)
    // The nearest step there goes the other way.
    const opposite = pairEdges(loadEdges(bursts(0), 100), loadEdges(bursts(5e6), 100), 1e6)
    expect(opposite.every(({ offUs }) => offUs === null)).toBe(true)
  })

  it('are not found in what hardly changes, nor beside missing values', () => {
    const flat = { startUs: 0, stepUs: STEP_US, means: new Float64Array(100).fill(7) }
    expect(loadEdges(flat, 10)).toEqual([])
    const holed = {
      startUs: 0,
      stepUs: STEP_US,
      means: Float64Array.from({ length: 100 }, (_v, i) => (i < 49 ? 1 : i < 52 ? Number.NaN : 9)),
    }
    expect(loadEdges(holed, 10)).toEqual([])
    expect(loadEdges({ startUs: 0, stepUs: STEP_US, means: new Float64Array(3) }, 10)).toEqual([])
  })
})
