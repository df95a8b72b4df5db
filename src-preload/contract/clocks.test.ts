import { expect, it } from 'vitest'
import { clockWords, type HostClock } from './clocks'

const clock = (patch: Partial<HostClock>): HostClock => ({
  ...{ offsetUs: 1_500_000, driftPpm: 0, refUs: 0, residualUs: null, method: 'sync', points: 3 },
  ...patch,
})

it('says how a machine is aligned, and how well', () => {
  expect(clockWords(null)).toBe('Not aligned')
  expect(clockWords(clock({ residualUs: 3_900, driftPpm: 12.2 }))).toBe('Aligned by 3 sync points, ±4 ms, drift 12 ppm')
  expect(clockWords(clock({ points: 1 }))).toBe('Aligned by 1 sync point, error not known')
  expect(clockWords(clock({ residualUs: 20 }))).toBe('Aligned by 3 sync points, ±0.1 ms')
  expect(clockWords(clock({ residualUs: 29_998_000 }))).toBe('Aligned by 3 sync points, ±30.0 s')
  expect(clockWords(clock({ method: 'edges', residualUs: 50_000 }))).toBe('Aligned by load edges, ±50 ms')
  expect(clockWords(clock({ method: 'offset', offsetUs: -250_000, points: 0 }))).toBe('Aligned by hand, −0.250 s')
})
