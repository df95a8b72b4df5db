import { createServer } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { systemClock } from '../../base/clock'
import type { Instrument } from '../../ports/instrument'
import type { Bench } from '../../ports/transport'
import { scriptedInstrument } from '../../testing/scripted-instrument'
import { openTcp, SCPI_PORT } from '../tcp'
import { createDemoBench, sharedSeat } from './demo-bench'

const clock = systemClock()
const bytes = (said: string): Uint8Array => Uint8Array.from(said, (c) => c.charCodeAt(0))

/** Says back what it hears, and who is plugged in. */
function echo(): Bench & { readonly story: string[] } {
  let answer: (said: Uint8Array) => void = () => undefined
  const story: string[] = []
  return {
    story,
    plug: (say) => {
      story.push('plug')
      answer = say
    },
    hear: (said) => answer(said),
    unplug: () => void story.push('unplug'),
  }
}

const networked = (bench: Bench): Instrument => ({
  ...scriptedInstrument([]).instrument,
  kind: 'networked',
  reach: 'tcp',
  demoBench: () => bench,
})

const lines = { serial: openTcp(clock), tcp: openTcp(clock) }
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function started(bench: Bench) {
  const demo = createDemoBench([networked(bench)], clock, lines)
  ends.push(() => demo.stop())
  const [meter] = await demo.start()
  if (!meter) throw new Error('no meter')
  return { demo, meter }
}

/** Opens a connection, says something and gives the answer and a function that hangs up. */
async function visit(address: string, said: string): Promise<{ heard: string; leave: () => Promise<void> }> {
  let heard: (text: string) => void = () => undefined
  const answer = new Promise<string>((resolve) => {
    heard = resolve
  })
  const received = (got: Uint8Array): void => heard(String.fromCharCode(...got))
  const line = await lines.tcp(address, { received, lost: () => undefined }, new AbortController().signal)
  await line.write(bytes(said))
  return { heard: await answer, leave: () => line.close() }
}

it('plays a meter of the network on a real port of this computer, to one host after the other', async () => {
  const bench = echo()
  const { demo, meter } = await started(bench)
  expect(meter).toMatchObject({ kind: 'networked', wiring: 'on a TCP port of this computer' })
  expect(meter.address).toMatch(/^127\.0\.0\.1:\d+$/)
  expect(await demo.start()).toEqual([meter])
  const first = await visit(meter.address, 'one')
  await first.leave()
  const second = await visit(meter.address, 'two')
  await second.leave()
  expect([first.heard, second.heard]).toEqual(['one', 'two'])
})

it('does not mind that another program has the usual port', async () => {
  const other = createServer()
  ends.push(() => new Promise((resolve) => other.close(resolve)))
  await new Promise<void>((resolve) => {
    // Somebody else on this computer may have it already: as good.
    other.once('error', () => resolve())
    other.listen({ host: '127.0.0.1', port: SCPI_PORT }, resolve)
  })
  const { meter } = await started(echo())
  expect((await visit(meter.address, 'x')).heard).toBe('x')
})

it('gives the one plug of a bench to the host that came last', () => {
  const bench = echo()
  const shared = sharedSeat(bench)
  const said: string[] = []
  const say = (who: string) => (got: Uint8Array) => void said.push(`${who}:${String.fromCharCode(...got)}`)
  const first = shared.seat(say('a'), () => undefined)
  first.hear(bytes('1'))
  const second = shared.seat(say('b'), () => undefined)
  first.hear(bytes('2'))
  first.leave()
  second.hear(bytes('3'))
  second.leave()
  expect(said).toEqual(['a:1', 'b:3'])
  expect(bench.story).toEqual(['plug', 'unplug', 'plug', 'unplug'])
})
