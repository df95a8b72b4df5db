import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LEAST_LANE_PX, laneHeights } from './lane-heights'
import { createLatest } from './latest'
import { ordinal } from './ordinal'
import { timeLabel, timeTicks, valueTicks } from './ticks'
import { fitted, nextDomain, SHRINK_AFTER_MS, shiftY, zoomY } from './y-domain'

const NOON = Date.UTC(2026, 10, 22, 12) * 1_000
const LOCAL = { mode: 'local', zone: 'Europe/Helsinki', originUs: NOON } as const
const POWER = { fromZero: true, least: 1, most: null, empty: [0, 80] } as const
const VOLTS = { fromZero: false, least: 2, most: null, empty: [220, 240] } as const
const FACTOR = { fromZero: true, least: 1, most: 1, empty: [0, 1] } as const

describe('the value axis', () => {
  it('has three to six 1-2-5 ticks', () => {
    expect(valueTicks(0, 80, 200)).toEqual({ values: [0, 20, 40, 60, 80], decimals: 0 })
    expect(valueTicks(0, 0.3, 120).decimals).toBe(1)
    // A low lane still has two labels, and larger type fewer of them.
    expect(valueTicks(228.5, 231.5, 38).values).toEqual([229, 230, 231])
    expect(valueTicks(0, 80, 76, 2).values).toEqual([0, 50])
  })

  it('holds the data, from zero where it should', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e4, max: 1e4, noNaN: true }),
        fc.double({ min: 0, max: 1e4, noNaN: true }),
        (low, span) => {
          for (const rule of [POWER, VOLTS]) {
            const fit = fitted(low, low + span, rule)
            expect(fit.low).toBeLessThanOrEqual(low + 1e-6)
            expect(fit.high).toBeGreaterThanOrEqual(low + span - 1e-6)
            if (rule.fromZero && low >= 0) expect(fit.low).toBe(0)
          }
        },
      ),
    )
  })

  it('grows at once and shrinks only after 3 s', () => {
    const first = nextDomain(null, [0, 20], POWER, 0)
    const grown = nextDomain(first, [0, 70], POWER, 100)
    expect(grown.high).toBeGreaterThanOrEqual(70)
    const loose = nextDomain(grown, [0, 20], POWER, 200)
    expect(loose.high).toBe(grown.high)
    expect(nextDomain(loose, [0, 20], POWER, 200 + SHRINK_AFTER_MS - 1).high).toBe(grown.high)
    expect(nextDomain(loose, [0, 20], POWER, 200 + SHRINK_AFTER_MS).high).toBe(first.high)
    expect(nextDomain(loose, [0, 70], POWER, 900).looseSinceMs).toBeNull()
  })

  it('zooms about a value and never turns over', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(
        value,
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 1e-9, max: 1e3, noNaN: true }),
        (low, span, share, factor) => {
          const about = low + share * span
          const next = zoomY({ low, high: low + span }, about, factor)
          expect(next.high).toBeGreaterThan(next.low)
          expect((about - next.low) / (next.high - next.low)).toBeCloseTo(share, 3)
        },
      ),
    )
    expect(zoomY({ low: 0, high: 80 }, 20, 0.5)).toEqual({ low: 10, high: 50 })
    expect(shiftY({ low: 10, high: 50 }, -10)).toEqual({ low: 0, high: 40 })
  })

  it('ends a power factor at 1, unless the data go beyond', () => {
    expect(fitted(0.94, 0.99, FACTOR)).toEqual({ low: 0, high: 1 })
    expect(fitted(-0.4, 0.99, FACTOR).low).toBeLessThanOrEqual(-0.4)
    expect(fitted(0, 1.02, FACTOR).high).toBeGreaterThan(1.02)
  })

  it('keeps its axis when there is nothing to see', () => {
    expect(nextDomain(null, null, POWER, 0)).toMatchObject({ low: 0, high: 80 })
  })
})

describe('the time ruler', () => {
  it('labels whole steps of the shown zone, far enough apart', () => {
    const ticks = timeTicks({ fromUs: NOON - 60e6, toUs: NOON }, 1_200, LOCAL)
    expect(ticks.map(({ label }) => label)).toContain('13:59:55')
    const px = ticks.map(({ tUs }) => ((tUs - NOON + 60e6) / 60e6) * 1_200)
    for (let i = 1; i < px.length; i++) expect((px[i] ?? 0) - (px[i - 1] ?? 0)).toBeGreaterThanOrEqual(80)
  })

  it('puts days at local midnight', () => {
    const ticks = timeTicks({ fromUs: NOON - 3 * 86_400e6, toUs: NOON }, 400, LOCAL)
    expect(ticks.every(({ label }) => label === '00:00:00')).toBe(true)
    expect(ticks.length).toBeGreaterThan(1)
  })

  it('counts from the start, with a sign', () => {
    const relative = { ...LOCAL, mode: 'relative' } as const
    expect(timeLabel(NOON + 12.5e6, relative, 5e5)).toBe('+12.500\u00a0s')
    expect(timeLabel(NOON - 3e6, relative, 1e6)).toBe('\u22123\u00a0s')
    expect(timeLabel(NOON + 3_725e6, relative, 1e6)).toBe('+1:02:05')
    expect(timeLabel(NOON + 1.5e6, { ...LOCAL, mode: 'utc' }, 1e3)).toBe('12:00:01.500')
  })
})

describe('small things', () => {
  it('shares heights by weight and never goes below the minimum', () => {
    expect(laneHeights([2, 1, 1], 400)).toEqual([200, 100, 100])
    expect(laneHeights([2, 1, 1], 10)).toEqual([LEAST_LANE_PX, LEAST_LANE_PX, LEAST_LANE_PX])
    expect(laneHeights([2, 1, 1], 300, [56, 56, 100])).toEqual([134, 66, 100])
    expect(laneHeights([], 400)).toEqual([])
  })

  it('fills the height exactly when the minima leave room, and never cuts one short', () => {
    const lane = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 20, max: 120 }))
    fc.assert(
      fc.property(
        fc.array(lane, { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 50, max: 2_000 }),
        (lanes, total) => {
          const leasts = lanes.map(([, least]) => least)
          const heights = laneHeights(
            lanes.map(([weight]) => weight),
            total,
            leasts,
          )
          heights.forEach((height, i) => void expect(height).toBeGreaterThanOrEqual(leasts[i] ?? 0))
          const [sum, needed] = [heights, leasts].map((list) => list.reduce((a, b) => a + b, 0))
          expect(sum).toBe(Math.max(total, needed ?? 0))
        },
      ),
    )
  })

  it('counts tries in words', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 112].map(ordinal)).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '112th',
    ])
  })

  it('runs one job at a time and lets only the newest wait', async () => {
    const run: number[] = []
    const doors: (() => void)[] = []
    const ask = createLatest<number>((job) => {
      run.push(job)
      return new Promise((resolve) => doors.push(resolve))
    })
    for (const job of [1, 2, 3, 4]) ask(job)
    expect(run).toEqual([1])
    doors[0]?.()
    await Promise.resolve().then(() => Promise.resolve())
    await new Promise((resolve) => setTimeout(resolve, 0))
    expect(run).toEqual([1, 4])
  })
})
