import type { Gap, SourceInfo } from '@contract/model'
import type { RecordingView } from '@contract/sessions'
import { beforeEach, expect, it } from 'vitest'
import { type Fault, Fault as FaultClass } from '../base/fault'
import { silentLog } from '../base/log'
import type { SessionStore, SessionWriter } from '../ports/sessions'
import { ManualClock } from '../testing/manual-clock'
import { testFault } from '../testing/scripted-instrument'
import { Recorder } from './recording'
import { Sources } from './sources'

const info: SourceInfo = {
  id: 'm1',
  kind: 'scripted',
  name: 'desk',
  machineName: 'scripted_meter',
  simulated: false,
  identity: null,
  calibration: null,
  channels: [{ key: 'power', label: 'Power', unit: 'W', kind: 'windowed', type: 'f64' }],
}

/** Notes what a writer is told; the real stores have their own suite. */
class NotingWriter implements SessionWriter {
  readonly id = 'abc'
  past: SessionWriter['past'] = new Map()
  readonly said: string[] = []
  readonly gaps: Gap[] = []
  free: number | null = 100e9
  bytes = 0
  private failed: (fault: Fault) => void = () => undefined

  source = () => void this.said.push('source')
  segment = () => void this.said.push('segment')
  append = () => void this.said.push('append')
  gap = (_id: string, gap: Gap) => void this.gaps.push(gap)
  event = (event: { kind: string }) => void this.said.push(event.kind)
  rename = (name: string) => void this.said.push(`rename ${name}`)
  syncClock = () => void this.said.push('clock')
  progress = () => ({ bytes: this.bytes, rows: 0, diskFreeBytes: this.free })
  flush = () => Promise.resolve()
  finish = async () => void this.said.push('finish')
  onFailed = (hear: (fault: Fault) => void) => {
    this.failed = hear
  }
  fail(fault: Fault): void {
    this.failed(fault)
  }
}

let clock: ManualClock
let sources: Sources
let writer: NotingWriter
let recorder: Recorder
let told: RecordingView[]
let reserve: number
/** Faults the log was told. */
let logged: string[]
/** Resolves when the file of the session is there. */
let opens: Promise<void>

beforeEach(() => {
  clock = new ManualClock()
  sources = new Sources()
  writer = new NotingWriter()
  told = []
  logged = []
  reserve = 500e6
  opens = Promise.resolve()
  const store = { create: () => opens.then(() => writer) } as unknown as SessionStore
  recorder = new Recorder({
    store,
    sources,
    clock,
    log: { say: (level, _subject, text) => void (level === 'fault' && logged.push(text)) },
    appVersion: '0',
    diskReserveBytes: () => reserve,
    changed: (view) => told.push(view),
    libraryChanged: () => undefined,
  })
})

function connect(): void {
  sources.source(info)
  sources.segment('m1', { startUs: clock.nowUs(), periodS: 0.1, settings: {} })
}

const block = () => ({ timesUs: Float64Array.of(clock.nowUs()), values: [Float64Array.of(1)] })

it('refuses to record nothing, and a source that was disconnected is nothing', async () => {
  await expect(recorder.start(null)).rejects.toMatchObject({ code: 'NOTHING_TO_RECORD' })
  connect()
  sources.gap('m1', { fromUs: 1, toUs: null, lost: null, cause: 'disconnected', text: '' })
  await expect(recorder.start(null)).rejects.toMatchObject({ code: 'NOTHING_TO_RECORD' })
})

it('writes what is known of sources that connected before, then what comes, then finishes', async () => {
  connect()
  sources.samples('m1', block())
  const view = await recorder.start('my run')
  expect(view).toMatchObject({ sessionId: 'abc', name: 'my run', startUs: clock.nowUs() })
  sources.samples('m1', block())
  await recorder.stop()
  sources.samples('m1', block())
  expect(writer.said).toEqual(['source', 'segment', 'started', 'append', 'stopped', 'finish'])
  expect(recorder.view().sessionId).toBeNull()
})

it('records what comes while its file is being made, and lets go of the sources when there is none', async () => {
  connect()
  opens = new Promise((resolve) => void clock.after(300, resolve))
  const started = recorder.start(null)
  await clock.advance(100)
  sources.samples('m1', block())
  sources.event({ atUs: clock.nowUs(), kind: 'settings', sourceId: 'm1', text: '' })
  expect(writer.said).toEqual([])
  await clock.advance(300)
  await started
  expect(writer.said).toEqual(['source', 'segment', 'started', 'append', 'settings'])
  await recorder.stop()

  opens = Promise.reject(testFault())
  await expect(recorder.start(null)).rejects.toMatchObject({ code: 'LINE_HUNG_UP' })
  const said = writer.said.length
  sources.samples('m1', block())
  expect(writer.said).toHaveLength(said)
})

it('does not start twice, however fast the key is pressed', async () => {
  connect()
  const [first, second] = await Promise.allSettled([recorder.start(null), recorder.start(null)])
  expect([first.status, second.status]).toEqual(['fulfilled', 'rejected'])
})

