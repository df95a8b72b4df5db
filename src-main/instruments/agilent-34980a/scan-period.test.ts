import { expect, it } from 'vitest'
import { ScanPeriod } from './scan-period'

const periods = (leastMs: number, scans: readonly number[]): readonly number[] => {
  const period = new ScanPeriod(leastMs)
  return scans.map((took) => {
    const before = period.ms
    expect(period.next(took)).toBe(period.ms !== before)
    return period.ms
  })
}

it('is the interval while scans are shorter', () => {
  expect(periods(1_000, [300, 900, 1_090])).toEqual([1_000, 1_000, 1_000])
})

it('is what scans take where they are longer, from the first one on', () => {
  expect(periods(1_000, [2_500, 2_520, 2_490, 2_600])).toEqual([2_500, 2_500, 2_500, 2_500])
  expect(periods(1_000, [300, 2_500, 2_400, 5_000, 4_000])).toEqual([1_000, 1_000, 2_400, 2_400, 4_000])
})

it('does not follow one late scan among others', () => {
  expect(periods(1_000, [300, 300, 4_200, 300, 300, 9_000, 300])).toEqual(Array(7).fill(1_000))
})

it('becomes shorter again when only the first scan was late, or scans are quick again', () => {
  expect(periods(1_000, [4_200, 300, 300, 300])).toEqual([4_200, 4_200, 4_200, 1_000])
  expect(periods(1_000, [2_500, 2_500, 2_500, 1_500, 1_600, 1_500])).toEqual([2_500, 2_500, 2_500, 2_500, 2_500, 1_600])
})
