import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holding, lengthOf, panBy, SHORTEST_US, zoomAbout } from './x-range'

const BOUNDS = { fromUs: 0, toUs: 1_000e6, shortestUs: SHORTEST_US }
const RANGE = { fromUs: 400e6, toUs: 500e6 }

describe('zoom and pan', () => {
  it('keep the time under the pointer where it is, as long as there is data on both sides', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.2, max: 3, noNaN: true }),
        (share, factor) => {
          const about = RANGE.fromUs + share * lengthOf(RANGE)
          const next = zoomAbout(RANGE, about, factor, BOUNDS)
          expect((about - next.fromUs) / lengthOf(next)).toBeCloseTo(share, 4)
        },
      ),
    )
  })

  it('never leave the data by more than 5 %, never show less than the shortest range', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -5e9, max: 5e9, noNaN: true }),
        fc.double({ min: 1e-9, max: 1e6, noNaN: true }),
        (by, factor) => {
          for (const next of [panBy(RANGE, by, BOUNDS), zoomAbout(RANGE, 450e6, factor, BOUNDS)]) {
            expect(next.fromUs).toBeGreaterThanOrEqual(-50e6 - 1)
            expect(next.toUs).toBeLessThanOrEqual(1_050e6 + 1)
            expect(lengthOf(next)).toBeGreaterThanOrEqual(SHORTEST_US - 1)
          }
        },
      ),
    )
  })

  it('never show less than one sample of the fastest source', () => {
    const slow = { ...BOUNDS, shortestUs: 1e6 }
    expect(lengthOf(zoomAbout(RANGE, 450e6, 1e-9, slow))).toBe(1e6)
    const closer = { fromUs: 450e6, toUs: 450.5e6 }
    expect(lengthOf(zoomAbout(closer, 450.2e6, 0.5, slow))).toBe(500_000)
  })

  it('follow a time only as far as it takes', () => {
    expect(holding(RANGE, 450e6, BOUNDS)).toBe(RANGE)
    expect(holding(RANGE, 505e6, BOUNDS)).toEqual({ fromUs: 415e6, toUs: 515e6 })
    expect(holding(RANGE, 395e6, BOUNDS)).toEqual({ fromUs: 385e6, toUs: 485e6 })
  })
})