it('starts a gap that is under way at its own start, and closes it under the same start', async () => {
  connect()
  const before = clock.nowUs()
  sources.gap('m1', { fromUs: before, toUs: null, lost: null, cause: 'silent', text: 'fell silent' })
  await clock.advance(5000)
  await recorder.start(null)
  const startUs = clock.nowUs()
  await clock.advance(5000)
  sources.gap('m1', { fromUs: before, toUs: clock.nowUs(), lost: 99, cause: 'silent', text: 'fell silent' })
  expect(writer.gaps.map((g) => g.fromUs)).toEqual([startUs, startUs])
  expect(writer.gaps[1]?.toUs).toBe(clock.nowUs())
})

it('stops cleanly when the disk reserve is reached, and says so', async () => {
  connect()
  await recorder.start(null)
  await clock.advance(600)
  writer.free = 400e6
  await clock.advance(600)
  expect(writer.said).toContain('finish')
  expect(recorder.view()).toMatchObject({
    sessionId: null,
    fault: { code: 'STORE_FULL', cause: 'Only 400\u00a0MB are left on the disk.' },
  })
})

it('tells once why a recording ended for which there was not even room to end, also when its disk is slow', async () => {
  connect()
  await recorder.start(null)
  let finishes = 0
  writer.finish = () =>
    new Promise((_, reject) => {
      finishes++
      clock.after(3_000, () => reject(testFault()))
    })
  writer.free = 400e6
  await clock.advance(6_000)
  expect(finishes).toBe(1)
  expect(told.at(-1)).toMatchObject({ sessionId: null, fault: { code: 'LINE_HUNG_UP' } })
  expect(logged).toEqual(['The line broke. A test cut it.'])
})

it('obeys a new disk reserve while it records', async () => {
  connect()
  expect((await recorder.start(null)).diskReserveBytes).toBe(500e6)
  writer.free = 2e9
  await clock.advance(600)
  expect(recorder.view().sessionId).toBe('abc')
  reserve = 3e9
  await clock.advance(600)
  expect(recorder.view()).toMatchObject({ sessionId: null, diskReserveBytes: 3e9, fault: { code: 'STORE_FULL' } })
})

it('tells a writer fault once and can record again', async () => {
  connect()
  await recorder.start(null)
  writer.fail(testFault())
  await clock.advance(10)
  expect(recorder.view()).toMatchObject({ sessionId: null, fault: { code: 'LINE_HUNG_UP' } })
  await recorder.start('again')
  expect(recorder.view()).toMatchObject({ name: 'again', fault: null })
})

it('estimates the disk from what is delivered, not from the size of the write-ahead log', async () => {
  connect()
  await recorder.start(null)
  writer.bytes = 50e6
  for (let i = 0; i < 100; i++) {
    sources.samples('m1', block())
    await clock.advance(100)
  }
  // 10 rows a second of a stamp and a value.
  const bytesPerS = 10 * 2 * 8.45
  expect(recorder.view().diskLeftS).toBeCloseTo((100e9 - 500e6) / bytesPerS, -7)
})

it('holds the computer awake exactly while it records, and says so', async () => {
  const asked: string[] = []
  recorder = new Recorder({
    store: { create: async () => writer } as unknown as SessionStore,
    sources,
    clock,
    log: silentLog,
    appVersion: '0',
    diskReserveBytes: () => reserve,
    changed: (view) => told.push(view),
    libraryChanged: () => undefined,
    keepAwake: () => {
      asked.push('awake')
      return () => asked.push('free')
    },
  })
  connect()
  expect((await recorder.start(null)).awake).toBe(true)
  expect((await recorder.stop()).awake).toBe(false)
  await recorder.start(null)
  writer.fail(testFault())
  await clock.advance(10)
  expect(recorder.view().awake).toBe(false)
  expect(asked).toEqual(['awake', 'free', 'awake', 'free'])
})

it('goes on in a fresh storage thread, and gives up when threads die again and again', async () => {
  const died = (): Fault => {
    const said = { title: 'Storage', cause: 'It ended.', consequence: '', next: '' }
    return new FaultClass({ code: 'STORE_THREAD', ...said })
  }
  let resumed = 0
  const writers: NotingWriter[] = [writer]
  recorder = new Recorder({
    store: {
      create: async () => writer,
      resume: async () => {
        // Somebody reads the file at the first try.
        if (resumed++ === 0) throw testFault()
        const next = new NotingWriter()
        next.past = new Map([['m1', { rows: 1, lastUs: 5 }]])
        writers.push(next)
        return next
      },
    } as unknown as SessionStore,
    sources,
    clock,
    log: silentLog,
    appVersion: '0',
    diskReserveBytes: () => 0,
    changed: (view) => told.push(view),
    libraryChanged: () => undefined,
  })
  connect()
  await recorder.start('night')
  for (let round = 1; round <= 3; round++) {
    writers.at(-1)!.fail(died())
    await clock.advance(10)
    sources.samples('m1', block())
    await clock.advance(1_000)
    expect(writers).toHaveLength(round + 1)
    expect(recorder.view()).toMatchObject({ sessionId: 'abc', name: 'night', fault: null })
  }
  expect(writers[1]!.said).toEqual(['source', 'segment', 'append', 'fault', 'finish'])
  writers.at(-1)!.fail(died())
  await clock.advance(2_000)
  expect(writers).toHaveLength(4)
  expect(recorder.view()).toMatchObject({ sessionId: null, fault: { code: 'STORE_THREAD' } })
})
