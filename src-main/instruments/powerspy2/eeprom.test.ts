import { expect, it } from 'vitest'
import { BENCH_CALIBRATION } from './bench'
import { decodeEeprom, encodeEeprom, implausible } from './eeprom'
import { Averager, type Reading } from './reading'

it('holds the recorded scale factors as the meter sends them, least significant byte first', () => {
  const bytes = encodeEeprom({ serial: 0x0457, calibration: BENCH_CALIBRATION })
  expect([...bytes.subarray(0x0e, 0x16)]).toEqual([0x6c, 0x02, 0xa7, 0x3d, 0xce, 0xdc, 0x0e, 0x3a])
  expect([...bytes.subarray(0, 2)]).toEqual([0x57, 0x04])
  expect(decodeEeprom(bytes)).toEqual({ serial: 0x0457, calibration: BENCH_CALIBRATION })
})

it('has no date where the calendar has none', () => {
  const bytes = encodeEeprom({ serial: 1, calibration: { ...BENCH_CALIBRATION, date: null } })
  expect(decodeEeprom(bytes).calibration.date).toBeNull()
  bytes.set([0xe8, 0x07, 2, 30], 0x16)
  expect(decodeEeprom(bytes).calibration.date).toBeNull()
  bytes.set([0xe8, 0x07, 2, 29], 0x16)
  expect(decodeEeprom(bytes).calibration.date).toBe('2024-02-29')
})

it('names scale factors nobody can measure with', () => {
  expect(implausible(BENCH_CALIBRATION)).toEqual([])
  for (const voltsPerDigit of [Number.NaN, 0, -0.08, 1e9, 1e-12, Number.POSITIVE_INFINITY])
    expect(implausible({ ...BENCH_CALIBRATION, voltsPerDigit })).toEqual([`Uscale = ${voltsPerDigit} V per digit`])
  const erased = decodeEeprom(new Uint8Array(26).fill(0xff)).calibration
  expect(implausible(erased)).toHaveLength(2)
})

it('averages mean squares and power, and takes the highest peak', () => {
  const reading = (amps: number): Reading => ({
    meanSquareVolts: 230 ** 2,
    meanSquareAmps: amps ** 2,
    watts: 230 * amps,
    peakVolts: 325,
    peakAmps: amps * 2,
  })
  const averager = new Averager(2)
  expect(averager.add(reading(1))).toBeNull()
  expect(averager.add(reading(7))).toEqual({
    meanSquareVolts: 230 ** 2,
    meanSquareAmps: 25,
    watts: 230 * 4,
    peakVolts: 325,
    peakAmps: 14,
  })
  averager.add(reading(100))
  averager.restart()
  averager.add(reading(1))
  expect(averager.add(reading(1))?.watts).toBe(230)
})
