import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImportProgress } from '@contract/imports'
import { DEFAULT_SETTINGS } from '@contract/settings'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createArchiveReader } from '../ingest/collectd/archive-reader'
import type { ArchiveReader } from '../ports/archive'
import type { SessionStore } from '../ports/sessions'
import { memorySessions } from '../store/memory-sessions'
import { openSpool } from '../store/spool'
import { treeUnder, treeWith } from '../testing/archives'
import { ManualClock } from '../testing/manual-clock'
import { zipOf } from '../testing/zip-writer'
import { ClockDesk } from './clock-desk'
import { ImportDesk } from './import-desk'

let folder: string
let store: SessionStore
let told: (ImportProgress | null)[]
let recorded: string | null
let changes: number
let clock: ManualClock

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wattbench-import-desk-'))
  writeFileSync(join(folder, 'c.zip'), zipOf([...treeWith({}), ...treeUnder('other/')]))
  store = memorySessions()
  told = []
  recorded = null
  changes = 0
  clock = new ManualClock()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function deskOf(reader: ArchiveReader = createArchiveReader(null)): ImportDesk {
  return new ImportDesk({
    reader,
    store,
    library: { reader: (id) => store.open(id) },
    recorder: {
      get sessionId() {
        return recorded
      },
    },
    settings: { view: () => DEFAULT_SETTINGS },
    goblin: async () => ['cpu-user'],
    given: {
      admit: async (path) => ({
        token: 'token',
        name: path.slice(path.lastIndexOf('/') + 1),
        bytes: 1,
        looks: 'archive',
      }),
      pathOf: () => join(folder, 'c.zip'),
    },
    askArchives: async () => [join(folder, 'c.zip')],
    spool: openSpool(join(folder, 'spool')),
    clock,
    log: { say: () => undefined },
    appVersion: '1',
    tell: (progress) => told.push(progress),
    libraryChanged: () => {
      changes += 1
    },
    align: (session, host, choice) => clockDesk().set(session, host, choice),
  })
}

const clockDesk = () =>
  new ClockDesk({ library: { reader: (id) => store.open(id) }, store, libraryChanged: () => undefined })

const start = { token: 'token', session: null, filters: null, offsetS: 0 }

