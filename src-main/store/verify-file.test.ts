import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import { afterAll, describe, expect, it } from 'vitest'
import type { SessionStore, SessionWriter } from '../ports/sessions'
import { ManualClock, TEST_START_US } from '../testing/manual-clock'
import { PERIOD_US, testRows, testSource } from '../testing/session-builders'
import { PAGE_ROWS, PAGES_PER_SUMMARY } from './schema'
import { openSessionStore } from './session-store'

const root = mkdtempSync(join(tmpdir(), 'wattbench-verify-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const fresh = () => mkdtempSync(join(root, 'f-'))
const open = (folder: string): SessionStore => openSessionStore({ folder, clock: new ManualClock(), workerFile: null })
const pathIn = (folder: string): string => join(folder, readdirSync(folder).find((n) => n.endsWith('.wattbench'))!)

async function begun(store: SessionStore, rows: number): Promise<SessionWriter> {
  const writer = await store.create({ name: 'night run', startUs: TEST_START_US, appVersion: '1' })
  writer.source(testSource())
  writer.segment('meter', { startUs: TEST_START_US, periodS: 0.25, settings: {} })
  for (let at = 0; at < rows; at += 3_000) writer.append('meter', testRows(at, Math.min(3_000, rows - at)))
  return writer
}

/** A finished session of so many rows, changed by `damage`, and what verify says of it. */
async function checkOf(rows: number, damage: (file: Libsql.Database, path: string) => void) {
  const folder = fresh()
  const store = open(folder)
  const writer = await begun(store, rows)
  await writer.finish(TEST_START_US + (rows + 1) * PERIOD_US)
  const path = pathIn(folder)
  const file = new Libsql(path)
  damage(file, path)
  file.close()
  const check = await store.verify('latest')
  await store.close()
  return check
}

/** Enough for a summary and coarser levels. */
const LONG = PAGE_ROWS * PAGES_PER_SUMMARY + 1_000

describe('verify', () => {
  it('finds nothing in a good session, with summary, levels and NaN', async () => {
    const check = await checkOf(LONG, () => undefined)
    expect(check).toMatchObject({ name: 'night run', state: 'finished', damages: [], moreDamages: 0 })
    expect(check.sources).toEqual([
      {
        id: 'meter',
        name: testSource().name,
        rows: LONG,
        readable: LONG,
        fromUs: TEST_START_US + PERIOD_US,
        toUs: TEST_START_US + LONG * PERIOD_US,
      },
    ])
  })

  it('finds nothing in a session that is being recorded, or that a crash left', async () => {
    const folder = fresh()
    const store = open(folder)
    const writer = await begun(store, 5_000)
    await writer.flush()
    expect(await store.verify(writer.id)).toMatchObject({
      state: 'recording',
      damages: [],
      sources: [{ readable: 5_000 }],
    })
    await store.close()
    const file = new Libsql(pathIn(folder))
    file.exec("UPDATE meta SET value = 1 WHERE key = 'writer_start_ticks'")
    file.close()
    const later = open(folder)
    expect(await later.verify('latest')).toMatchObject({
      state: 'interrupted',
      damages: [],
      sources: [{ readable: 5_000 }],
    })
    await later.close()
  })

  it.each<[string, string, string, string, number]>([
    [
      'a changed value',
      'UPDATE chunk SET data = zeroblob(length(data)) WHERE channel = 1 AND seq = 1',
      'page 1: It does not fit its checksum',
      'samples',
      4_904,
    ],
    [
      'a lost page',
      'DELETE FROM chunk WHERE channel = 2 AND seq = 0',
      'count · page 0: The page is missing',
      'samples',
      4_904,
    ],
    ['a lost page of all', 'DELETE FROM chunk WHERE seq = 0', 'Page 0 is missing', 'samples', 4_904],
    [
      'a cut blob',
      "UPDATE chunk SET data = x'00' WHERE channel = 0 AND seq = 2",
      'It should hold 808 values and holds 1 bytes',
      'samples',
      8_192,
    ],
    [
      'a wrong head',
      'UPDATE chunk SET max = 1 WHERE channel = 1 AND seq = 0',
      'min, max or sum in its head',
      'drawing',
      9_000,
    ],
    [
      'a wrong time in a head',
      'UPDATE chunk SET last_us = last_us + 5 WHERE channel = 0 AND seq = 0',
      'names other times',
      'samples',
      9_000,
    ],
    [
      'swapped pages',
      'UPDATE chunk SET seq = CASE seq WHEN 0 THEN 1 ELSE 0 END WHERE seq < 2',
      'Its times do not rise',
      'samples',
      4_904,
    ],
    [
      'a level of other rows',
      'UPDATE level SET first_page = first_page + 5',
      'They are not those of the pages',
      'drawing',
      9_000,
    ],
    [
      'a damaged level',
      "UPDATE level SET data = x'00' WHERE first_page = 0",
      'buckets of page 0 to 0: They do not fit',
      'drawing',
      9_000,
    ],
    [
      'a count that promises more',
      "UPDATE meta SET value = 9999 WHERE key = 'rows'",
      'It promises 9999 rows; 9000 are there',
      'samples',
      9_000,
    ],
    [
      'a state nobody knows',
      "UPDATE meta SET value = 'purple' WHERE key = 'state'",
      'does not say whether',
      'words',
      9_000,
    ],
    [
      'a gap without an end',
      "INSERT INTO gap VALUES (99, 1, 5, NULL, NULL, 'silent', '')",
      'have no end',
      'words',
      9_000,
    ],
    [
      'a gap that runs backwards',
      "INSERT INTO gap VALUES (99, 1, 5, 4, NULL, 'silent', '')",
      'end before they begin',
      'words',
      9_000,
    ],
    [
      'rows of nobody',
      'PRAGMA foreign_keys = OFF; UPDATE chunk SET source = 7 WHERE seq = 2',
      'belong to no source',
      'samples',
      8_192,
    ],
    ['a tail that stayed', "INSERT INTO tail VALUES (1, 1, 3, 5, 6, 7, x'00')", 'never made a page', 'samples', 9_000],
    ['a missing table', 'DROP TABLE summary', 'no such table: summary', 'samples', 9_000],
  ])('tells %s, and what can still be read', async (_, sql, says, harms, readable) => {
    const { damages, sources } = await checkOf(9_000, (file) => file.exec(sql))
    const found = damages.map(({ where, what, harms: of }) => `${of} ${where}: ${what}`)
    expect(found).toContainEqual(expect.stringContaining(says))
    expect(found.find((line) => line.includes(says))).toMatch(new RegExp(`^${harms}`))
    expect(sources[0]?.readable).toBe(readable)
  })

  it('tells a summary that is not that of its pages', async () => {
    const { damages } = await checkOf(LONG, (file) => file.exec('UPDATE summary SET max = 5 WHERE channel = 1'))
    expect(damages).toMatchObject([{ where: expect.stringContaining('power · summary 0'), harms: 'drawing' }])
  })

  it.each<[string, (path: string) => void, string]>([
    ['no session', (path) => writeFileSync(path, 'hello'), 'does not begin like'],
    ['cut off', (path) => truncateSync(path, 30_000), 'cut off'],
    ['empty', (path) => truncateSync(path, 0), 'empty'],
  ])('tells a file that is %s', async (_, damage, says) => {
    const check = await checkOf(9_000, (_file, path) => damage(path))
    expect(check).toMatchObject({ state: null, sources: [], damages: [{ where: 'file', harms: 'samples' }] })
    expect(check.damages[0]?.what).toContain(says)
  })

  it('lists a hundred places and counts the rest', async () => {
    const { damages, moreDamages } = await checkOf(LONG, (file) => file.exec('UPDATE chunk SET crc32 = 1'))
    expect(damages).toHaveLength(100)
    expect(moreDamages).toBe(65 * 4 - 100)
  })
})
