import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DEFAULT_IMPORT_LIMITS } from '@contract/collectd'
import { RESOURCE_KIND } from '@contract/model'
import { DEFAULT_SETTINGS } from '@contract/settings'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Fault } from '../base/fault'
import { instruments } from '../instruments/index'
import type { ArchiveReader, ArchiveSeries } from '../ports/archive'
import type { Arrival, Inbox } from '../ports/inbox'
import type { SessionStore } from '../ports/sessions'
import { memoryFiles } from '../store/memory-files'
import { memorySessions } from '../store/memory-sessions'
import { openSpool } from '../store/spool'
import { ManualClock } from '../testing/manual-clock'
import { noBluetooth } from '../testing/no-bluetooth'
import { nothingOutside } from '../testing/nothing-outside'
import { testFault } from '../testing/scripted-instrument'
import { openCable } from '../transports/sim/cable'
import { type App, createApp } from './app'
import { clockOfHost } from './inbox-clocks'

let clock: ManualClock
let store: SessionStore
let folder: string
let app: App
let inbox: Inbox
/** What goes wrong with the archive, or null. */
let broken: Fault | null
const never = new AbortController().signal

/** An archive of host mypc with two series, whatever its bytes are. */
const series = (path: string): ArchiveSeries => ({
  host: 'mypc',
  path,
  group: 'Power',
  periodS: 1,
  gaps: [],
  info: {
    id: path.replace(/\W/g, '-'),
    kind: 'collectd',
    name: path,
    machineName: path,
    simulated: false,
    identity: null,
    calibration: null,
    channels: [{ key: 'value', label: 'value', unit: 'W', kind: 'gauge', type: 'f64' }],
  },
  block: {
    timesUs: Float64Array.from({ length: 5 }, (_, i) => clock.nowUs() - 2_000_000 + i * 1_000_000),
    values: [new Float64Array(5).fill(7)],
  },
})

const reader: ArchiveReader = {
  async read({ filters, limits }, take) {
    expect(limits).toEqual(DEFAULT_IMPORT_LIMITS)
    if (broken) throw broken
    const chosen = ['rapl/counter-a', 'memory/memory-used'].filter(
      (path) => filters === null || filters.some((f) => path.split('/')[1]?.startsWith(f)),
    )
    for (const path of chosen) await take(series(path))
    return reader.look({ file: '', limits, filters, signal: never })
  },
  async look({ filters }) {
    if (broken) throw broken
    const chosen = ['rapl/counter-a', 'memory/memory-used'].filter(
      (path) => filters === null || filters.some((f) => path.split('/')[1]?.startsWith(f)),
    )
    const columns = chosen.map((path) => ({ path }) as never)
    return {
      bytes: 4,
      hosts: [{ host: 'mypc', series: [{ path: '', group: 'Power', files: [], columns }] }],
      skipped: [],
      warnings: [],
      firstUs: 0,
      lastUs: 0,
    }
  },
}

const now = (from = '10.0.0.2'): Arrival => ({ atUs: clock.nowUs(), from })

async function start(headless: boolean): Promise<void> {
  const kind = instruments[0]
  if (!kind) throw new Error('no instruments')
  const cable = openCable(kind.demoBench(clock, 1), clock)
  const meter = {
    id: 'm1',
    kind: kind.kind,
    name: 'desk',
    address: '/dev/x',
    intervalMs: 100,
    reconnect: true,
    serial: null,
  }
  const files = memoryFiles()
  app = await createApp({
    clock,
    kinds: instruments,
    lines: { serial: cable, tcp: () => Promise.reject(testFault()) },
    portFinder: { list: async () => [], refuse: async () => null, access: async () => ({ is: 'ok' as const }) },
    ...noBluetooth,
    demo: { start: () => Promise.reject(testFault()), stop: async () => undefined },
    store,
    settings: {
      load: async () => ({ settings: { ...DEFAULT_SETTINGS, instruments: [meter] }, fault: null }),
      save: async () => undefined,
    },
    csv: { save: async () => ({ rows: 0, empty: 0 }) },
    askArchives: async () => [],
    text: files,
    files,
    examples: '/examples',
    askWhere: async () => null,
    askWhich: async () => null,
    copy: () => undefined,
    keepAwake: () => null,
    about: () => Promise.reject(testFault()),
    writeLog: () => undefined,
    newId: () => 'new',
    appVersion: '0.0.0',
    outside: {
      openApi: () => Promise.reject(testFault()),
      spool: openSpool(folder),
      archives: reader,
      goblinFilters: async () => null,
      newToken: () => 'x'.repeat(20),
      setup: nothingOutside.setup,
      headless,
    },
  })
  inbox = app.inbox
  await clock.advance(0)
}