describe('an archive at the window', () => {
  it('is looked at, previewed, imported, and chosen from again', async () => {
    const desk = deskOf()
    expect(await desk.open()).toMatchObject([{ token: 'token', name: 'c.zip' }])
    expect(await desk.filters(null)).toEqual({ filters: ['cpu-user'], from: 'powergoblin' })
    const inspection = await desk.inspect('token', ['cpu-user'])
    expect(inspection.hosts.map(({ host, series }) => [host, series.filter(({ chosen }) => chosen).length])).toEqual([
      ['mypc', 2],
      ['other', 2],
    ])
    const preview = await desk.preview('token', 'other', 'interface-eth0/if_octets')
    expect(preview).toMatchObject({ host: 'other', path: 'interface-eth0/if_octets' })
    expect(preview.lanes.map(({ unit }) => unit)).toContain('B/s')
    for (const { envelope } of preview.lanes) expect(envelope.n.reduce((sum, n) => sum + n, 0)).toBeGreaterThan(50)
    await expect(desk.preview('token', 'nobody', 'cpu-0/cpu-user')).rejects.toMatchObject({ code: 'BAD_REQUEST' })

    const report = await desk.run({ ...start, filters: ['memory'], offsetS: -0.5 })
    expect(report.units.map(({ host }) => host)).toEqual(['mypc', 'other'])
    expect(changes).toBe(1)
    expect(told.at(-1)).toBeNull()
    expect(told.filter((one) => one?.work === 'import').at(-1)).toMatchObject({ file: 'c.zip', cancellable: false })
    expect(await desk.filters(report.session)).toEqual({ filters: ['memory'], from: 'session' })

    const clocks = clockDesk()
    expect(await clocks.list(report.session)).toMatchObject([{ host: 'mypc', clock: { offsetUs: -500_000 } }, {}])
    await clocks.set(report.session, 'mypc', { by: 'offset', offsetUs: 9 })
    const again = await desk.refilter(report.session, ['cpu-idle'])
    expect(again.units.flatMap(({ series }) => series.map(({ path }) => path))).toEqual([
      'cpu-0/cpu-idle',
      'cpu-0/cpu-idle',
    ])
    const [mine, other] = await clocks.set(report.session, 'other', { by: 'none' })
    expect([mine?.clock?.offsetUs, other?.clock]).toEqual([9, null])
    await expect(clocks.set(report.session, 'nobody', { by: 'none' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect(await clocks.propose(report.session, 'other', 'sync')).toBeNull()
    expect(await clocks.propose(report.session, 'other', 'edges')).toBeNull()

    const [kept] = await desk.kept(report.session)
    expect(await desk.drop(report.session)).toEqual({ freedBytes: kept!.archiveBytes })
    await expect(desk.refilter(report.session, null)).rejects.toMatchObject({ code: 'ARCHIVE_USELESS' })
  })

  it('is aligned as a person decided, machine by machine', async () => {
    const clocks = [
      { host: 'mypc', choice: { by: 'offset' as const, offsetUs: 1_500_000 } },
      { host: 'gone', choice: { by: 'none' as const } },
    ]
    const report = await deskOf().run({ ...start, clocks })
    expect(await clockDesk().list(report.session)).toMatchObject([
      { host: 'mypc', clock: { offsetUs: 1_500_000, method: 'offset' } },
      { host: 'other', clock: null },
    ])
  })

  it('is not brought into a session that is being recorded', async () => {
    recorded = 'abc'
    const desk = deskOf()
    for (const refused of [desk.run({ ...start, session: 'abc' }), desk.refilter('abc', null), desk.drop('abc')])
      await expect(refused).rejects.toMatchObject({
        code: 'STORE_BUSY',
        view: { next: expect.stringContaining('own') },
      })
    expect((await desk.run(start)).session).not.toBe('abc')
  })
})

describe('an import under way', () => {
  /** A reader that goes on until it is told to end, and then takes its time. */
  function slow() {
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    let begun = 0
    const read: ArchiveReader['read'] = async ({ signal, progress }) => {
      begun += 1
      progress?.(10, 100)
      await clock.advance(2_000)
      progress?.(50, 100)
      progress?.(51, 100)
      await released
      if (signal.aborted) throw new Error('was ended')
      throw new Error('was not ended')
    }
    return { reader: { read, look: () => Promise.reject(new Error('not here')) }, release, begun: () => begun }
  }

  it('tells how far it is, and lets go of the window at once when it is cancelled', async () => {
    const { reader, release, begun } = slow()
    const desk = deskOf(reader)
    const cancelled = expect(desk.run(start)).rejects.toMatchObject({ code: 'CANCELLED' })
    await expect(desk.run(start)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await new Promise((resolve) => setImmediate(resolve))
    desk.cancel()
    await cancelled
    expect(told).toEqual([
      { work: 'import', file: 'c.zip', doneBytes: 10, totalBytes: 100, leftS: null, cancellable: true },
      { work: 'import', file: 'c.zip', doneBytes: 50, totalBytes: 100, leftS: 2, cancellable: true },
      null,
    ])
    // What the first one still holds is cleared away before the next one begins.
    const next = desk.run(start).catch(() => 'ended')
    await new Promise((resolve) => setImmediate(resolve))
    expect(begun()).toBe(1)
    release()
    expect(await next).toBe('ended')
    expect(begun()).toBe(2)
    expect(await store.list()).toEqual([])
  })

  it('ends with the app', async () => {
    const { reader, release } = slow()
    const desk = deskOf(reader)
    const cancelled = expect(desk.run(start)).rejects.toMatchObject({ code: 'CANCELLED' })
    await new Promise((resolve) => setImmediate(resolve))
    release()
    await desk.stop()
    await cancelled
    expect(await store.list()).toEqual([])
  })
})
