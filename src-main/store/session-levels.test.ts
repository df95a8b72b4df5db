import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import Libsql from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SampleBlock } from '../ports/samples'
import type { SessionReader, SessionStore } from '../ports/sessions'
import { ManualClock, TEST_START_US } from '../testing/manual-clock'
import { testSource } from '../testing/session-builders'
import { expectTrue } from '../testing/session-store.suite'
import { recoverFile } from './recover-file'
import { PAGE_ROWS, PAGES_PER_SUMMARY } from './schema'
import { joinBlocks } from './session-columns'
import { openSessionStore } from './session-store'

const START = TEST_START_US
const root = mkdtempSync(join(tmpdir(), 'wattbench-levels-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const open = (folder: string): SessionStore => openSessionStore({ folder, clock: new ManualClock(), workerFile: null })

/** So many rows from a time on, with jitter, single lost rows, now and then a gap of some minutes, spikes and NaN. */
function rowsFrom(seed: number, afterUs: number, n: number, periodUs: number): SampleBlock {
  let state = seed
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
  let t = afterUs
  const timesUs = Float64Array.from({ length: n }, () => {
    const away = random()
    t += periodUs + Math.floor((random() * periodUs) / 8) + (away < 0.00002 ? 400_000_000 : away < 0.001 ? periodUs : 0)
    return t
  })
  const power = timesUs.map(() => (random() < 0.01 ? Number.NaN : random() < 0.0005 ? 4_000 : 50 + 10 * random()))
  return {
    timesUs,
    values: [
      power,
      BigUint64Array.from(timesUs, (us) => BigInt(us) + 2n ** 62n),
      BigInt64Array.from(timesUs, (us) => BigInt(us) - 7n),
    ],
  }
}

/** A group of pages at 20 ms, then one across a change to 1 s, then some pages and a tail. */
const FAST = PAGE_ROWS * (PAGES_PER_SUMMARY + 9) + 1_000
const SLOW = PAGE_ROWS * (PAGES_PER_SUMMARY - 5) + 700
const fast = rowsFrom(1, START, FAST, 20_000)
const slowStartUs = fast.timesUs.at(-1)! + 1
const slow = rowsFrom(2, slowStartUs, SLOW, 1_000_000)
const all = joinBlocks([fast, slow])
const endUs = all.timesUs.at(-1)!
const CHANNELS = ['meter/power', 'meter/count', 'meter/received']

/** Records everything; returns the path. */
async function record(folder: string, end: 'finished' | 'recording' | 'recovered'): Promise<string> {
  const store = open(folder)
  const writer = await store.create({ name: 'x', startUs: START, appVersion: '1' })
  const pieces = (block: SampleBlock) => {
    for (let at = 0; at < block.timesUs.length; at += 50_000) {
      const cut = <T extends { slice(from: number, to: number): T }>(column: T) => column.slice(at, at + 50_000)
      writer.append('meter', {
        timesUs: cut(block.timesUs),
        values: block.values.map((column) => cut(column as never)),
      })
    }
  }
  writer.source(testSource())
  writer.segment('meter', { startUs: START, periodS: 0.02, settings: {} })
  pieces(fast)
  writer.segment('meter', { startUs: slowStartUs, periodS: 1, settings: {} })
  pieces(slow)
  await writer.flush()
  if (end === 'finished') await writer.finish(endUs)
  await store.close()
  const path = join(folder, readdirSync(folder).find((name) => name.endsWith('.wattbench'))!)
  if (end === 'recovered')
    expect(await recoverFile(path, writer.id, true)).toMatchObject({ rows: FAST + SLOW, checksumsOk: true })
  return path
}

/** Brings everything in from outside; returns the path. */
async function importAll(folder: string, into: string | null = null): Promise<string> {
  const store = open(folder)
  const target = into === null ? { name: 'x', appVersion: '1' } : { id: into }
  const under = await store.beginImport(target)
  const info = { ...testSource(), kind: 'collectd', identity: null }
  await under.add({ host: 'pc', info, segment: null, block: all, gaps: [] })
  const facts = { atUs: START, file: 'c.zip', archive: null, filters: null, offsetS: 0, clock: null }
  await under.commit({ ...facts, report: { units: [], skipped: [], warnings: [] } })
  await store.close()
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.wattbench'))!)
}

/** Any window: some at the start, the change or the end, of any length from a sample to everything. */
const window = fc
  .record({
    at: fc.oneof(fc.constantFrom(START, slowStartUs, endUs), fc.integer({ min: START - 1e9, max: endUs })),
    spanLog: fc.double({ min: 4, max: Math.log10(1.3 * (endUs - START)), noNaN: true }),
    shift: fc.double({ min: 0, max: 1, noNaN: true }),
    buckets: fc.constantFrom(1, 2, 7, 100, 333, 1_000),
  })
  .map(({ at, spanLog, shift, buckets }) => {
    const spanUs = Math.round(10 ** spanLog)
    const fromUs = Math.round(at - shift * spanUs)
    return { fromUs, toUs: fromUs + spanUs, buckets }
  })

async function expectTrueWindows(reader: SessionReader, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(window, async (asked) => {
      const lanes = await reader.window({ channels: CHANNELS, ...asked })
      expect(lanes.map(({ channel }) => channel)).toEqual(CHANNELS)
      for (const [c, { envelope }] of lanes.entries()) expectTrue(envelope, all.timesUs, all.values[c]!, asked)
    }),
    { numRuns },
  )
}

describe('kept levels', () => {
  let finished: string
  beforeAll(async () => {
    finished = await record(mkdtempSync(join(root, 'f-')), 'finished')
  })

  /** A copy of the finished file, changed. */
  async function changed(sql: string): Promise<SessionReader> {
    const folder = mkdtempSync(join(root, 'f-'))
    const path = join(folder, '20260101T000000Z-abcdefgh.wattbench')
    copyFileSync(finished, path)
    const database = new Libsql(path)
    database.exec(sql)
    database.close()
    return open(folder).open('latest')
  }

  it.each(['finished', 'recording', 'recovered'] as const)('draw every window truly: %s', async (end) => {
    const folder = mkdtempSync(join(root, 'f-'))
    if (end === 'finished') copyFileSync(finished, join(folder, '20260101T000000Z-abcdefgh.wattbench'))
    else await record(folder, end)
    await expectTrueWindows(await open(folder).open('latest'), 30)
  })

  it('draw every window of an import truly, without a page of values where it is wide', async () => {
    const folder = mkdtempSync(join(root, 'f-'))
    const path = await importAll(folder)
    const store = open(folder)
    await expectTrueWindows(await store.open('latest'), 30)
    await store.close()
    const database = new Libsql(path)
    database.exec("UPDATE chunk SET data = x'00', min = NULL, max = NULL WHERE seq > 0 AND seq < 136")
    database.close()
    const span = { fromUs: START, toUs: endUs, buckets: 1_000 }
    const [power] = await (await open(folder).open('latest')).window({ channels: ['meter/power'], ...span })
    expectTrue(power!.envelope, all.timesUs, all.values[0]!, span)
  })

  it('come with an import into a file that had none, and go with what is imported anew', async () => {
    const folder = mkdtempSync(join(root, 'f-'))
    const store = open(folder)
    const writer = await store.create({ name: 'x', startUs: START, appVersion: '1' })
    await writer.finish(START + 1)
    await store.close()
    const path = join(folder, readdirSync(folder)[0]!)
    const old = new Libsql(path)
    old.exec('DROP TABLE level')
    old.close()
    await importAll(folder, writer.id)
    await importAll(folder, writer.id)
    const database = new Libsql(path)
    const pages = Math.ceil((FAST + SLOW) / PAGE_ROWS)
    expect(database.prepare('SELECT count(*) AS n FROM level WHERE pages = 1').get()).toMatchObject({ n: pages })
    expect(database.prepare('SELECT count(DISTINCT source) AS n FROM level').get()).toMatchObject({ n: 1 })
    database.close()
    await expectTrueWindows(await open(folder).open('latest'), 10)
  })

  it('are not needed: files of earlier versions are drawn from pages', async () => {
    await expectTrueWindows(await changed('DROP TABLE level'), 15)
  })

  it('are passed over where they are damaged or missing', async () => {
    const damage = `UPDATE level SET data = zeroblob(length(data)) WHERE first_page % 3 = 0;
      DELETE FROM level WHERE pages = 1 AND first_page % 5 = 1; UPDATE level SET n = n + 1 WHERE first_page % 7 = 2`
    await expectTrueWindows(await changed(damage), 25)
  })

  it('serve wide windows without a single page of values, and show every spike', async () => {
    const reader = await changed("UPDATE chunk SET data = x'00', min = NULL, max = NULL WHERE seq > 0")
    const span = { fromUs: START, toUs: endUs, buckets: 1_000 }
    const [power] = await reader.window({ channels: ['meter/power'], ...span })
    expectTrue(power!.envelope, all.timesUs, all.values[0]!, span)
    expect(Math.max(...power!.envelope.max.filter((x) => !Number.isNaN(x)))).toBe(4_000)
  })

  it('do not wait for long statistics, nor do other questions', async () => {
    const reader = await changed('')
    const told: string[] = []
    const tell = (what: string) => () => void told.push(what)
    const span = { channels: CHANNELS, fromUs: START, toUs: endUs }
    await Promise.all([
      reader.stats(span).then(tell('statistics')),
      reader.window({ ...span, buckets: 100 }).then(tell('window')),
      reader.view().then(tell('view')),
    ])
    expect(told).toHaveLength(3)
    expect(told.at(-1)).toBe('statistics')
  })

  it('let statistics end well when the file is let go meanwhile, and leave nothing open', async () => {
    const folder = mkdtempSync(join(root, 'f-'))
    copyFileSync(finished, join(folder, '20260101T000000Z-abcdefgh.wattbench'))
    const store = open(folder)
    const reader = await store.open('latest')
    const stats = reader.stats({ channels: ['meter/count'], fromUs: START, toUs: endUs })
    await reader.close()
    expect(await stats).toMatchObject([{ n: FAST + SLOW }])
    await store.close()
    const late = open(folder)
    const cut = (await late.open('latest')).stats({ channels: CHANNELS, fromUs: START, toUs: endUs })
    const refused = expect(cut).rejects.toMatchObject({ code: 'STORE_FAILED' })
    await late.close()
    await refused
  })

  it('are as the README says, and no more than a twentieth of the file', () => {
    const database = new Libsql(finished)
    const steps = database
      .prepare('SELECT pages, step_us, count(*) AS n FROM level GROUP BY 1, 2 ORDER BY 1, 2')
      .all() as object[]
    const bytes = (table: string) =>
      (database.prepare(`SELECT sum(length(data)) AS n FROM ${table}`).get() as { n: number }).n
    expect(steps).toEqual([
      { pages: 1, step_us: 2_000_000, n: PAGES_PER_SUMMARY + 10 },
      { pages: 1, step_us: 120_000_000, n: PAGES_PER_SUMMARY - 5 },
      { pages: PAGES_PER_SUMMARY, step_us: 10_000_000, n: 1 },
      { pages: PAGES_PER_SUMMARY, step_us: 60_000_000, n: 1 },
      { pages: PAGES_PER_SUMMARY, step_us: 600_000_000, n: 2 },
      { pages: PAGES_PER_SUMMARY, step_us: 3_600_000_000, n: 1 },
      { pages: PAGES_PER_SUMMARY, step_us: 21_600_000_000, n: 1 },
    ])
    expect(bytes('level') / bytes('chunk')).toBeLessThan(0.05)
    database.close()
  })
})
