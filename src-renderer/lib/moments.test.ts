import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MomentContext, parseMoment, rangeProblem, writeMoment } from './moments'

const NOON = Date.UTC(2026, 10, 22, 12) * 1e3
const context = (mode: 'local' | 'utc' | 'relative', zone = 'Europe/Helsinki'): MomentContext => ({
  scale: { mode, zone, originUs: NOON - 600e6 },
  nowUs: NOON,
  dayUs: NOON,
})
const read = (text: string, of: MomentContext): number | string => {
  const moment = parseMoment(text, of)
  return 'tUs' in moment ? moment.tUs : moment.wrong
}

describe('a typed time', () => {
  it('is a clock time of the shown zone and day', () => {
    expect(read('14:00', context('local'))).toBe(NOON)
    expect(read(' 13:59:59.016 ', context('local'))).toBe(NOON - 984_000)
    expect(read('12:00:00', context('utc'))).toBe(NOON)
    expect(read('2026-11-21 14:00', context('local'))).toBe(NOON - 86_400e6)
    expect(read('2026-11-22T12:00:00Z', context('local'))).toBe(NOON)
    expect(read('2026-11-22T13:00:00+01:00', context('utc'))).toBe(NOON)
  })

  it('may count from now, and from the start while times do', () => {
    expect(read('now', context('local'))).toBe(NOON)
    expect(read('-10 min', context('local'))).toBe(NOON - 600e6)
    expect(read('−1.5h', context('utc'))).toBe(NOON - 5_400e6)
    expect(read('90', context('relative'))).toBe(NOON - 510e6)
    expect(read('1:30', context('relative'))).toBe(NOON - 510e6)
    expect(read('+0:01:30.5', context('relative'))).toBe(NOON - 509.5e6)
    expect(read('90 s', context('relative'))).toBe(NOON - 510e6)
  })

  it('says what is wrong', () => {
    for (const [text, words] of [
      ['', 'Write a time.'],
      ['noon', 'Write a time like 14:07:59.'],
      ['25:00', 'A day has 24 hours, an hour 60 minutes of 60 seconds.'],
      ['2026-02-30 12:00', 'There is no day 2026-02-30.'],
      ['5 min', 'Write -5 min for a time before now.'],
    ] as const) {
      expect(read(text, context('local'))).toBe(words)
    }
    expect(read('x', context('relative'))).toBe('Write seconds or h:mm:ss since the start.')
  })

  it('reads back what the field shows, in every zone and mode, to the millisecond', () => {
    const span = 400 * 86_400e3
    fc.assert(
      fc.property(
        fc.integer({ min: -span, max: span }),
        fc.constantFrom('local' as const, 'utc' as const, 'relative' as const),
        fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Asia/Tokyo'),
        (ms, mode, zone) => {
          const of = context(mode, zone)
          const tUs = NOON + ms * 1e3
          const back = read(writeMoment(tUs, of), of)
          // An hour that comes twice reads as its first.
          expect([tUs, tUs - 3_600e6]).toContain(back)
        },
      ),
    )
  })

  it('finds both sides of a change of the clock', () => {
    const of = context('local')
    expect(read('2026-03-29 02:59:59', of)).toBe(Date.UTC(2026, 2, 29, 0, 59, 59) * 1e3)
    expect(read('2026-03-29 04:00:00', of)).toBe(Date.UTC(2026, 2, 29, 1) * 1e3)
    expect(read('2026-10-25 02:59:59', of)).toBe(Date.UTC(2026, 9, 24, 23, 59, 59) * 1e3)
    expect(read('2026-10-25 04:00:00', of)).toBe(Date.UTC(2026, 9, 25, 2) * 1e3)
  })
})

describe('a typed range', () => {
  it('has its ends in order, touches the data, and is not shorter than a sample', () => {
    const bounds = { fromUs: NOON - 600e6, toUs: NOON, shortestUs: 20_000 }
    const of = context('utc')
    expect(rangeProblem({ fromUs: NOON - 60e6, toUs: NOON }, bounds, of)).toBeNull()
    expect(rangeProblem({ fromUs: NOON, toUs: NOON - 1 }, bounds, of)).toBe('From must be before to.')
    expect(rangeProblem({ fromUs: NOON + 1, toUs: NOON + 1e6 }, bounds, of)).toBe(
      'No data there: they reach from 11:50:00.000 to 12:00:00.000.',
    )
    expect(rangeProblem({ fromUs: NOON - 1_000, toUs: NOON - 500 }, bounds, of)).toBe('Shorter than one sample.')
  })
})
