import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Measured, matchEdges, StepMeans } from './edge-match'

const T0 = 1_767_225_600_000_000
const STEP = 200_000
const LENGTH_US = 600e6

/** Pseudo-random numbers in 0 … 1. */
function randomOf(seed: number): () => number {
  let state = seed + 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** A load that goes up and down at times nobody can foresee, as a function of our time. */
function loadOf(seed: number): (tUs: number) => number {
  const random = randomOf(seed)
  const edges: { readonly at: number; readonly level: number }[] = []
  for (let at = T0 - 60e6; at < T0 + LENGTH_US + 60e6; at += 2e6 + random() * 20e6) edges.push({ at, level: random() })
  return (tUs) => edges.findLast(({ at }) => at <= tUs)?.level ?? 0
}

interface Sampling {
  readonly periodUs: number
  readonly scale: number
  readonly noise: number
  /** Their clock: ours = theirs + offsetUs + driftPpm · 1e-6 · (theirs − middle). */
  readonly offsetUs: number
  readonly driftPpm: number
}

function sampled(load: (tUs: number) => number, seed: number, how: Sampling): Measured {
  const random = randomOf(seed)
  const n = Math.floor(LENGTH_US / how.periodUs)
  const ours = Float64Array.from({ length: n }, (_v, i) => T0 + i * how.periodUs + random() * 0.05 * how.periodUs)
  const middle = T0 + LENGTH_US / 2
  return {
    timesUs: ours.map((t) => t - how.offsetUs - how.driftPpm * 1e-6 * (t - middle)),
    values: ours.map((t) => how.scale * (load(t) + how.noise * (random() - 0.5))),
  }
}

function stepped(series: Measured, shiftUs = 0) {
  const startUs = Math.floor(series.timesUs[0]! / STEP) * STEP + shiftUs
  const means = new StepMeans(startUs, STEP, Math.ceil((series.timesUs.at(-1)! - startUs) / STEP))
  means.add(series)
  return means.result()
}

describe('matchEdges', () => {
  it('finds the offset of a machine to less than a sample, through noise, drift and other units', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000),
        fc.integer({ min: -40_000_000, max: 40_000_000 }),
        fc.double({ min: -60, max: 60, noNaN: true }),
        fc.double({ min: 0, max: 0.15, noNaN: true }),
        fc.integer({ min: 0, max: STEP - 1 }),
        (seed, offsetUs, driftPpm, noise, shiftUs) => {
          const load = loadOf(seed)
          const wall = sampled(load, seed + 7, { periodUs: 50_000, scale: 80, noise, offsetUs: 0, driftPpm: 0 })
          const cpu = sampled(load, seed + 8, { periodUs: 100_000, scale: 9, noise, offsetUs, driftPpm })
          const match = matchEdges(stepped(wall), stepped(cpu, shiftUs), 60e6)
          expect(match).not.toBeNull()
          expect(Math.abs(match!.shiftUs - offsetUs)).toBeLessThan(STEP)
          expect(match!.confidence).toBeGreaterThan(0.3)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('has no confidence in what does not belong together', () => {
    for (const seed of [1, 2, 3]) {
      const how = { periodUs: 50_000, scale: 1, noise: 0, offsetUs: 0, driftPpm: 0 }
      const match = matchEdges(
        stepped(sampled(loadOf(seed), 1, how)),
        stepped(sampled(loadOf(seed + 50), 2, how)),
        60e6,
      )
      expect(match?.confidence ?? 0).toBeLessThan(0.15)
    }
  })

  it('has no confidence in a load that repeats itself within the range', () => {
    const load = (t: number) => Math.floor((t - T0) / 5e6) % 2
    const how = { periodUs: 50_000, scale: 1, noise: 0, offsetUs: 0, driftPpm: 0 }
    const match = matchEdges(stepped(sampled(load, 1, how)), stepped(sampled(load, 2, how)), 60e6)
    expect(match!.confidence).toBeLessThan(0.1)
  })

  it('finds nothing in a flat line, in too few steps, or where both never meet', () => {
    const how = { periodUs: 50_000, scale: 1, noise: 0, offsetUs: 0, driftPpm: 0 }
    const wall = stepped(sampled(loadOf(5), 1, how))
    expect(matchEdges(wall, { ...wall, means: wall.means.map(() => 4) }, 60e6)).toBeNull()
    expect(matchEdges(wall, { ...wall, means: wall.means.slice(0, 10) }, 60e6)).toBeNull()
    expect(matchEdges(wall, { ...wall, startUs: wall.startUs + 1e12 }, 60e6)).toBeNull()
  })
})