beforeEach(async () => {
  clock = new ManualClock()
  store = memorySessions()
  folder = mkdtempSync(join(tmpdir(), 'wattbench-inbox-'))
  broken = null
  await start(true)
})
afterEach(async () => {
  const stopped = app.stop()
  await clock.advance(3000)
  await stopped
  rmSync(folder, { recursive: true, force: true })
})

async function archive(): Promise<string> {
  const file = join(folder, `incoming.${process.pid}.0.x`, 'collectd.zip')
  await mkdir(dirname(file), { recursive: true })
  writeFileSync(file, 'zip!')
  return file
}

const view = async (id: string) => {
  await app.recorder.flush()
  return (await store.open(id)).view()
}

const said = { unit: 'SUT', name: '', message: '' } as const
const measurement = { what: 'measurement', ...said } as const
const run = { what: 'run', ...said } as const

it('keeps a line of the log for every message', async () => {
  await inbox.startSpan('latest', { ...measurement, name: 'idle' }, now())
  await inbox.mark('latest', 'door', {}, now())
  await inbox.sync('latest', clock.nowUs(), now())
  const said = app.log.recent().filter(({ subject }) => subject === 'HTTP API')
  expect(said.map(({ level, text }) => [level, text])).toEqual([
    ['info', 'Measurement "idle" (SUT) started'],
    ['info', 'door'],
    ['info', expect.stringMatching(/^Clock of /)],
  ])
})

describe('which session a message lands in', () => {
  it('headless: one session, made by the first message, recorded until the end', async () => {
    await store
      .create({ name: 'old', startUs: clock.nowUs() + 1e9, appVersion: '0' })
      .then((w) => w.finish(clock.nowUs() + 2e9))
    await inbox.mark('latest', 'one', {}, now())
    const { id, recording } = await inbox.session('latest', now())
    expect(recording).toBe(true)
    await inbox.mark(id, 'two', {}, now())
    await inbox.mark(id.slice(0, 6), 'three', {}, now())
    expect((await view(id)).events.filter((e) => e.kind === 'marker').map((e) => e.text)).toEqual([
      'one',
      'two',
      'three',
    ])
    const stopped = app.stop()
    await clock.advance(2000)
    await stopped
  })

  it('window: the recording under way', async () => {
    await app.stop()
    await start(false)
    await app.bench.connect('m1')
    await clock.advance(3000)
    const { sessionId } = await app.recorder.start('mine')
    await inbox.sync('latest', clock.nowUs() - 5_000, now())
    expect((await inbox.session('latest', now())).id).toBe(sessionId)
    expect((await view(sessionId ?? '')).events.at(-1)).toMatchObject({ kind: 'sync' })
  })

  it('window: the newest finished session, which keeps its end', async () => {
    await app.stop()
    store = memorySessions()
    await start(false)
    const writer = await store.create({ name: 'yesterday', startUs: clock.nowUs(), appVersion: '0' })
    const endUs = clock.nowUs() + 5_000_000
    await writer.finish(endUs)
    await clock.advance(60_000)
    await inbox.mark('latest', 'late', {}, now())
    expect(await view(writer.id)).toMatchObject({ state: 'finished', endUs, events: [{ text: 'late' }] })
    expect(app.recorder.sessionId).toBeNull()
  })

  it('window: a new one when there is none, and no recording is begun', async () => {
    await app.stop()
    store = memorySessions()
    await start(false)
    await inbox.mark('latest', 'first', {}, now())
    expect(await store.list()).toMatchObject([{ state: 'finished' }])
    expect(app.recorder.sessionId).toBeNull()
  })

  it('headless: startSession ends the session before and begins another', async () => {
    await inbox.mark('latest', 'one', {}, now())
    const { id } = await inbox.session('latest', now())
    await clock.advance(1000)
    const next = await inbox.startSession(now())
    expect(next).not.toBe(id)
    await inbox.mark('latest', 'two', {}, now())
    expect((await view(id)).state).toBe('finished')
    expect((await view(next)).events.map(({ text }) => text)).toEqual(['Recording started', 'two'])
  })

  it('window: startSession begins a recording, as the person could', async () => {
    await app.stop()
    await start(false)
    const id = await inbox.startSession(now())
    expect(app.recorder.sessionId).toBe(id)
    await clock.advance(1000)
    expect(await inbox.startSession(now())).not.toBe(id)
  })

  it('window: startSession leaves the recording of the person alone and joins it', async () => {
    await app.stop()
    await start(false)
    await app.bench.connect('m1')
    await clock.advance(3000)
    const { sessionId } = await app.recorder.start('mine')
    expect(await inbox.startSession(now())).toBe(sessionId)
  })

  it.each(['../../etc', '', 'LATEST', 'zzzzzzzz', 'abcdefghi'])('knows no session %j', async (ref) => {
    await expect(inbox.session(ref, now())).rejects.toMatchObject({ code: 'SESSION_UNKNOWN' })
  })
})

