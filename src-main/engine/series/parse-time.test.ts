import { expect, it } from 'vitest'
import { parseTime } from './parse-time'

const BERLIN = 'Europe/Berlin'

it.each([
  ['1767225600000001', 1_767_225_600_000_001],
  ['0', 0],
  ['-5', -5],
  ['2026-01-01T00:00:00Z', 1_767_225_600_000_000],
  ['2026-01-01T00:00:00.2500019Z', 1_767_225_600_250_001],
  ['2026-01-01T01:00:00+01:00', 1_767_225_600_000_000],
  ['2025-12-31T19:00:00-0500', 1_767_225_600_000_000],
  ['2026-01-01T01:00:00', 1_767_225_600_000_000],
  ['2026-01-01 01:00', 1_767_225_600_000_000],
  [' 2026-01-01 ', 1_767_222_000_000_000],
  ['1969-12-31T23:59:59.9999995Z', -1],
])('reads %s in Berlin as %i', (text, us) => {
  expect(parseTime(text, BERLIN)).toBe(us)
})

it('takes a repeated local time as the earlier one, and moves a skipped one on', () => {
  expect(parseTime('2026-10-25T02:30', BERLIN)).toBe(Date.UTC(2026, 9, 25, 0, 30) * 1000)
  expect(parseTime('2026-03-29T02:30', BERLIN)).toBe(Date.UTC(2026, 2, 29, 1, 30) * 1000)
})

it.each(['', 'now', '12:30', '1.5', '1e3', '2026-13-01', '2026-01-01T25:00', '99999999999999999', 'Infinity'])(
  'refuses "%s"',
  (text) => {
    expect(parseTime(text, BERLIN)).toBeNull()
  },
)
