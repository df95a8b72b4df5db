import { expect, it } from 'vitest'
import { jsonLine, parseUnit, plainLine, readingOf, UNITS } from './reading-lines'

it('takes units in any case', () => {
  expect(['mw', 'MW', 'w', 'mj', 'MJ', 'j', 'UJ', 'uj'].map(parseUnit)).toEqual([
    'mW',
    'mW',
    'W',
    'mJ',
    'mJ',
    'J',
    'uJ',
    'uJ',
  ])
  for (const text of ['', 'kW', 'Wh', 'watt', 'µJ']) expect(parseUnit(text)).toBeNull()
})

it('prints integers truncated toward zero, energy over the true window', () => {
  expect(UNITS.map((unit) => readingOf(171.1404, 1000, unit))).toEqual([171_140, 171, 171_140, 171, 171_140_400])
  // 250 ms at 50 Hz are 240 ms.
  expect(readingOf(171.1404, 240, 'mJ')).toBe(41_073)
  expect(readingOf(-12.9, 1000, 'W')).toBe(-12)
})

it('shows nothing plugged in as 0, a real negative reading as it is', () => {
  for (const unit of UNITS) expect(Object.is(readingOf(-0.011, 1000, unit), 0)).toBe(true)
  expect(readingOf(-0.4999, 1000, 'mW')).toBe(0)
  expect(readingOf(-0.5, 1000, 'mW')).toBe(-500)
  expect(readingOf(0.0004, 1000, 'mW')).toBe(0)
})

it('keeps microseconds exact', () => {
  expect(plainLine(1_767_225_600_000_001, 42)).toBe('1767225600000001 42\n')
  expect(JSON.parse(jsonLine(1_767_225_600_000_001, 42, 'mJ', 'a_machine'))).toEqual({
    schema: 1,
    machine: 'a_machine',
    time_us: 1_767_225_600_000_001,
    value: 42,
    unit: 'mJ',
  })
})
