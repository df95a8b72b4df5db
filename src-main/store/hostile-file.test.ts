import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import { afterAll, describe, expect, it } from 'vitest'
import type { SessionStore } from '../ports/sessions'
import { ManualClock, TEST_START_US } from '../testing/manual-clock'
import { testRows, testSource } from '../testing/session-builders'
import { Database } from './database'
import { openSessionStore } from './session-store'

const root = mkdtempSync(join(tmpdir(), 'wattbench-hostile-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const open = (folder: string): SessionStore => openSessionStore({ folder, clock: new ManualClock(), workerFile: null })

/** A finished session into which a stranger put something. */
async function laced(sql: string): Promise<{ readonly folder: string; readonly path: string }> {
  const folder = mkdtempSync(join(root, 'f-'))
  const store = open(folder)
  const writer = await store.create({ name: 'x', startUs: TEST_START_US, appVersion: '1' })
  writer.source(testSource())
  writer.append('meter', testRows(0, 100))
  await writer.finish(TEST_START_US + 1e9)
  await store.close()
  const path = join(folder, readdirSync(folder)[0]!)
  const file = new Libsql(path)
  file.exec(sql)
  file.close()
  return { folder, path }
}

const AS_TEXT = (sql: string) => `PRAGMA writable_schema = ON; ${sql}; PRAGMA writable_schema = RESET;`

describe('a session file of a stranger', () => {
  it.each<[string, string, RegExp]>([
    ['a trigger', 'CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM chunk; END', /holds a trigger \("t"\)/],
    [
      'a trigger on a table of its own',
      'CREATE TABLE mine (a); CREATE TRIGGER t AFTER INSERT ON mine BEGIN DELETE FROM chunk; END',
      /trigger/,
    ],
    [
      'a view in the place of a table',
      'ALTER TABLE gap RENAME TO g; CREATE VIEW gap AS SELECT * FROM g',
      /holds a view \("gap"\)/,
    ],
    [
      'a view that never ends',
      'DROP TABLE gap; CREATE VIEW gap AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n FROM r) SELECT n AS from_us FROM r',
      /holds a view/,
    ],
    ['a virtual table', 'CREATE VIRTUAL TABLE f USING fts5(a)', /holds a virtual table \("f"\)/],
    [
      'a computed column',
      'CREATE TABLE c (a, b GENERATED ALWAYS AS (zeroblob(1000000000)) VIRTUAL)',
      /computed column \("c\.b"\)/,
    ],
    [
      'a view that calls itself a table',
      AS_TEXT("UPDATE sqlite_schema SET sql = 'CREATE VIEW gap AS SELECT 1 AS from_us' WHERE name = 'gap'"),
      /plain tables only|malformed|SQLite says/,
    ],
  ])('with %s is refused before anything of it runs', async (_, sql, why) => {
    const { folder, path } = await laced(sql)
    const before = readFileSync(path)
    const store = open(folder)
    const [row] = await store.list()
    expect(row?.fault).toMatchObject({ code: 'STORE_DAMAGED', cause: expect.stringMatching(why) })
    for (const ask of [
      async () => (await store.open('latest')).view(),
      async () => store.rename('latest', 'y'),
      async () => store.resume('latest'),
      async () => store.beginImport({ id: row!.id }),
      async () => store.dropArchives('latest'),
      async () => store.setClock('latest', 'host', null),
    ])
      await expect(ask()).rejects.toMatchObject({ code: 'STORE_DAMAGED' })
    expect(await store.recover()).toEqual([])
    expect((await store.verify('latest')).damages).toMatchObject([{ where: 'file' }])
    await store.close()
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('may hold tables, columns and indexes of its own', async () => {
    const { folder } = await laced(
      'CREATE TABLE mine (a, b); CREATE INDEX i ON mine (a); ALTER TABLE source ADD COLUMN c TEXT',
    )
    const store = open(folder)
    expect((await store.list())[0]?.fault).toBeNull()
    expect((await store.verify('latest')).damages).toEqual([])
    await store.close()
  })

  it('cannot load code, and functions with side effects are shut to its schema', async () => {
    const { path } = await laced('SELECT 1')
    const file = Database.openReadOnly(path)
    expect(() => file.rows("SELECT CAST(load_extension('/tmp/x.so') AS BLOB)")).toThrow(/not authorized/)
    expect(file.rows('SELECT CAST(trusted_schema AS INTEGER) FROM pragma_trusted_schema')).toEqual([[0]])
    expect(file.rows('SELECT CAST(cell_size_check AS INTEGER) FROM pragma_cell_size_check')).toEqual([[1]])
    file.close()
  })

  it('names no other file that is then opened', async () => {
    const other = join(root, 'other.db')
    const { folder } = await laced(
      `INSERT INTO meta VALUES ('attach', '${other}'); UPDATE meta SET value = 'x''; ATTACH ''${other}' WHERE key = 'name'`,
    )
    const store = open(folder)
    const id = await store.find('latest')
    await store.rename(id, "a'; ATTACH '/tmp/no' AS o; --")
    await (await store.resume(id)).finish(TEST_START_US + 2e9)
    expect((await store.list())[0]).toMatchObject({ name: "a'; ATTACH '/tmp/no' AS o; --", fault: null })
    await store.close()
    expect(existsSync(other)).toBe(false)
  })
})