describe('measurements and runs', () => {
  it('become spans with names, and an unknown stop changes nothing', async () => {
    await inbox.nameMeasurement('latest', 'Idle', 'next', now())
    expect(await inbox.startSpan('latest', measurement, now())).toMatchObject({ id: 1, name: 'Idle', toUs: null })
    await clock.advance(1000)
    expect(await inbox.startSpan('latest', { ...run, name: 'warm' }, now())).toMatchObject({ id: 1, name: 'warm' })
    await clock.advance(1000)
    const second = await inbox.startSpan('latest', run, now())
    expect(second).toMatchObject({ id: 2, name: 'R-2' })
    await clock.advance(1000)
    await inbox.stopSpan('latest', measurement, now())
    const { spans } = await inbox.session('latest', now())
    expect(spans.map(({ what, name, fromUs, toUs }) => [what, name, (toUs ?? 0) - fromUs])).toEqual([
      ['measurement', 'Idle', 3_000_000],
      ['run', 'warm', 1_000_000],
      ['run', 'R-2', 1_000_000],
    ])
    await expect(inbox.stopSpan('latest', run, now())).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await inbox.nameMeasurement('latest', 'Idle, really', 'last', now())
    expect((await inbox.session('latest', now())).spans[0]?.name).toBe('Idle, really')
  })

  it('of several units run side by side; a stop without a unit means the newest', async () => {
    await inbox.startSpan('latest', measurement, now())
    await clock.advance(10)
    await inbox.startSpan('latest', { ...measurement, unit: 'CLIENT' }, now())
    await clock.advance(10)
    expect(await inbox.stopSpan('latest', measurement, now())).toMatchObject({ id: 1, unit: 'SUT' })
    expect(await inbox.stopSpan('latest', { ...measurement, unit: '' }, now())).toMatchObject({ id: 2, unit: 'CLIENT' })
  })

  it('a start ends the one before of the same unit', async () => {
    await inbox.startSpan('latest', measurement, now())
    await clock.advance(500)
    expect(await inbox.startSpan('latest', measurement, now())).toMatchObject({ id: 2, name: 'M-2' })
    expect((await inbox.session('latest', now())).spans.map(({ toUs }) => toUs === null)).toEqual([false, true])
  })
})

