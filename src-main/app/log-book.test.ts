import { LOG_KEPT, type LogEntry } from '@contract/log'
import { expect, it } from 'vitest'
import { ManualClock } from '../testing/manual-clock'
import { LogBook } from './log-book'
import { Teller } from './teller'

function book() {
  const clock = new ManualClock()
  const teller = new Teller()
  const told: { id: number; times: number; seq: number }[] = []
  teller.hear((t) => {
    if (t.topic === 'log:added') told.push({ id: t.message.entry.id, times: t.message.entry.times, seq: t.message.seq })
  })
  const written: LogEntry[] = []
  return { clock, told, written, log: new LogBook(clock, teller, (entry) => written.push(entry)) }
}

it('merges the same line within a minute and counts it', async () => {
  const { clock, log, told, written } = book()
  log.say('warn', 'desk', 'fell silent')
  await clock.advance(30_000)
  log.say('info', 'desk', 'connected')
  log.say('warn', 'desk', 'fell silent')
  expect(log.recent().map((e) => [e.text, e.times])).toEqual([
    ['connected', 1],
    ['fell silent', 2],
  ])
  await clock.advance(61_000)
  log.say('warn', 'desk', 'fell silent')
  expect(log.recent().length).toBe(3)
  expect(told).toEqual([
    { id: 1, times: 1, seq: 1 },
    { id: 2, times: 1, seq: 2 },
    { id: 1, times: 2, seq: 3 },
    { id: 3, times: 1, seq: 4 },
  ])
  expect(written.length).toBe(4)
})

it('keeps the newest entries and no more', () => {
  const { log } = book()
  for (let i = 0; i < LOG_KEPT + 20; i++) log.say('info', 'x', `line ${i}`)
  expect(log.recent().length).toBe(LOG_KEPT)
  expect(log.recent()[0]?.text).toBe('line 20')
})
