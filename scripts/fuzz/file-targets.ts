import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DEFAULT_SETTINGS } from '@contract/settings'
import { Fault } from '../../src-main/base/fault'
import { noRowFaults, RowParser } from '../../src-main/engine/collectd/row-parser'
import { RowTable } from '../../src-main/engine/collectd/row-table'
import { openSessionStore } from '../../src-main/store/session-store'
import { openSettingsFile } from '../../src-main/store/settings-file'
import { csv, readBytes, treeWith } from '../../src-main/testing/archives'
import { ManualClock, TEST_START_US } from '../../src-main/testing/manual-clock'
import { testRows, testSource } from '../../src-main/testing/session-builders'
import { zipOf } from '../../src-main/testing/zip-writer'
import { type Dice, mutated, pieces } from './dice'

const ROWS = Buffer.from(csv('a,b', (i) => `${i * 1e6},${i}.5`, 40))

/** Rows of collectd: no crash, and no more rows than lines. */
export async function collectdRows(dice: Dice): Promise<void> {
  const bytes = mutated(dice, ROWS, 20)
  const table = new RowTable(2)
  const parser = new RowParser(table, noRowFaults(), 256)
  for (const piece of pieces(dice, bytes)) parser.push(piece)
  parser.finish()
  const lines = bytes.reduce((sum, byte) => sum + (byte === 0x0a ? 1 : 0), 1)
  if (table.rows > lines) throw new Error(`${table.rows} rows of ${lines} lines`)
}

const ZIP = zipOf(treeWith({}))

/** Archives: a summary, or a fault of their own. */
export async function collectdZip(dice: Dice): Promise<void> {
  await readBytes(mutated(dice, ZIP)).catch((error: unknown) => {
    if (!(error instanceof Fault) || !error.code.startsWith('ARCHIVE_')) throw error
  })
}

const SETTINGS = Buffer.from(
  JSON.stringify({
    ...DEFAULT_SETTINGS,
    instruments: [
      { id: 'm', kind: 'powerspy2', name: 'n', address: '/dev/x', intervalMs: 100, reconnect: true, serial: null },
    ],
  }),
)

/** Settings: read, or set aside with a fault; the program starts. */
export async function settingsFile(dice: Dice): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wattbench-fuzz-'))
  try {
    const path = join(folder, 'settings.json')
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, mutated(dice, SETTINGS, 6))
    const { settings, fault } = await openSettingsFile(path, new ManualClock()).load()
    if (settings.fontScale < 80 || settings.fontScale > 200) throw new Error('a setting that no guard passes')
    if (fault === null) return
    if (!readdirSync(folder).some((name) => name.includes('damaged'))) throw new Error('not set aside')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

let good: Promise<readonly Buffer[]> | null = null

/** Two real sessions: one finished, one that a crash left with its log. */
async function sessions(): Promise<readonly Buffer[]> {
  const made: Buffer[] = []
  for (const state of ['finished', 'left']) {
    const folder = mkdtempSync(join(tmpdir(), 'wattbench-fuzz-'))
    const store = openSessionStore({ folder, clock: new ManualClock(), workerFile: null })
    const writer = await store.create({ name: 'x', startUs: TEST_START_US, appVersion: '1' })
    writer.source(testSource())
    writer.segment('meter', { startUs: TEST_START_US, periodS: 0.25, settings: { a: 1 } })
    writer.append('meter', testRows(0, 4_500))
    writer.gap('meter', { fromUs: 5, toUs: null, lost: 2, cause: 'silent', text: 'µ' })
    writer.event({ atUs: 1, kind: 'marker', sourceId: null, text: 'ü', detail: { a: 1 } })
    if (state === 'finished') await writer.finish(TEST_START_US + 1e10)
    else await writer.flush()
    await store.close()
    made.push(readFileSync(join(folder, readdirSync(folder).find((name) => name.endsWith('.wattbench'))!)))
    rmSync(folder, { recursive: true, force: true })
  }
  return made
}

/** Session files: whatever they hold, every question is answered or ends in a fault; verify always has something to say. */
export async function sessionFile(dice: Dice): Promise<void> {
  good ??= sessions()
  const bytes = Buffer.from(dice.one(await good))
  // Most of the file is values; what matters lies in the first pages and on page borders.
  for (let times = dice.below(12) + 1; times > 0; times--) {
    const near = dice.one([
      () => dice.below(200),
      () => dice.below(60_000),
      () => dice.below(bytes.length / 4096) * 4096 + dice.below(120),
    ])
    const at = (dice.below(3) === 0 ? dice.below(bytes.length) : near()) % bytes.length
    if (dice.below(3) === 0) bytes.set(dice.bytes(24).subarray(0, bytes.length - at), at)
    else bytes[at] = dice.below(256)
  }
  const folder = mkdtempSync(join(tmpdir(), 'wattbench-fuzz-'))
  const store = openSessionStore({ folder, clock: new ManualClock(), workerFile: null })
  const faultOnly = (error: unknown): null => {
    if (error instanceof Fault && error.code !== 'UNEXPECTED') return null
    throw error
  }
  try {
    writeFileSync(join(folder, '20260101T000000Z-abcdefgh.wattbench'), bytes)
    await store.list().catch(faultOnly)
    await store.verify('latest').catch(faultOnly)
    if (dice.below(2) === 0) await store.recover().catch(faultOnly)
    const reader = await store.open('latest').catch(faultOnly)
    if (reader) {
      const channels = ['meter/power', 'meter/count']
      const span = { channels, fromUs: 0, toUs: 2e15 }
      for (const ask of [
        () => reader.view(),
        () => reader.gaps(),
        () => reader.segments(),
        () => reader.clocks(),
        () => reader.imports(),
        () => reader.stats(span),
        () => reader.window({ ...span, buckets: 50 }),
        () => reader.nearest({ channels, tUs: TEST_START_US + 1e8, side: 'before' }),
      ])
        await ask().catch(faultOnly)
      await readAll(reader.rows({ fromUs: 0, toUs: 2e15 })).catch(faultOnly)
      await reader.close()
    }
    await store.rename('latest', 'y').catch(faultOnly)
    const writer = await store.resume('latest').catch(faultOnly)
    await writer?.finish(TEST_START_US + 2e10).catch(faultOnly)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function readAll(rows: AsyncIterable<unknown>): Promise<void> {
  let blocks = 0
  for await (const _ of rows) if (++blocks > 10_000) throw new Error('rows without an end')
}