describe('clocks', () => {
  it('keeps every sync message and counts the least delayed, for each sender', async () => {
    for (const delay of [430_000, 4_000, 9_000]) {
      await inbox.sync('latest', clock.nowUs() - delay, now())
      await clock.advance(1000)
    }
    expect(await inbox.sync('latest', clock.nowUs() + 7_000_000, now('10.0.0.3'))).toEqual({
      offsetMs: -7000,
      points: 1,
      clocks: [],
    })
    const { id, clocks } = await inbox.session('latest', now())
    expect(clocks).toEqual([
      { from: '10.0.0.2', points: 3, offsetMs: 4, driftPpm: 0, residualMs: 5 },
      { from: '10.0.0.3', points: 1, offsetMs: -7000, driftPpm: 0, residualMs: null },
    ])
    expect((await view(id)).events.filter(({ kind }) => kind === 'sync')).toHaveLength(4)
  })

  it('align the machine whose archive came from the same address, whichever comes first, and anew with every message', async () => {
    await inbox.sync('latest', clock.nowUs() - 3_000_000, now())
    await inbox.sync('latest', clock.nowUs() - 99_000_000, now('10.0.0.3'))
    const report = await inbox.importArchive('latest', await archive(), now(), never)
    expect(report).toMatchObject({ clocks: [{ host: 'mypc', text: 'Aligned by 1 sync point, error not known' }] })
    const { id, machines } = await inbox.session('latest', now())
    expect(machines).toEqual([{ host: 'mypc', text: 'Aligned by 1 sync point, error not known' }])
    expect((await view(id)).clocks[0]?.clock).toMatchObject({ offsetUs: 3_000_000, method: 'sync', residualUs: null })
    await clock.advance(1000)
    const text = 'Aligned by 2 sync points, ±4 ms'
    expect(await inbox.sync('latest', clock.nowUs() - 2_996_000, now())).toMatchObject({
      clocks: [{ host: 'mypc', text }],
    })
    expect((await view(id)).clocks[0]?.clock).toMatchObject({ offsetUs: 2_996_000, points: 2 })
    const said = app.log.recent().filter(({ subject }) => subject === 'Clock')
    expect(said.map((entry) => entry.text)).toEqual([
      'mypc: Aligned by 1 sync point, error not known.',
      `mypc: ${text}.`,
    ])
  })

  it('that come after the archive align it too, in a finished session as well, which keeps its end', async () => {
    const writer = await store.create({ name: 'done', startUs: clock.nowUs() - 9e6, appVersion: '0' })
    await writer.finish(clock.nowUs())
    const { id } = writer
    await start(false)
    await inbox.importArchive(id, await archive(), now(), never)
    const { endUs, clocks } = await view(id)
    expect(clocks[0]?.clock).toBeNull()
    await inbox.sync(id, clock.nowUs() - 3_600_000_000, now())
    const after = await view(id)
    expect(after.state).toBe('finished')
    expect(after.clocks[0]?.clock).toMatchObject({ offsetUs: 3_600_000_000, method: 'sync' })
    await inbox.sync(id, clock.nowUs() - 3_600_000_000, now())
    await store.setClock(id, 'mypc', null)
    expect((await view(id)).endUs).toBe(endUs)
  })

  it.each([
    ['by hand', { offsetUs: 5, driftPpm: 0, refUs: 0, residualUs: null, method: 'offset', points: 0 }],
    ['by accepted edges', { offsetUs: 5, driftPpm: 0, refUs: 0, residualUs: 1, method: 'edges', points: 9 }],
    ['not at all', null],
  ] as const)('leave a machine alone that a person aligned %s', async (_how, chosen) => {
    await inbox.sync('latest', clock.nowUs() - 3_000_000, now())
    await inbox.importArchive('latest', await archive(), now(), never)
    const { id } = await inbox.session('latest', now())
    await app.recorder.stop()
    await store.setClock(id, 'mypc', chosen)
    const { clocks } = await inbox.sync(id, clock.nowUs() - 3_000_000, now())
    expect((await view(id)).clocks[0]?.clock).toEqual(chosen)
    expect(clocks[0]?.text).toMatch(/^(Aligned by hand|Aligned by load edges|Not aligned)/)
    await inbox.importArchive(id, await archive(), now(), never)
    expect((await view(id)).clocks[0]?.clock).toEqual(chosen)
  })

  it("of one machine say nothing of another's, but this computer is one sender at both its addresses", async () => {
    await inbox.importArchive('latest', await archive(), now('::1'), never)
    const { id } = await inbox.session('latest', now())
    await inbox.sync('latest', clock.nowUs() - 1_000, now('127.0.0.1'))
    expect((await view(id)).clocks[0]?.clock).toMatchObject({ offsetUs: 1_000 })
    const events = (await view(id)).events.filter(({ kind }) => kind !== 'import')
    const of = (from: string, host: string) =>
      ({ atUs: 0, kind: 'import', sourceId: null, text: '', detail: { from, hosts: [host] } }) as const
    const both = [...events, of('10.0.0.9', 'other'), of('127.0.0.1', 'mypc')]
    expect(clockOfHost(both, 'other')).toBeNull()
    expect(clockOfHost([...events, of('10.0.0.9', 'other')], 'other')).toMatchObject({ offsetUs: 1_000 })
  })

  it('are heard once in the rows that are told of a measurement', async () => {
    await inbox.startSpan('latest', measurement, now())
    await inbox.sync('latest', clock.nowUs() - 500_000, now())
    await inbox.importArchive('latest', await archive(), now(), never)
    await clock.advance(60_000)
    const { rows } = await inbox.resourceLog('latest', 1, 'mypc', 'memory-used')
    const { id } = await inbox.session('latest', now())
    const [raw] = (await view(id)).sourceInfos.filter(({ name }) => name === 'memory/memory-used')
    expect(rows.length).toBeGreaterThan(0)
    const stamps: number[] = []
    const opened = await store.open(id)
    for await (const { block } of opened.rows({ fromUs: 0, toUs: Number.MAX_SAFE_INTEGER, sourceId: raw?.id ?? '' }))
      stamps.push(...block.timesUs)
    await opened.close()
    expect(rows.map(([t]) => t)).toEqual(stamps.slice(-rows.length))
  })
})

