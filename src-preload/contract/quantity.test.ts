import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  commonPrefix,
  createPrefixHold,
  formatAge,
  formatBytes,
  formatClock,
  formatCount,
  formatDate,
  formatDay,
  formatDuration,
  formatEnergy,
  formatFixed,
  formatIso,
  formatPercent,
  formatQuantity,
  formatSpan,
  formatTime,
  joined,
  pickPrefix,
  zoneLabel,
  zoneOffsetMin,
} from './quantity'

const T = Date.UTC(2026, 10, 22, 12, 9, 17, 216) * 1_000 + 45
const text = (x: number, unit: string, options = {}) => joined(formatQuantity(x, unit, options))
const number = (s: string) => Number(s.replaceAll('\u00a0', '').replace('\u2212', '-'))

describe('a quantity', () => {
  it('gives bytes a prefix, but no temperature, share, count of jiffies or speed of a fan', () => {
    expect(joined(formatQuantity(1_621_296.81, 'B/s'))).toBe('1.621\u00a0MB/s')
    for (const unit of ['°C', '%', 'jiffies', 'rpm', '1/s', 'dB'])
      expect(joined(formatQuantity(4_321, unit, { decimals: 0 }))).toBe(`4\u00a0321\u00a0${unit}`)
  })

  it.each([
    [44.28, 'W', '44.28\u00a0W'],
    [0.8123, 'W', '812.3\u00a0mW'],
    [999.96, 'W', '1.000\u00a0kW'],
    [999.94, 'W', '999.9\u00a0W'],
    [0.000_042_8, 'J', '42.80\u00a0\u00b5J'],
    [0, 'W', '0.000\u00a0W'],
    [-0.214, 'A', '\u2212214.0\u00a0mA'],
    [0.834, '1', '0.834'],
  ])('%d %s reads %s', (x, unit, wanted) => expect(text(x, unit)).toBe(wanted))

  it('is a dash where there is no number', () => {
    expect(formatQuantity(Number.NaN, 'W')).toEqual({ number: '—', unit: 'W' })
    expect(formatFixed(Number.POSITIVE_INFINITY, 2)).toBe('—')
  })

  it('says that it is below what the meter resolves', () => {
    expect(text(0.05, 'W', { resolution: 0.1 })).toBe('<\u00a00.1\u00a0W')
    expect(text(0, 'W', { resolution: 0.1 })).toBe('0.000\u00a0W')
  })

  it('has 1 ≤ |number| < 1000 and four digits, whatever the value', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-8, max: 9e10, noNaN: true }), fc.boolean(), (size, negative) => {
        const shown = formatQuantity(negative ? -size : size, 'W')
        const x = number(shown.number)
        expect(Math.abs(x)).toBeGreaterThanOrEqual(1)
        expect(Math.abs(x)).toBeLessThan(1_000)
        expect(shown.number.replace(/[^\d]/g, '')).toHaveLength(4)
        expect(Math.sign(x)).toBe(negative ? -1 : 1)
      }),
    )
  })

  it('is within half of its last digit of the value', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 6 }), (x, decimals) => {
        expect(Math.abs(number(formatFixed(x, decimals)) - x)).toBeLessThanOrEqual(0.5000001 * 10 ** -decimals + 1e-9)
      }),
    )
  })

  it('never carries a comma, a hyphen or a plain space', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), (x) => {
        expect(text(x, 'W')).not.toMatch(/[, -]/)
      }),
    )
  })

  it('carries no sign on what rounds to zero, and groups digits', () => {
    expect(formatFixed(-0.001, 2)).toBe('0.00')
    expect(formatCount(6416)).toBe('6\u00a0416')
    expect(formatFixed(0.0004973, 7)).toBe('0.000\u00a0497\u00a03')
  })

  it('never rounds coverage up to a full hundred', () => {
    expect(formatPercent(99.97)).toBe('99.9')
    expect(formatPercent(100)).toBe('100.0')
  })
})

