import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { halfToEven, mainsHz, mainsTicks, planTiming, refuseInterval } from './timing'

describe('mains frequency', () => {
  it.each([
    [27_648, 2, 50],
    [23_040, 2, 60],
    [20_000, 1, 50],
    [16_667, 1, 59.9988],
    // Hundredths of a hertz, as the manual has it.
    [5_000, 2, 50],
    [20_000, 2, 69.12],
  ] as const)('%i ticks on hardware %i are %f Hz', (ticks, hardware, hz) => {
    expect(mainsHz(ticks, hardware)).toBeCloseTo(hz, 3)
  })

  it('is nothing outside 40–70 Hz', () => {
    for (const ticks of [0, 1, 3_999, 7_001, 14_000, 40_000, 0xffff]) expect(mainsHz(ticks, 2)).toBeNull()
  })

  it('is never read by the timer of the other hardware', () => {
    // 71 and 80 Hz on hardware 2, 39 and 36 Hz on hardware 1.
    for (const ticks of [19_470, 17_280]) expect(mainsHz(ticks, 2)).toBeNull()
    for (const ticks of [25_641, 27_648]) expect(mainsHz(ticks, 1)).toBeNull()
  })

  it('comes back within a tick', () => {
    for (const hz of [49.9, 50, 60, 60.1]) expect(mainsHz(mainsTicks(hz, 2), 2)).toBeCloseTo(hz, 2)
  })
})

describe('interval', () => {
  it.each([
    [1000, 50, 2, 50, 1, 1000],
    [250, 50, 2, 12, 1, 240],
    [750, 50, 2, 38, 1, 760],
    [110, 50, 2, 6, 1, 120],
    [50, 50, 2, 2, 1, 40],
    [1, 50, 2, 1, 1, 20],
    [250, 60, 2, 15, 1, 250],
    [2000, 50, 2, 100, 1, 2000],
    [2001, 50, 2, 50, 2, 2000],
    [5000, 50, 2, 83, 3, 4980],
    [2000, 50, 1, 100, 1, 2000],
    [2000, 60, 1, 60, 2, 2000],
    [1900, 60, 1, 57, 2, 1900],
    [10_000, 60, 1, 100, 6, 10_000],
    [1_310_720, 50, 2, 100, 656, 1_312_000],
  ] as const)('%i ms at %i Hz on hardware %i: %i periods × %i', (ms, hz, hardware, periods, windows, trueMs) => {
    expect(planTiming(ms, hz, hardware)).toEqual({ askedMs: ms, trueMs, periods, windows, mainsHz: hz })
  })

  it('never asks a meter for more than it can do', () => {
    const any = fc.tuple(
      fc.integer({ min: 1, max: 3_600_000 }),
      fc.double({ min: 45, max: 65, noNaN: true }),
      fc.constantFrom(1 as const, 2 as const),
    )
    fc.assert(
      fc.property(any, ([ms, hz, hardware]) => {
        const { periods, windows, trueMs } = planTiming(ms, hz, hardware)
        expect(Number.isInteger(periods) && periods >= 1 && windows >= 1).toBe(true)
        expect((periods * 1000) / hz).toBeLessThanOrEqual(2_000 + 500 / hz + 1e-6)
        if (hardware === 1) expect(periods).toBeLessThanOrEqual(100)
        expect(Math.abs(trueMs - ms)).toBeLessThanOrEqual((windows * 500) / hz + (ms < 1000 / hz ? 1000 / hz : 1e-6))
      }),
    )
  })

  it('is a whole number of milliseconds from 1 to a day', () => {
    for (const ms of [1, 250, 86_400_000]) expect(refuseInterval(ms)).toBeNull()
    for (const ms of [0, -100, 1.5, Number.NaN, 86_400_001]) expect(refuseInterval(ms)).toContain('whole number')
  })

  it('rounds halves to even', () => {
    expect([0.5, 1.5, 2.5, 12.5, 37.5, 2.4, 2.6].map(halfToEven)).toEqual([0, 2, 2, 12, 38, 2, 3])
  })
})
