import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FrameRate } from './frame-rate'

/** Feeds reads of one frame each; returns the estimates told on the way, µs. */
function follow(
  periodUs: number,
  trueUs: number,
  reads: number,
  delayUs: (k: number) => number,
  numberOf = (k: number) => k,
) {
  const rate = new FrameRate(periodUs, 0.005)
  const told: number[] = []
  for (let k = 0; k < reads; k++) {
    const atUs = 1e15 + k * trueUs + delayUs(k)
    rate.add(numberOf(k), atUs - 1e15 - numberOf(k) * periodUs, atUs)
    rate.refresh(atUs)
    told.push(rate.truePeriodUs)
  }
  return told
}

const known = (told: readonly number[]): number[] => told.filter((us) => !Number.isNaN(us))

it('says nothing for 10 s, then the true period', () => {
  const told = follow(20_000, 20_040, 1_000, () => 0)
  expect(told.slice(0, 499).every(Number.isNaN)).toBe(true)
  expect(known(told).length).toBeGreaterThan(470)
  for (const us of known(told)) expect(us).toBeCloseTo(20_040, 6)
})

it('is never told when it is off by more than its promise, whatever the jitter', () => {
  const links = fc.record({
    periodUs: fc.constantFrom(20_000, 100_000, 1_000_000, 2_000_000),
    drift: fc.double({ min: -0.004, max: 0.004, noNaN: true }),
    up: fc.constantFrom(1_000, 10_000, 40_000, 200_000),
    seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  })
  fc.assert(
    fc.property(links, ({ periodUs, drift, up, seed }) => {
      let state = seed
      const random = (): number => {
        state = (state * 48_271) % (2 ** 31 - 1)
        return state / (2 ** 31 - 1)
      }
      const trueUs = periodUs * (1 + drift)
      const told = known(
        follow(
          periodUs,
          trueUs,
          Math.round(Math.max(60e6, 120 * periodUs) / periodUs),
          () => random() * Math.min(up, periodUs * 0.5),
        ),
      )
      for (const us of told) expect(Math.abs(us / trueUs - 1)).toBeLessThan(0.001)
    }),
    { numRuns: 40 },
  )
})

it('says nothing where jitter leaves too much in doubt, and nothing at the edge of what can be followed', () => {
  let state = 7
  const wild = () => {
    state = (state * 48_271) % (2 ** 31 - 1)
    return (state / (2 ** 31 - 1)) * 800_000
  }
  expect(known(follow(1_000_000, 1_000_000, 120, wild))).toEqual([])
  expect(known(follow(20_000, 20_110, 2_000, () => 0))).toEqual([])
})

it('survives a frame that was counted as lost and was not', () => {
  const told = follow(
    20_000,
    20_010,
    3_000,
    () => 0,
    (k) => (k < 1_500 ? k : k + 1),
  )
  const late = told.slice(1_000)
  expect(late.every((us) => Math.abs(us - 20_010) < 2)).toBe(true)
})

it('corrects frames that were lost before it was known', () => {
  const rate = new FrameRate(20_000, 0.005)
  for (let k = 0; k < 1_000; k++) {
    if (k === 798 || k === 799) continue
    const number = k < 798 ? k : k - 2
    rate.add(number, k * 20_000 - number * 20_000, 1e15 + k * 20_000)
  }
  rate.renumber(798, 2)
  rate.refresh(1e15 + 20e6)
  expect(rate.truePeriodUs).toBeCloseTo(20_000, 6)
})