describe('a held prefix', () => {
  it('changes only after a second outside 0.9 … 1100', () => {
    const hold = createPrefixHold()
    expect(hold.choose(950, 0).symbol).toBe('')
    expect(hold.choose(1_050, 100).symbol).toBe('')
    expect(hold.choose(1_200, 200).symbol).toBe('')
    expect(hold.choose(1_200, 1_100).symbol).toBe('')
    expect(hold.choose(1_200, 1_200).symbol).toBe('k')
    expect(hold.choose(0.95e3, 9_000).symbol).toBe('k')
    expect(joined(formatQuantity(950, 'W', { prefix: hold.choose(950, 9_000) }))).toBe('0.950\u00a0kW')
  })

  it('forgets an excursion that ends in time', () => {
    const hold = createPrefixHold()
    hold.choose(100, 0)
    hold.choose(5_000, 100)
    hold.choose(100, 900)
    expect(hold.choose(5_000, 1_200).symbol).toBe('')
  })

  it('is shared by a column', () => {
    expect(commonPrefix([0.2, 1_500, Number.NaN]).symbol).toBe('k')
    expect(commonPrefix([])).toBe(pickPrefix(0))
  })
})

describe('energy', () => {
  it.each([
    [4_519, 'Wh', '1.255\u00a0Wh'],
    [4_519, 'J', '4.519\u00a0kJ'],
    [360, 'Wh', '100.0\u00a0mWh'],
    [3_599_000, 'Wh', '999.7\u00a0Wh'],
    [3_600_000, 'Wh', '1.000\u00a0kWh'],
    [0.001, 'Wh', '0.000\u00a0mWh'],
  ] as const)('%d J in %s reads %s', (j, unit, wanted) => expect(joined(formatEnergy(j, unit))).toBe(wanted))
})

describe('time', () => {
  it('reads spans, clocks, durations and ages', () => {
    expect(formatSpan(128.4)).toBe('128.400\u00a0s')
    expect(formatSpan(4_326.4)).toBe('01:12:06.400')
    expect(formatClock(4_326)).toBe('01:12:06')
    expect(formatClock(187_860)).toBe('2\u00a0d\u00a004:11')
    expect(formatDuration(12.345)).toBe('12.3\u00a0s')
    expect(formatDuration(300)).toBe('5\u00a0min\u00a000\u00a0s')
    expect(formatDuration(4_326)).toBe('1\u00a0h\u00a012\u00a0min')
    expect([0.021, 4.12, 41, 400, 21_600, 49_766_400].map(formatAge)).toEqual(
      ['21 ms', '4.1 s', '41 s', '7 min', '6 h', '576 d'].map((s) => s.replace(' ', '\u00a0')),
    )
    expect(formatBytes(18_400_000)).toEqual({ number: '18.4', unit: 'MB' })
  })

  it('reads times of day in the zone it is given', () => {
    expect(formatTime(T, 'Europe/Helsinki')).toBe('14:09:17.216')
    expect(formatTime(T, 'UTC', 6)).toBe('12:09:17.216045')
    // The middle of a bucket may lie between two microseconds.
    expect(formatTime(T - 200_000 + 0.5, 'UTC', 3)).toBe('12:09:17.016')
    expect(formatDate(Date.UTC(2026, 10, 22, 23) * 1_000, 'Europe/Helsinki')).toBe('2026-11-23')
    expect(formatDay(T, 'Europe/Helsinki', 2026)).toBe('22 Nov 14:09')
    expect(formatDay(T, 'UTC', 2027)).toBe('22 Nov 2026 12:09')
    expect(formatIso(T, 'Europe/Helsinki')).toBe('2026-11-22T14:09:17+02:00')
    expect(zoneOffsetMin(T, 'Asia/Kolkata')).toBe(330)
    expect(zoneOffsetMin(Date.UTC(2026, 6, 1) * 1_000, 'America/New_York')).toBe(-240)
    expect(zoneLabel(T, 'Europe/Helsinki')).toBe('UTC+02:00 · EET')
    expect(zoneLabel(T, 'No/Such')).toBe('UTC+00:00')
  })

  it('steps over the hour that is repeated when summer time ends', () => {
    const before = Date.UTC(2026, 9, 25, 0, 30) * 1_000
    expect([before, before + 3.6e9].map((t) => formatTime(t, 'Europe/Helsinki', 0))).toEqual(['03:30:00', '03:30:00'])
  })
})
