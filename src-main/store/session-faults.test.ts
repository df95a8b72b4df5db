import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import { afterAll, describe, expect, it } from 'vitest'
import type { Fault } from '../base/fault'
import type { SessionStore, SessionWriter } from '../ports/sessions'
import { bundleForNode } from '../testing/bundle'
import type { DeniedReport } from '../testing/denied-writer'
import { ManualClock, TEST_START_US } from '../testing/manual-clock'
import { testRows, testSource } from '../testing/session-builders'
import { openSessionStore } from './session-store'
import { isRunning, thisProcess } from './writer-process'

const root = mkdtempSync(join(tmpdir(), 'wattbench-faults-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const fresh = () => mkdtempSync(join(root, 'f-'))
const open = (folder: string): SessionStore => openSessionStore({ folder, clock: new ManualClock(), workerFile: null })

async function record(store: SessionStore, rows: number): Promise<SessionWriter> {
  const writer = await store.create({ name: 'x', startUs: TEST_START_US, appVersion: '1' })
  writer.source(testSource())
  writer.segment('meter', { startUs: TEST_START_US, periodS: 0.25, settings: {} })
  if (rows > 0) writer.append('meter', testRows(0, rows))
  return writer
}

/** A finished session of 9 000 rows; returns its path. */
async function finished(folder: string): Promise<string> {
  const store = open(folder)
  const writer = await record(store, 9_000)
  await writer.finish(TEST_START_US + 1e10)
  await store.close()
  return join(folder, readdirSync(folder)[0]!)
}

describe('damaged files', () => {
  it.each([
    ['empty', (path: string) => truncateSync(path, 0), 'The file is empty'],
    ['cut off', (path: string) => truncateSync(path, 20_000), 'cut off: 20000 of'],
    ['garbage', (path: string) => writeFileSync(path, Buffer.alloc(9_000, 65)), 'does not begin like'],
    ['another database', (path: string) => patch(path, 68, [0, 0, 0, 1]), 'not a Wattbench session'],
  ])('%s: list() tells which file and why, and others stay readable', async (_, damage, why) => {
    const folder = fresh()
    const path = await finished(folder)
    copyFileSync(path, join(folder, '20260202T000000Z-abcdefgh.wattbench'))
    damage(path)
    const store = open(folder)
    const rows = await store.list()
    expect(rows.map(({ fault }) => fault?.code ?? null)).toEqual([null, 'STORE_DAMAGED'])
    expect(rows[1]).toMatchObject({
      startUs: TEST_START_US,
      samples: 0,
      fault: { cause: expect.stringContaining(why) },
    })
    await expect(store.open(rows[1]!.id)).rejects.toMatchObject({ code: 'STORE_DAMAGED' })
    expect(await store.recover()).toEqual([])
    await store.remove(rows[1]!.id)
    expect(await store.list()).toHaveLength(1)
    await store.close()
  })

  it('a newer format is refused by name and left alone', async () => {
    const folder = fresh()
    const path = await finished(folder)
    patch(path, 60, [0, 0, 0, 9])
    const store = open(folder)
    expect((await store.list())[0]!.fault).toMatchObject({
      code: 'SESSION_NEWER',
      cause: expect.stringContaining('format 9'),
    })
    await expect(store.find('latest')).rejects.toMatchObject({ code: 'SESSION_NEWER' })
    await expect(store.rename('latest', 'y')).rejects.toMatchObject({ code: 'SESSION_NEWER' })
    await store.close()
  })

  it('added tables, columns and meta keys are no obstacle', async () => {
    const folder = fresh()
    const path = await finished(folder)
    const database = new Libsql(path)
    database.exec(
      "ALTER TABLE source ADD COLUMN colour TEXT; ALTER TABLE chunk ADD COLUMN codec TEXT; CREATE TABLE attachment (x); INSERT INTO meta VALUES ('mood', 'fine')",
    )
    database.close()
    const store = open(folder)
    const reader = await store.open('latest')
    expect(
      await reader.stats({ channels: ['meter/power'], fromUs: TEST_START_US, toUs: TEST_START_US + 1e10 }),
    ).toMatchObject([{ n: 8_908 }])
    await store.close()
  })

  it('a page that does not fit its checksum is never shown as data', async () => {
    const folder = fresh()
    const path = await finished(folder)
    const database = new Libsql(path)
    database.exec('UPDATE chunk SET data = zeroblob(length(data)) WHERE channel = 1 AND seq = 1')
    database.close()
    const store = open(folder)
    const reader = await store.open('latest')
    const span = { channels: ['meter/power'], fromUs: TEST_START_US, toUs: TEST_START_US + 1e10 }
    await expect(reader.stats(span)).rejects.toMatchObject({
      code: 'STORE_DAMAGED',
      view: { cause: expect.stringContaining('page 1') },
    })
    expect(await reader.stats({ ...span, channels: ['meter/count'] })).toMatchObject([{ n: 9_000 }])
    await store.close()
  })

  it('random damage ends in faults, not in a crash', async () => {
    const folder = fresh()
    const good = readFileSync(await finished(folder))
    rmSync(folder, { recursive: true })
    let seed = 7
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed % below
    }
    for (let round = 0; round < 60; round++) {
      const damaged = fresh()
      const bytes = Buffer.from(good)
      for (let i = 0; i <= round % 12; i++) bytes[100 + random(round % 2 ? bytes.length - 100 : 40_000)] = random(256)
      writeFileSync(join(damaged, '20260101T000000Z-abcdefgh.wattbench'), bytes)
      const store = open(damaged)
      expect(await store.list()).toHaveLength(1)
      await store.recover()
      const reader = await store.open('latest').catch(() => null)
      const span = { channels: ['meter/power'], fromUs: 0, toUs: 2e15 }
      for (const ask of [
        () => reader?.view(),
        () => reader?.gaps(),
        () => reader?.stats(span),
        () => reader?.window({ ...span, buckets: 50 }),
      ]) {
        await ask()?.catch((error: Fault) => expect(error.view.cause).not.toBe(''))
      }
      await store.close()
    }
  })
})

describe('a recording that goes on', () => {
  it('is refused with a fault where a page is torn, whichever it is, and leaves the session as it was', async () => {
    const folder = fresh()
    const store = open(folder)
    const writer = await record(store, 50)
    await writer.finish(TEST_START_US + 1e10)
    await store.close()
    const name = readdirSync(folder)[0]!
    const good = readFileSync(join(folder, name))
    const refused: number[] = []
    for (let page = 1; page < good.length / 4096; page++) {
      const bytes = Buffer.from(good)
      bytes.fill(0xff, page * 4096, page * 4096 + 12)
      const torn = fresh()
      writeFileSync(join(torn, name), bytes)
      const damaged = open(torn)
      const resumed = await damaged.resume('latest').catch((error: unknown) => error)
      if (resumed instanceof Error) {
        refused.push(page)
        expect(resumed).toMatchObject({ code: 'STORE_DAMAGED' })
        expect((await damaged.list())[0]?.state).not.toBe('recording')
      } else await (resumed as SessionWriter).finish(TEST_START_US + 2e10).catch(() => undefined)
      await damaged.close()
    }
    expect(refused.length).toBeGreaterThan(5)
  })
})

describe('a folder that fails', () => {
  it('is told when the file is deleted during a recording', async () => {
    const folder = fresh()
    const store = open(folder)
    const writer = await record(store, 10)
    const faults: Fault[] = []
    writer.onFailed((fault) => faults.push(fault))
    await writer.flush()
    rmSync(folder, { recursive: true })
    writer.append('meter', testRows(10, 10))
    await expect(writer.flush()).rejects.toMatchObject({ code: 'STORE_FAILED' })
    expect(faults.map(({ view }) => view.title)).toEqual(['The session file is gone'])
    await expect(writer.finish(TEST_START_US)).rejects.toMatchObject({ code: 'STORE_FAILED' })
    expect(await store.list()).toEqual([])
    await store.close()
  })

  it('that is really a file gives a fault on create', async () => {
    const file = join(fresh(), 'sessions')
    writeFileSync(file, '')
    const store = open(file)
    await expect(record(store, 0)).rejects.toMatchObject({ code: 'STORE_FAILED' })
    await store.close()
  })

  it('is denied to a user who may not write it', async (context) => {
    const folder = fresh()
    chmodSync(root, 0o755)
    await finished(folder)
    chmodSync(folder, 0o555)
    const bundle = await bundleForNode({ denied: 'testing/denied-writer.ts' })
    try {
      const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
      const seen = spawnSync('test', ['-r', bundle.file('denied')], nobody)
      if (seen.status !== 0) return context.skip('user nobody cannot read this checkout')
      const run = spawnSync(process.execPath, [bundle.file('denied'), folder], { ...nobody, encoding: 'utf8' })
      expect(run.stderr).toBe('')
      const told: DeniedReport = { create: 'STORE_DENIED', listed: ['finished'], rename: 'STORE_DENIED' }
      expect(JSON.parse(run.stdout)).toEqual(told)
    } finally {
      chmodSync(folder, 0o755)
      bundle.remove()
    }
  })

  it('keeps what was durable when the disk is full', async (context) => {
    const folder = fresh()
    const why = mounted(folder)
    if (why !== null) return context.skip(`a small disk cannot be mounted here: ${why}`)
    try {
      const store = open(join(folder, 'sessions'))
      const writer = await record(store, 0)
      const faults: Fault[] = []
      writer.onFailed((fault) => faults.push(fault))
      let durable = 0
      for (let i = 0; i < 200 && faults.length === 0; i++) {
        writer.append('meter', testRows(i * 1_000, 1_000))
        await writer.flush().then(
          () => {
            durable = writer.progress().rows
          },
          () => undefined,
        )
      }
      expect(faults.map(({ code }) => code)).toEqual(['STORE_FULL'])
      expect(writer.progress().diskFreeBytes).toBeLessThan(2_000_000)
      expect(durable).toBeGreaterThan(5_000)
      await expect(writer.finish(TEST_START_US + 1e10)).rejects.toMatchObject({ code: 'STORE_FULL' })
      const reader = await store.open('latest')
      const [stats] = await reader.stats({ channels: ['meter/count'], fromUs: 0, toUs: 2e15 })
      expect(stats!.n).toBe(durable)
      await reader.close()
      expect(['interrupted', 'recovered']).toContain((await store.list())[0]!.state)
      await store.remove('latest')
      expect(await store.list()).toEqual([])
      await store.close()
    } finally {
      execFileSync('umount', [folder])
    }
  })
})

describe('the writing process', () => {
  it('is recognised as itself, not as a later process with its pid', () => {
    const me = thisProcess()
    expect(isRunning(me)).toBe(true)
    expect(isRunning({ ...me, startTicks: '1' })).toBe(false)
    expect(isRunning({ ...me, bootId: 'another boot' })).toBe(false)
    expect(isRunning({ ...me, pid: 2 ** 22 + 1 })).toBe(false)
  })
})

function patch(path: string, at: number, bytes: readonly number[]): void {
  const content = readFileSync(path)
  content.set(bytes, at)
  writeFileSync(path, content)
}

/** Mounts 2 MB over the folder; why not, or null. */
function mounted(folder: string): string | null {
  if (process.getuid?.() !== 0) return 'it needs root'
  mkdirSync(folder, { recursive: true })
  const run = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { encoding: 'utf8' })
  return run.status === 0 ? null : run.stderr.trim()
}
