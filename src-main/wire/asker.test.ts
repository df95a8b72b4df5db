import { expect, it } from 'vitest'
import { ManualClock } from '../testing/manual-clock'
import { Asker, type Question } from './asker'

const question = (over: Partial<Question<string>> = {}): Question<string> => ({
  bytes: Uint8Array.of(1),
  accept: (frame) => (frame.startsWith('K') ? { answer: frame } : undefined),
  timeoutMs: 1000,
  silent: () => new Error('silent'),
  ...over,
})

function asker(write: (bytes: Uint8Array) => Promise<void> = async () => undefined) {
  const clock = new ManualClock()
  return { clock, asker: new Asker(clock, write) }
}

it('hands the answer over and lets what is not the answer go by', async () => {
  const { asker: one } = asker()
  const answer = one.ask(question())
  expect(one.take('0076')).toBe(false)
  expect(one.take('K.')).toBe(true)
  expect(one.take('K')).toBe(false)
  expect(await answer).toBe('K.')
})

it('rejects when the time is over, and can be asked again', async () => {
  const { clock, asker: one } = asker()
  const late = expect(one.ask(question())).rejects.toThrow('silent')
  await clock.advance(1000)
  await late
  const answer = one.ask(question())
  one.take('K')
  expect(await answer).toBe('K')
})

it('rejects with the refusal, with a failed write, and with what fail() brings', async () => {
  const refusing = asker().asker
  const refused = expect(refusing.ask(question({ accept: () => ({ refused: new Error('Z') }) }))).rejects.toThrow('Z')
  refusing.take('Z')
  await refused
  const broken = asker(() => Promise.reject(new Error('gone'))).asker
  await expect(broken.ask(question())).rejects.toThrow('gone')
  const failing = asker().asker
  const failed = expect(failing.ask(question())).rejects.toThrow('hung up')
  failing.fail(new Error('hung up'))
  await failed
})

it('refuses a second question while one is open', () => {
  const { asker: one } = asker()
  void one.ask(question()).catch(() => undefined)
  expect(() => one.ask(question())).toThrow('one question at a time')
})
