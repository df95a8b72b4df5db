import { expect, it } from 'vitest'
import { ManualClock, settle } from '../testing/manual-clock'
import { ScpiDialogue } from './scpi-dialogue'
import { command, query } from './scpi-text'

function rig(write: (text: string) => Promise<void> = async () => undefined) {
  const clock = new ManualClock()
  const sent: string[] = []
  const dialogue = new ScpiDialogue({
    clock,
    write: (bytes) => {
      const text = String.fromCharCode(...bytes)
      sent.push(text)
      return write(text)
    },
    silent: (asked, seconds) => new Error(`${asked} silent for ${seconds} s`),
    unasked: (said) => new Error(`nobody asked: ${said}`),
    traffic: () => undefined,
  })
  const hear = (text: string): void => dialogue.received(Uint8Array.from(text, (c) => c.charCodeAt(0)))
  const fate = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: Error) => error.message)
  return { clock, sent, dialogue, hear, fate }
}

it('asks one question at a time, in order, and lets commands wait their turn', async () => {
  const { dialogue, sent, hear } = rig()
  const first = dialogue.ask(query`*IDN?`, 1000)
  const told = dialogue.tell(command`*CLS`)
  const second = dialogue.ask(query`READ?`, 1000)
  await settle()
  expect(sent).toEqual(['*IDN?\n'])
  hear('one\r\n')
  await settle()
  expect(sent).toEqual(['*IDN?\n', '*CLS\n', 'READ?\n'])
  hear('two\n')
  expect(await Promise.all([first, told, second])).toEqual(['one', undefined, 'two'])
})

it('is over after a time-out: what waits and what follows fails with the same reason, a late answer goes nowhere', async () => {
  const { clock, dialogue, sent, hear, fate } = rig()
  const first = fate(dialogue.ask(query`READ?`, 1000))
  const second = fate(dialogue.ask(query`*IDN?`, 1000))
  await clock.advance(1000)
  hear('late\n')
  const third = fate(dialogue.tell(command`*CLS`))
  expect(await Promise.all([first, second, third])).toEqual(Array(3).fill('READ? silent for 1 s'))
  expect(sent).toEqual(['READ?\n'])
})

it('counts the time-out from its own turn', async () => {
  const { clock, dialogue, hear } = rig()
  const first = dialogue.ask(query`READ?`, 1000)
  const second = dialogue.ask(query`READ?`, 1000)
  await clock.advance(900)
  hear('1\n')
  await clock.advance(900)
  hear('2\n')
  expect(await Promise.all([first, second])).toEqual(['1', '2'])
})

it('is over when something comes that nobody asked for', async () => {
  const { dialogue, hear, fate } = rig()
  hear('hello\n')
  expect(await fate(dialogue.ask(query`*IDN?`, 1000))).toBe('nobody asked: hello')
})

it('fails with the line', async () => {
  const { dialogue, fate } = rig(() => Promise.reject(new Error('line gone')))
  expect(await fate(dialogue.ask(query`*IDN?`, 1000))).toBe('line gone')
  expect(await fate(dialogue.ask(query`*IDN?`, 1000))).toBe('line gone')
})
