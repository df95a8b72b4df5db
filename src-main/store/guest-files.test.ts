import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SessionStore } from '../ports/sessions'
import { ManualClock, TEST_START_US } from '../testing/manual-clock'
import { testRows, testSource } from '../testing/session-builders'
import { openSessionStore } from './session-store'

const root = mkdtempSync(join(tmpdir(), 'wattbench-guests-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const END_US = TEST_START_US + 9e8
const open = (folder: string): SessionStore => openSessionStore({ folder, clock: new ManualClock(), workerFile: null })
const stampOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

/** A finished session in the library of somebody else. */
let theirs: string
let library: string
beforeAll(async () => {
  const folder = mkdtempSync(join(root, 'theirs-'))
  library = mkdtempSync(join(root, 'library-'))
  const store = open(folder)
  const writer = await store.create({ name: 'laptop of Änne', startUs: TEST_START_US, appVersion: '1' })
  writer.source(testSource())
  writer.segment('meter', { startUs: TEST_START_US, periodS: 0.25, settings: {} })
  writer.append('meter', testRows(0, 3_000))
  await writer.finish(END_US)
  await store.close()
  theirs = join(folder, readdirSync(folder)[0]!)
})

/** A copy of that session under a name of its own, changed by SQL. */
function copied(name: string, sql = ''): string {
  const path = join(mkdtempSync(join(root, 'g-')), name)
  copyFileSync(theirs, path)
  if (sql !== '') {
    const database = new Libsql(path)
    database.exec(sql)
    database.close()
  }
  return path
}

it('reads a file outside the library under any name, and writes nothing: not into it, not beside it', async () => {
  const path = copied('Messung 7 %20 µ.wattbench')
  const before = stampOf(path)
  const folder = join(path, '..')
  chmodSync(folder, 0o555)
  const store = open(library)
  const id = await store.admit(path)
  expect(id).toMatch(/^guest-[a-z2-7]{8}$/)
  const reader = await store.open(id)
  expect(await reader.view()).toMatchObject({
    id,
    name: 'laptop of Änne',
    state: 'finished',
    samples: 3_000,
    guest: true,
  })
  const [row] = await reader.stats({ channels: ['meter/power'], fromUs: TEST_START_US, toUs: END_US })
  expect(row).toMatchObject({ n: 2_970 })
  expect(await store.list()).toEqual([])
  await reader.close()
  await store.close()
  expect(stampOf(path)).toBe(before)
  expect(readdirSync(folder)).toHaveLength(1)
})

it('gives a file the same id again, also through a link', async () => {
  const path = copied('a.wattbench')
  const link = join(path, '..', 'b.wattbench')
  symlinkSync(path, link)
  const store = open(library)
  expect(await store.admit(link)).toBe(await store.admit(path))
  await store.close()
})

it('knows a file of the library by its own id, and it is no guest', async () => {
  const store = open(join(theirs, '..'))
  const id = await store.admit(theirs)
  expect((await store.list()).map((row) => row.id)).toEqual([id])
  expect((await (await store.open(id)).view()).guest).toBeUndefined()
  await store.close()
})

it('changes no guest, whatever is asked, and says why', async () => {
  const path = copied('c.wattbench')
  const before = stampOf(path)
  const store = open(library)
  const id = await store.admit(path)
  const refused = { code: 'STORE_DENIED', view: { title: 'c.wattbench is only looked at' } }
  await expect(store.rename(id, 'mine')).rejects.toMatchObject(refused)
  await expect(store.remove(id)).rejects.toMatchObject(refused)
  await expect(store.resume(id)).rejects.toMatchObject(refused)
  await expect(store.beginImport({ id })).rejects.toMatchObject(refused)
  await expect(store.dropArchives(id)).rejects.toMatchObject(refused)
  await expect(store.setClock(id, 'sut', null)).rejects.toMatchObject(refused)
  await store.close()
  expect(stampOf(path)).toBe(before)
})

const ENDLESS = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT'
it.each([
  [
    'a view in place of a table',
    `ALTER TABLE meta RENAME TO m; CREATE VIEW meta AS ${ENDLESS} 'state' AS key, i AS value FROM n;`,
  ],
  ['a view beside the tables', `CREATE VIEW more AS ${ENDLESS} i FROM n;`],
  ['a trigger', 'CREATE TRIGGER t AFTER UPDATE ON meta BEGIN DELETE FROM chunk; END;'],
  ['a computed column', 'CREATE TABLE big (a, b AS (zeroblob(1000000000)) VIRTUAL); INSERT INTO big (a) VALUES (1);'],
  ['a virtual table', 'CREATE VIRTUAL TABLE words USING fts5(text);'],
])('refuses a file with %s before anything in it is run', async (_, sql) => {
  const store = open(library)
  const id = await store.admit(copied('evil.wattbench', sql))
  const reader = await store.open(id)
  await expect(reader.view()).rejects.toMatchObject({
    code: 'STORE_DAMAGED',
    view: { title: 'evil.wattbench is damaged', cause: expect.stringContaining('plain tables only') },
  })
  await store.close()
})

it.each([
  ['no file', () => join(root, 'nowhere.wattbench'), 'STORE_FAILED', /ENOENT/],
  ['empty', () => written(''), 'STORE_DAMAGED', /empty/],
  ['text', () => written('#!/bin/sh\nrm -rf ~\n'), 'STORE_DAMAGED', /does not begin like/],
  ['cut off', () => cut(copied('cut.wattbench')), 'STORE_DAMAGED', /cut off/],
])('%s: says what is wrong', async (_, make, code, cause) => {
  const store = open(library)
  await expect(store.admit(make())).rejects.toMatchObject({ code, view: { cause: expect.stringMatching(cause) } })
  await store.close()
})

function written(text: string): string {
  const path = join(mkdtempSync(join(root, 'w-')), 'x.wattbench')
  writeFileSync(path, text)
  return path
}

function cut(path: string): string {
  writeFileSync(path, readFileSync(path).subarray(0, 8_000))
  return path
}

it('survives any damage inside: a fault or an answer, never the end of the process', async () => {
  const whole = readFileSync(theirs)
  const store = open(library)
  const path = written('')
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return seed % below
  }
  const ends = new Set<string>()
  for (let round = 0; round < 60; round += 1) {
    const bytes = Buffer.from(whole)
    // Most of what steers SQLite stands on the first pages; the head says what the file is and stays.
    for (let k = 0; k < 1 + random(24); k += 1)
      bytes[100 + random(round % 2 ? 40_000 : bytes.length - 100)] = random(256)
    writeFileSync(path, bytes)
    const id = await store.admit(path)
    const reader = await store.open(id)
    const ask = { channels: ['meter/power'], fromUs: TEST_START_US, toUs: END_US }
    for (const question of [
      () => reader.view(),
      () => reader.window({ ...ask, buckets: 50 }),
      () => reader.stats(ask),
    ]) {
      const end = await question().then(
        () => 'answer',
        (fault: { code?: string }) => fault.code ?? 'no fault',
      )
      ends.add(end)
    }
    await reader.close()
  }
  await store.close()
  expect(
    [...ends].filter((end) => !['answer', 'STORE_DAMAGED', 'STORE_FAILED', 'BAD_REQUEST', 'UNEXPECTED'].includes(end)),
  ).toEqual([])
  expect(ends).toContain('answer')
  expect(ends).toContain('STORE_DAMAGED')
})
