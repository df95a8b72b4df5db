import fc from 'fast-check'
import { expect, it } from 'vitest'
import { unmapTime } from './clock-inverse'
import { mapTime } from './clock-map'

const T0 = 1_767_225_600_000_000

it('selects exactly the stamps whose mapped time lies in the span', () => {
  fc.assert(
    fc.property(
      fc.record({
        offsetUs: fc.double({ min: -1e13, max: 1e13, noNaN: true }),
        driftPpm: fc.double({ min: -500, max: 500, noNaN: true }),
        refUs: fc.integer({ min: T0 - 1e12, max: T0 + 1e12 }),
      }),
      fc.integer({ min: T0, max: T0 + 1e12 }),
      fc.integer({ min: -20, max: 20 }),
      (clock, oursUs, near) => {
        const map = { ...clock, residualUs: null, points: 0 }
        const edge = unmapTime(map, oursUs)
        expect(mapTime(map, edge + near) <= oursUs).toBe(near <= 0)
      },
    ),
  )
  expect(unmapTime({ offsetUs: 1, driftPpm: 1, refUs: 0, residualUs: null, points: 0 }, Number.NEGATIVE_INFINITY)).toBe(
    Number.NEGATIVE_INFINITY,
  )
})
