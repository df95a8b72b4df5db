import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HostClock } from '@contract/clocks'
import { DEFAULT_IMPORT_LIMITS } from '@contract/collectd'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createArchiveReader } from '../../ingest/collectd/archive-reader'
import type { SessionStore } from '../../ports/sessions'
import { memorySessions } from '../../store/memory-sessions'
import { csv, DAY, FIRST_S } from '../../testing/archives'
import { ManualClock } from '../../testing/manual-clock'
import { testSource } from '../../testing/session-builders'
import { zipOf } from '../../testing/zip-writer'
import { importArchive } from '../import-archive'
import { AlignDesk } from './align-desk'

const US = 1_000_000
const SECONDS = 120
/** The machine's clock is this far ahead of ours. */
const AHEAD_S = 3.25

/** A load nobody could take for itself at another time. */
const watts = (s: number): number => [20, 60, 20, 35, 80, 20, 20, 55][Math.floor(s / 5 + Math.floor(s / 37)) % 8] ?? 20

let folder: string
let store: SessionStore
let file: string
let session: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wattbench-align-'))
  store = memorySessions()
  const startUs = FIRST_S * US
  const writer = await store.create({ name: 'wall', startUs, appVersion: '1' })
  const info = testSource('meter')
  writer.source({ ...info, channels: info.channels.slice(0, 1) })
  writer.segment('meter', { startUs, periodS: 0.1, settings: {} })
  const timesUs = Float64Array.from({ length: 10 * SECONDS }, (_v, i) => startUs + (i + 1) * 100_000)
  writer.append('meter', { timesUs, values: [timesUs.map((t) => 10 + watts((t - startUs) / US - 0.05))] })
  await writer.finish(startUs + SECONDS * US)
  session = writer.id
  let microjoules = 0
  const lines = Array.from({ length: 10 * SECONDS }, (_v, i) => {
    microjoules += watts(i / 10 - 0.05 < 0 ? 0 : i / 10 - 0.05) * 1e5
    return `${(FIRST_S + AHEAD_S + i / 10).toFixed(3)},${Math.round(microjoules)}\n`
  })
  file = join(folder, 'pc.zip')
  writeFileSync(
    file,
    zipOf([
      { name: `pc/intel-rapl/counter-package-0-${DAY}`, data: `epoch,value\n${lines.join('')}` },
      { name: `bare/memory/memory-used-${DAY}`, data: csv('value', () => 7) },
    ]),
  )
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const desk = (): AlignDesk =>
  new AlignDesk({
    reader: createArchiveReader(null),
    library: { reader: (id) => store.open(id) },
    given: { pathOf: () => file },
    limits: () => DEFAULT_IMPORT_LIMITS,
  })

const window = { fromUs: FIRST_S * US, toUs: (FIRST_S + SECONDS) * US, buckets: 400 }
const byHand = (offsetUs: number): HostClock => ({
  ...{ offsetUs, driftPpm: 0, refUs: 0, residualUs: null, method: 'offset', points: 0 },
})

describe('the clock of a machine', () => {
  it('is proposed from an archive before anything is imported', async () => {
    const bench = desk()
    const view = await bench.open({ of: 'archive', token: 't', host: 'pc', session })
    expect(view).toMatchObject({ host: 'pc', clock: null, sync: null, wall: { unit: 'W' }, machine: { unit: 'W' } })
    const { clock, confidence } = view.edges!
    expect(Math.abs(clock.offsetUs / US + AHEAD_S)).toBeLessThan(0.1)
    expect(confidence).toBeGreaterThan(0.3)
    const picture = await bench.look({ ...window, clock })
    const n = (what: 'wall' | 'recorded' | 'aligned') => picture[what]!.n.reduce((sum, one) => sum + one, 0)
    expect(n('wall')).toBe(10 * SECONDS)
    // What lies ahead of the window is moved into it.
    expect(n('aligned')).toBeGreaterThan(n('recorded'))
    expect(picture.edges.length).toBeGreaterThan(10)
    const off = picture.edges.flatMap(({ offUs }) => (offUs === null ? [] : [Math.abs(offUs)]))
    expect(off.filter((us) => us < 150_000).length).toBeGreaterThan(picture.edges.length * 0.8)
    const late = await bench.look({ ...window, clock: byHand(clock.offsetUs + 800_000) })
    const moved = late.edges.flatMap(({ offUs }) => (offUs === null ? [] : [offUs]))
    expect(moved.filter((us) => Math.abs(us - 800_000) < 150_000).length).toBeGreaterThan(moved.length * 0.7)
    bench.close()
    await expect(bench.look({ ...window, clock })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('of a machine in a session is laid beside the wall with the stamps it came with', async () => {
    const io = { reader: createArchiveReader(null), store, clock: new ManualClock(), appVersion: '1' }
    const signal = new AbortController().signal
    await importArchive({ ...io, limits: DEFAULT_IMPORT_LIMITS }, { file, session, filters: null, offsetS: -1, signal })
    const bench = desk()
    const view = await bench.open({ of: 'session', session, host: 'pc' })
    expect(view.clock).toMatchObject({ offsetUs: -US })
    expect(view.machine?.fromUs).toBeGreaterThanOrEqual((FIRST_S + AHEAD_S) * US)
    // The alignment in force is taken off before edges are compared.
    expect(Math.abs((view.edges?.clock.offsetUs ?? 0) / US + AHEAD_S)).toBeLessThan(0.1)
    const { recorded, aligned } = await bench.look({ ...window, clock: view.clock })
    const first = (one: typeof recorded) => one!.startUs + one!.n.findIndex((n) => n > 0) * one!.stepUs
    expect((first(recorded) - first(aligned)) / US).toBeCloseTo(1, 0)
  })

  it('of a machine without load, or beside no wall, can still be set', async () => {
    const bench = desk()
    expect(await bench.open({ of: 'archive', token: 't', host: 'bare', session })).toMatchObject({
      machine: null,
      edges: null,
    })
    expect(await bench.look({ ...window, clock: null })).toMatchObject({ recorded: null, aligned: null, edges: [] })
    const alone = await bench.open({ of: 'archive', token: 't', host: 'pc', session: null })
    expect(alone).toMatchObject({ wall: null, edges: null, machine: { unit: 'W' } })
    expect((await bench.look({ ...window, clock: byHand(0) })).wall).toBeNull()
  })
})