describe('pushed numbers', () => {
  it('become a series of the session, in the order they came, and are told again for a measurement', async () => {
    await inbox.startSpan('latest', measurement, now())
    await clock.advance(1)
    const same = now()
    for (const value of [1, 2, 3]) await inbox.addSample('latest', 'ESP32', 'fan speed', value, same)
    await clock.advance(1)
    await inbox.stopSpan('latest', measurement, now())
    await clock.advance(1)
    await inbox.addSample('latest', 'ESP32', 'fan speed', 4, now())
    const { id } = await inbox.session('latest', now())
    const { sourceInfos } = await view(id)
    expect(sourceInfos).toMatchObject([
      { kind: RESOURCE_KIND, name: 'fan speed (ESP32)', channels: [{ label: 'fan speed' }] },
    ])
    const log = await inbox.resourceLog('latest', 1, 'ESP32', 'fan speed')
    expect(log.rows.map(([, value]) => value)).toEqual([1, 2, 3])
    await expect(inbox.resourceLog('latest', 2, 'ESP32', 'fan speed')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(inbox.resourceLog('latest', 1, 'ESP32', 'other')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('keeps names apart that look alike when made plain', async () => {
    await inbox.addSample('latest', 'a', 'x y', 1, now())
    await inbox.addSample('latest', 'a', 'x/y', 1, now())
    const { id } = await inbox.session('latest', now())
    const ids = (await view(id)).sourceInfos.map((info) => info.id)
    expect(new Set(ids).size).toBe(2)
    for (const one of ids) expect(one).toMatch(/^[\w.-]{1,100}$/)
  })

  it('come into a session that was finished', async () => {
    await inbox.addSample('latest', 'a', 'x', 1, now())
    const { id } = await inbox.session('latest', now())
    await app.recorder.stop()
    await clock.advance(1000)
    await inbox.addSample(id, 'a', 'x', 2, now())
    expect((await view(id)).samples).toBe(2)
  })
})

describe('meters', () => {
  it('are saved instruments: listed, connected, recorded, labelled, disconnected', async () => {
    expect(await inbox.meters('latest')).toMatchObject([{ id: 'm1', name: 'desk', connected: false }])
    await inbox.startSpan('latest', measurement, now())
    expect(await inbox.connectMeter('latest', 'desk', 'on', now())).toMatchObject({ connected: true })
    expect(await inbox.labelChannel('0', 'power', 'PSU')).toMatchObject({ id: 'm1' })
    await clock.advance(5000)
    const { id } = await inbox.session('latest', now())
    const { sourceInfos, samples } = await view(id)
    expect(samples).toBeGreaterThan(20)
    expect(sourceInfos[0]?.channels.find(({ key }) => key === 'power')?.label).toBe('PSU')
    const log = await inbox.meterLog('latest', 1, 'm1', 'PSU')
    expect(log).toMatchObject({ channel: 'PSU', unit: 'W', cut: false })
    expect(log.rows.length).toBeGreaterThan(20)
    const off = inbox.connectMeter('latest', 'm1', 'toggle', now())
    await clock.advance(2000)
    expect(await off).toMatchObject({ connected: false })
    await expect(inbox.connectMeter('latest', 'nothing', 'on', now())).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(inbox.labelChannel('m1', '99', 'x')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

describe('archives', () => {
  it('come into the session of the messages, which goes on', async () => {
    await inbox.include('latest', ['counter'], now())
    const file = await archive()
    const report = await inbox.importArchive('latest', file, now(), never)
    const { id, recording } = await inbox.session('latest', now())
    expect(report).toMatchObject({ session: id, units: [{ host: 'mypc', series: [{}, {}] }] })
    expect(recording).toBe(true)
    expect(existsSync(dirname(file))).toBe(false)
    await inbox.mark('latest', 'after', {}, now())
    const { sourceInfos, events } = await view(id)
    expect(sourceInfos.map(({ name }) => name)).toEqual(['rapl/counter-a', 'memory/memory-used'])
    expect(events.find(({ kind }) => kind === 'import')?.detail).toEqual({ from: '10.0.0.2', hosts: ['mypc'] })
    expect(events.at(-1)?.text).toBe('after')
  })

  it('are filtered by the list of the session, and anew when it changes', async () => {
    await inbox.importArchive('latest', await archive(), now(), never)
    const { id } = await inbox.session('latest', now())
    const names = async () => (await view(id)).sourceInfos.map(({ name }) => name)
    expect(await names()).toEqual(['memory/memory-used'])
    await clock.advance(1000)
    expect(await inbox.include('latest', ['counter'], now())).toContain('counter')
    await inbox.session('latest', now())
    expect(await names()).toEqual(['rapl/counter-a', 'memory/memory-used'])
    await clock.advance(1000)
    expect(await inbox.exclude('latest', ['memory', 'memory-used'], now())).not.toContain('memory-used')
    await inbox.session('latest', now())
    expect(await names()).toEqual(['rapl/counter-a'])
  })

  it('that are no good change nothing', async () => {
    await inbox.mark('latest', 'x', {}, now())
    const { id } = await inbox.session('latest', now())
    const before = (await view(id)).events
    broken = testFault()
    const file = await archive()
    await expect(inbox.importArchive('latest', file, now(), never)).rejects.toBeInstanceOf(Fault)
    expect((await view(id)).events).toEqual(before)
    expect(existsSync(dirname(file))).toBe(false)
  })

  it('wait while instruments are recorded and come in when the recording ends', async () => {
    await inbox.connectMeter('latest', 'm1', 'on', now())
    await clock.advance(3000)
    const { id } = await inbox.session('latest', now())
    const answer = await inbox.importArchive('latest', await archive(), now(), never)
    expect(answer).toMatchObject({ session: id, waiting: true })
    expect((await view(id)).sourceInfos.map(({ name }) => name)).toEqual(['desk'])
    await inbox.include('latest', ['counter'], now())
    await app.recorder.stop()
    await app.inbox.settled()
    expect((await view(id)).sourceInfos.map(({ name }) => name)).toEqual([
      'desk',
      'rapl/counter-a',
      'memory/memory-used',
    ])
    expect(await openSpool(folder).waiting()).toEqual([])
  })

  it('that waited are aligned by the sync messages of the machine that sent them', async () => {
    await inbox.connectMeter('latest', 'm1', 'on', now())
    await clock.advance(3000)
    const { id } = await inbox.session('latest', now())
    await inbox.sync('latest', clock.nowUs() - 99_000_000, now('10.0.0.3'))
    await inbox.importArchive('latest', await archive(), now(), never)
    await inbox.sync('latest', clock.nowUs() - 2_000_000, now())
    await app.recorder.stop()
    await app.inbox.settled()
    expect((await view(id)).clocks).toMatchObject([{ host: 'mypc', clock: { offsetUs: 2_000_000, method: 'sync' } }])
  })

  it('are refused at once, not kept, when they are no good while instruments are recorded', async () => {
    await inbox.connectMeter('latest', 'm1', 'on', now())
    await clock.advance(3000)
    broken = testFault()
    await expect(inbox.importArchive('latest', await archive(), now(), never)).rejects.toBeInstanceOf(Fault)
    expect(await openSpool(folder).waiting()).toEqual([])
  })

  it('that waited when the process died come in at the next start', async () => {
    const writer = await store.create({ name: 'cut off', startUs: clock.nowUs(), appVersion: '0' })
    await writer.finish(clock.nowUs() + 1)
    const file = await archive()
    const kept = await openSpool(folder).keep(file, writer.id)
    await start(false)
    await app.inbox.settled()
    expect((await view(writer.id)).sourceInfos.map(({ name }) => name)).toEqual(['memory/memory-used'])
    expect(existsSync(kept.file)).toBe(false)
  })

  it.each([
    ['STORE_FULL', 1],
    ['ARCHIVE_UNREADABLE', 0],
  ] as const)('that waited are tried again only when that can help: %s', async (code, left) => {
    const writer = await store.create({ name: 'cut off', startUs: clock.nowUs(), appVersion: '0' })
    await writer.finish(clock.nowUs() + 1)
    await openSpool(folder).keep(await archive(), writer.id)
    broken = new Fault({ code, title: 'T', cause: 'C.', consequence: 'C.', next: 'N.' })
    await app.inbox.bringWaiting()
    expect(await openSpool(folder).waiting()).toHaveLength(left)
    expect(app.log.recent().at(-1)).toMatchObject({ level: 'fault', subject: 'Import' })
  })
})
