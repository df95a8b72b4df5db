import { expect, it } from 'vitest'
import type { Bench, LineEvents } from '../../ports/transport'
import { ManualClock, settle } from '../../testing/manual-clock'
import { type Bend, bunch, chop, delay, drop, garble } from './bends'
import { openCable } from './cable'

/** Says what the test wants said. */
class Puppet implements Bench {
  readonly story: string[] = []
  say: (bytes: Uint8Array) => void = () => undefined
  hangUp: () => void = () => undefined

  plug(say: (bytes: Uint8Array) => void, hangUp: () => void): void {
    this.story.push('plug')
    this.say = say
    this.hangUp = hangUp
  }
  hear(bytes: Uint8Array): void {
    this.story.push(text(bytes))
  }
  unplug(): void {
    this.story.push('unplug')
  }
}

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes)
const bytes = (said: string): Uint8Array => Uint8Array.from(said, (c) => c.charCodeAt(0))
const FRAME = `<${'0'.repeat(36)}>`

async function plugged(...bends: readonly Bend[]) {
  const clock = new ManualClock()
  const puppet = new Puppet()
  const open = openCable(puppet, clock, ...bends)
  const heard: { readonly said: string; readonly atMs: number }[] = []
  const lost: string[] = []
  const startUs = clock.nowUs()
  const events: LineEvents = {
    received: (chunk, atUs) => heard.push({ said: text(chunk), atMs: (atUs - startUs) / 1000 }),
    lost: (fault) => lost.push(fault.code),
  }
  const line = await open('cable', events, new AbortController().signal)
  return { clock, puppet, open, heard, lost, line, events }
}

it('carries bytes both ways, never inside the call that sent them', async () => {
  const { puppet, heard, line } = await plugged()
  await line.write(bytes('<Q>'))
  puppet.say(bytes('<K>'))
  expect(heard).toEqual([])
  await settle()
  expect(puppet.story).toEqual(['plug', '<Q>'])
  expect(heard).toEqual([{ said: '<K>', atMs: 0 }])
})

it('is for one host at a time, and free again once closed', async () => {
  const { puppet, open, line, events } = await plugged()
  const signal = new AbortController().signal
  await expect(open('cable', events, signal)).rejects.toMatchObject({ code: 'PORT_BUSY' })
  await line.close()
  await line.close()
  await expect(line.write(bytes('x'))).rejects.toMatchObject({ code: 'LINE_HUNG_UP' })
  await open('cable', events, signal)
  expect(puppet.story).toEqual(['plug', 'unplug', 'plug'])
})

it('tells a hang-up once, and nothing after closing', async () => {
  const { puppet, lost, line, heard } = await plugged()
  puppet.hangUp()
  puppet.hangUp()
  await settle()
  expect(lost).toEqual(['LINE_HUNG_UP'])
  await line.close()
  puppet.say(bytes('late'))
  await settle()
  expect(heard).toEqual([])
})

it('chops, then delays each piece without changing the order', async () => {
  const waits = [30, 10, 20]
  const { puppet, clock, heard } = await plugged(
    chop(2),
    delay(() => waits.shift() ?? 0),
  )
  puppet.say(bytes('<6C>!'))
  await clock.advance(100)
  expect(heard).toEqual([
    { said: '<6', atMs: 30 },
    { said: 'C>', atMs: 30 },
    { said: '!', atMs: 30 },
  ])
})

it('bunches what comes within a time', async () => {
  const { puppet, clock, heard } = await plugged(bunch(50))
  puppet.say(bytes('a'))
  await clock.advance(20)
  puppet.say(bytes('b'))
  await clock.advance(100)
  puppet.say(bytes('c'))
  await clock.advance(100)
  expect(heard).toEqual([
    { said: 'ab', atMs: 50 },
    { said: 'c', atMs: 170 },
  ])
})

it('drops and garbles frames, never short replies', async () => {
  const dropping = await plugged(drop(2))
  const garbling = await plugged(garble(2))
  for (const { puppet } of [dropping, garbling])
    for (const said of ['<K>', FRAME, '<K>', FRAME]) puppet.say(bytes(said))
  await settle()
  expect(dropping.heard.map(({ said }) => said)).toEqual(['<K>', FRAME, '<K>'])
  const [, , , bent] = garbling.heard
  expect(bent?.said).toHaveLength(FRAME.length)
  expect(bent?.said).toContain('~')
})
