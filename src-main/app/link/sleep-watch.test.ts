import type { Gap } from '@contract/model'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog } from '../../base/log'
import { ManualClock, settle } from '../../testing/manual-clock'
import { scriptedInstrument, testFault } from '../../testing/scripted-instrument'
import { Sources } from '../sources'
import { type Sleep, SleepWatch } from './sleep-watch'
import { Supervisor } from './supervisor'

let clock: ManualClock
let sleeps: Sleep[]
let watch: SleepWatch
let gaps: Gap[]

beforeEach(() => {
  clock = new ManualClock()
  sleeps = []
  gaps = []
  watch = new SleepWatch(clock, (sleep) => sleeps.push(sleep))
})
afterEach(() => watch.stop())

/** A connected instrument that is watched, and what it told. */
async function connected() {
  const { instrument, lives } = scriptedInstrument(['0457'])
  const sources = new Sources(watch)
  const deaf = () => undefined
  sources.join({
    source: deaf,
    segment: deaf,
    samples: deaf,
    gap: (_id, gap) => gaps.push(gap),
    event: deaf,
    gone: deaf,
  })
  const io = { instrument, clock, log: silentLog, sources, changed: deaf, learned: deaf }
  const supervisor = new Supervisor(
    { ...io, openLine: () => Promise.reject(testFault()) },
    { id: 'm1', name: 'desk', address: '/dev/x', intervalMs: 100, reconnect: true, serial: null, simulated: false },
  )
  supervisor.connect()
  await settle()
  lives[0]?.send(1)
  await clock.advance(200)
  lives[0]?.send(1)
  return { supervisor, lives }
}

it('sees no sleep in a busy minute, and the length of a real one', async () => {
  await clock.advance(60_000)
  clock.standStill(1_500)
  await clock.advance(1_000)
  expect(sleeps).toEqual([])
  const fromUs = clock.nowUs()
  clock.standStill(480_000)
  await clock.advance(1_000)
  expect(sleeps).toHaveLength(1)
  expect((sleeps[0]!.toUs - sleeps[0]!.fromUs) / 1e6).toBeCloseTo(480, 0)
  expect(sleeps[0]!.fromUs).toBeLessThanOrEqual(fromUs)
})

it('a meter that is gone after a sleep leaves one gap, with the sleep as its cause', async () => {
  const { supervisor, lives } = await connected()
  const lastUs = clock.nowUs()
  clock.standStill(480_000)
  await clock.advance(6_000)
  expect(supervisor.view().link.at).not.toBe('live')
  lives.at(-1)?.send(1)
  expect(gaps.map(({ cause }) => cause)).toEqual(['suspended', 'suspended'])
  expect(gaps.every(({ fromUs }) => fromUs === lastUs)).toBe(true)
  expect(gaps[1]).toMatchObject({ toUs: clock.nowUs(), text: expect.stringMatching(/slept or .* stopped for 480 s/) })
})

it('a meter that still sends after a sleep is not reset', async () => {
  const { supervisor, lives } = await connected()
  clock.standStill(480_000)
  await clock.advance(500)
  lives[0]?.send(1)
  await clock.advance(500)
  expect(supervisor.view().link.at).toBe('live')
  expect(lives).toHaveLength(1)
  expect(lives[0]?.stopped).toBe(0)
  // What it measured meanwhile was not read, and is not drawn over.
  expect(gaps).toMatchObject([{ cause: 'suspended', lost: 4_804 }])
  lives[0]?.send(1)
  expect(gaps).toHaveLength(1)
})

it('frames that were lost while it slept are its doing, others are not, whoever is asked first', () => {
  const gap = (fromUs: number, toUs: number | null): Gap => ({ fromUs, toUs, lost: 3, cause: 'frames-lost', text: '' })
  const startUs = clock.nowUs()
  clock.standStill(10_000)
  // Data are read before the beat comes.
  expect(watch.explain(gap(startUs + 1e6, startUs + 9e6)).cause).toBe('suspended')
  expect(watch.explain(gap(startUs - 3e6, startUs - 2e6)).cause).toBe('frames-lost')
  expect(watch.explain(gap(clock.nowUs() + 1e6, null)).cause).toBe('frames-lost')
  expect(watch.explain({ ...gap(startUs, null), cause: 'disconnected' }).cause).toBe('disconnected')
})
