import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSyncStamp } from './sync-stamp'

describe('a time stamp of an upload script', () => {
  it.each([
    ['1795303851279123456', 1_795_303_851_279_123],
    ['1795303851279', 1_795_303_851_279_000],
    ['1795303851279.25', 1_795_303_851_279_250],
    ['1795303851.279123', 1_795_303_851_279_123],
    ['1795303851', 1_795_303_851_000_000],
    ['1795303851279123', 1_795_303_851_279_123],
    [' 1795303851279\r\n', 1_795_303_851_279_000],
    ['"1795303851279"', 1_795_303_851_279_000],
    ['1795303851279=', 1_795_303_851_279_000],
    ['0', 0],
  ])('%j', (text, us) => expect(parseSyncStamp(text)).toBe(us))

  it.each(['', '-1', 'NaN', '1e12', 'abc', '{}', '12 34', '1'.repeat(65), '999999999999999999999', '0x10', '1.2.3'])(
    'is not %j',
    (text) => expect(parseSyncStamp(text)).toBeNull(),
  )

  it('is the same moment in every unit from 1973 to 2255', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 100_000_000_000n, max: 9_007_199_254_740_000n }), (ms1000) => {
        const us = (ms1000 / 1000n) * 1000n
        fc.pre(us >= 100_000_000_000_000n)
        for (const text of [us * 1000n, us, us / 1000n].map(String)) expect(parseSyncStamp(text)).toBe(Number(us))
        const seconds = `${us / 1_000_000n}.${String(us % 1_000_000n).padStart(6, '0')}`
        expect(parseSyncStamp(seconds)).toBe(Number(us))
      }),
    )
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseSyncStamp(text)))
  })
})
