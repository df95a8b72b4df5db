import { KEPT_TRAFFIC, type TrafficLine } from '@contract/traffic'
import { beforeEach, expect, it } from 'vitest'
import type { Traffic } from '../ports/instrument'
import { ManualClock } from '../testing/manual-clock'
import { Teller } from './teller'
import { printable, TrafficLog } from './traffic-log'

let clock: ManualClock
let log: TrafficLog
let told: { readonly atUs: number; readonly lines: readonly TrafficLine[] }[]
let worded: number

beforeEach(() => {
  clock = new ManualClock()
  const teller = new Teller()
  told = []
  worded = 0
  teller.hear((message) => {
    if (message.topic === 'traffic:added') told.push({ atUs: clock.nowUs(), lines: message.message.lines })
  })
  log = new TrafficLog({ clock, teller })
})

const line = (text: string, more: Partial<Traffic> = {}): Traffic => ({
  atUs: clock.nowUs(),
  direction: 'received',
  text,
  meaning: () => {
    worded++
    return `means ${text}`
  },
  ...more,
})

it('keeps the newest lines of all instruments and words them only for a follower', async () => {
  for (let i = 0; i < KEPT_TRAFFIC + 5; i++) log.add(i % 2 ? 'a' : 'b', line(String(i)))
  await clock.advance(1000)
  expect([worded, told.length]).toEqual([0, 0])
  const kept = log.follow()
  expect(kept.length).toBe(KEPT_TRAFFIC)
  expect(kept[0]).toEqual({
    seq: 6,
    atUs: kept[0]?.atUs,
    instrumentId: 'a',
    direction: 'received',
    text: '5',
    meaning: 'means 5',
    level: 'plain',
  })
  expect(kept.map(({ seq }) => seq)).toEqual(Array.from({ length: KEPT_TRAFFIC }, (_, i) => i + 6))
})

it('tells at most 5 times a second, each line once', async () => {
  log.follow()
  for (let i = 0; i < 100; i++) {
    log.add('a', line(String(i)))
    await clock.advance(10)
  }
  await clock.advance(1000)
  expect(told.length).toBeLessThanOrEqual(6)
  const pauses = told.slice(1).map(({ atUs }, i) => atUs - (told[i]?.atUs ?? 0))
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(200_000)
  expect(told.flatMap(({ lines }) => lines.map(({ text }) => text))).toEqual(
    Array.from({ length: 100 }, (_, i) => `${i}`),
  )
})

it('tells the newest 200 of many, and their seq shows what was left out', async () => {
  log.add('a', line('before'))
  const [kept] = log.follow()
  for (let i = 0; i < 900; i++) log.add('a', line(String(i)))
  await clock.advance(200)
  expect(told.length).toBe(1)
  expect(told[0]?.lines.length).toBe(200)
  expect(told[0]?.lines[0]).toMatchObject({ text: '700', seq: (kept?.seq ?? 0) + 701 })
  expect(worded).toBe(201)
})

it('tells nothing once nobody follows, and starts anew with the next follower', async () => {
  log.follow()
  log.add('a', line('1'))
  log.unfollow()
  log.add('a', line('2'))
  await clock.advance(1000)
  expect(told).toEqual([])
  expect(log.follow().map(({ text }) => text)).toEqual(['1', '2'])
  log.add('a', line('3'))
  await clock.advance(1000)
  expect(told.map(({ lines }) => lines.map(({ text }) => text))).toEqual([['3']])
})

it.each([
  ['received', '<K>\n\r', '<K>\\x0a\\x0d'],
  ['received', '\x00\x7fé', '\\x00\\x7f\\xe9'],
  ['sent', 'a\\b', 'a\\\\b'],
  ['note', 'power above voltage × current\x07', 'power above voltage × current\\x07'],
] as const)('escapes what cannot be printed: %s %j', (direction, text, shown) => {
  expect(printable({ direction, text })).toBe(shown)
})

it('cuts long texts between characters', () => {
  for (const text of ['x'.repeat(5000), '\x00'.repeat(5000), `${'x'.repeat(398)}\x00\x00`]) {
    const shown = printable({ direction: 'received', text })
    expect(shown.length).toBeLessThanOrEqual(400)
    expect(shown).toMatch(/^(x|\\x00)*…$/)
  }
})
