import type { SourceInfo } from '@contract/model'
import { beforeEach, expect, it } from 'vitest'
import type { SessionStore } from '../ports/sessions'
import { memoryFiles } from '../store/memory-files'
import { memorySessions } from '../store/memory-sessions'
import { ManualClock } from '../testing/manual-clock'
import { GivenFiles } from './files'
import { Library } from './library'
import { LiveHub } from './live/live-hub'
import { LogBook } from './log-book'
import { Recorder } from './recording'
import { SeriesDesk } from './series'
import { Sources } from './sources'
import { Teller } from './teller'

const INFO: SourceInfo = {
  id: 'meter',
  kind: 'scripted',
  name: 'meter',
  machineName: 'scripted_meter',
  simulated: true,
  identity: null,
  calibration: null,
  channels: [{ key: 'power', label: 'Power', unit: 'W', kind: 'windowed', type: 'f64' }],
}
const POWER = 'meter/power'
const PERIOD_US = 1_000

let clock: ManualClock
let desk: SeriesDesk
let sources: Sources
let recorder: Recorder
let flushes: number

beforeEach(async () => {
  clock = new ManualClock()
  flushes = 0
  const teller = new Teller()
  const log = new LogBook(clock, teller, () => undefined)
  const memory = memorySessions()
  const counted = async () => {
    flushes += 1
  }
  const store: SessionStore = {
    ...memory,
    list: () => memory.list(),
    open: (id) => memory.open(id),
    create: async (what) => {
      const writer = await memory.create(what)
      return Object.assign(Object.create(writer), { flush: counted })
    },
  }
  sources = new Sources()
  const live = new LiveHub({ clock, teller })
  sources.join(live)
  recorder = new Recorder({
    store,
    sources,
    clock,
    log,
    appVersion: '0',
    diskReserveBytes: () => 0,
    changed: () => undefined,
    libraryChanged: () => undefined,
  })
  const csv = { save: async () => ({ rows: 0, empty: 0 }) }
  const given = new GivenFiles({ files: memoryFiles(), newId: () => 'id' })
  const library = new Library({
    store,
    given,
    recorder,
    csv,
    askWhere: async () => null,
    log,
    changed: () => undefined,
  })
  desk = new SeriesDesk(live, library, recorder, clock)
  sources.source(INFO)
  sources.segment('meter', { startUs: clock.nowUs(), periodS: PERIOD_US / 1e6, settings: {} })
})

/** So many samples until now, and time goes on to there. Their value is their number within the call. */
async function stream(rows: number): Promise<void> {
  const from = clock.nowUs()
  await clock.advance((rows * PERIOD_US) / 1000)
  const timesUs = Float64Array.from({ length: rows }, (_, i) => from + (i + 1) * PERIOD_US)
  sources.samples('meter', { timesUs, values: [Float64Array.from({ length: rows }, (_, i) => i)] })
}

async function record(): Promise<string> {
  const { sessionId } = await recorder.start('run')
  return sessionId ?? ''
}

it('commits at most once a second for looking at a session that is being recorded', async () => {
  const id = await record()
  await stream(5)
  const nowUs = clock.nowUs()
  const look = () =>
    desk.window({ scope: { kind: 'session', id }, channels: [POWER], fromUs: nowUs - 5_000, toUs: nowUs, buckets: 5 })
  for (let i = 0; i < 10; i++) await look()
  expect(flushes).toBe(1)
  await clock.advance(999)
  await look()
  expect(flushes).toBe(1)
  await clock.advance(1)
  await look()
  expect(flushes).toBe(2)
})

it('commits before statistics that reach close to now, not before those of times long durable', async () => {
  const id = await record()
  await stream(5)
  const fromUs = clock.nowUs() - 5_000
  const ask = () => desk.stats({ scope: { kind: 'session', id }, channels: [POWER], fromUs, toUs: fromUs + 5_000 })
  await ask()
  await ask()
  expect(flushes).toBe(2)
  await clock.advance(20_000)
  await desk.stats({ scope: { kind: 'session', id }, channels: [POWER], fromUs, toUs: clock.nowUs() })
  expect(flushes).toBe(3)
  expect((await ask()).rows).toMatchObject([{ n: 5 }])
  expect(flushes).toBe(3)
})

it('lists the longest gaps of a selection, live and from the session', async () => {
  const id = await record()
  await stream(10)
  const fromUs = clock.nowUs()
  const gapAt = (i: number) =>
    ({ fromUs: fromUs + i * 100, toUs: fromUs + i * 100 + 10 + i, lost: 1, cause: 'silent', text: '' }) as const
  for (let i = 0; i < 130; i++) sources.gap('meter', gapAt(i))
  const request = { channels: [POWER], fromUs, toUs: fromUs + 100_000 }
  const want = {
    gapsLeftOut: 30,
    gaps: Array.from({ length: 100 }, (_, i) => ({ sourceId: 'meter', gap: gapAt(i + 30) })),
  }
  expect(await desk.stats({ scope: { kind: 'session', id }, ...request })).toMatchObject(want)
  expect(await desk.stats({ scope: { kind: 'live' }, ...request })).toMatchObject(want)
  await recorder.stop()
  expect(await desk.stats({ scope: { kind: 'live' }, ...request })).toMatchObject(want)
  expect((await desk.stats({ scope: { kind: 'live' }, ...request, channels: ['other/power'] })).gaps).toEqual([])
})

it('finds a sample that memory has forgotten in the running recording, and nowhere without one', async () => {
  await stream(100)
  const earlyUs = clock.nowUs() - 50_000
  await record()
  await stream(70_000)
  const nowUs = clock.nowUs()
  const at = async (tUs: number, side: 'nearest' | 'before' | 'after' = 'nearest') =>
    (await desk.nearest({ scope: { kind: 'live' }, channels: [POWER, 'meter/none'], tUs, side })).map((s) => [
      s.tUs - nowUs,
      s.value,
    ])
  expect(await at(nowUs - 400)).toEqual([[0, 69_999]])
  expect(await at(nowUs - 500)).toEqual([[-1_000, 69_998]])
  expect(await at(nowUs, 'after')).toEqual([])
  expect(await at(nowUs - 69_000_000, 'after')).toEqual([[-68_999_000, 1_000]])
  expect(await at(nowUs - 69_000_000, 'before')).toEqual([[-69_001_000, 998]])
  expect(await at(earlyUs)).toEqual([])
  expect(flushes).toBe(0)
  await recorder.stop()
  expect(await at(nowUs - 69_000_000)).toEqual([])
  expect(await at(nowUs - 65_536_000, 'nearest')).toEqual([])
  expect(await at(nowUs - 65_535_400, 'nearest')).toEqual([[-65_535_000, 4_464]])
})
