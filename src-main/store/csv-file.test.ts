import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import type { SessionReader } from '../ports/sessions'
import { TEST_START_US } from '../testing/manual-clock'
import { PERIOD_US, testRows, testSource } from '../testing/session-builders'
import { saveCsv } from './csv-file'
import { memorySessions } from './memory-sessions'

const root = mkdtempSync(join(tmpdir(), 'wattbench-csv-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const never = new AbortController().signal
let reader: SessionReader
let folder: string

beforeEach(async () => {
  folder = mkdtempSync(join(root, 'f-'))
  const store = memorySessions()
  const writer = await store.create({ name: 'x', startUs: TEST_START_US, appVersion: '1' })
  writer.source(testSource())
  writer.append('meter', testRows(0, 10_000))
  reader = await store.open(writer.id)
})

it('writes the whole file under its final name', async () => {
  const file = join(folder, 'out.csv')
  expect(await saveCsv({ reader, file, fromUs: null, toUs: null, signal: never })).toEqual({ rows: 10_000, empty: 0 })
  const lines = readFileSync(file, 'utf8').split('\n')
  expect(lines).toHaveLength(10_002)
  expect(lines[0]).toBe('time_us,psu_energy_ac_powerspy2_machine.power [W],psu_energy_ac_powerspy2_machine.count [1]')
  expect(lines[97]).toBe(`${TEST_START_US + 97 * PERIOD_US},,9223372036854775904`)
  expect(readdirSync(folder)).toEqual(['out.csv'])
})

it('keeps the span: from is outside, to is inside', async () => {
  const file = join(folder, 'out.csv')
  const got = await saveCsv({
    reader,
    file,
    fromUs: TEST_START_US + PERIOD_US,
    toUs: TEST_START_US + 3 * PERIOD_US,
    signal: never,
  })
  expect(got.rows).toBe(2)
})

it('leaves nothing behind when it is cancelled', async () => {
  const stop = new AbortController()
  const saving = saveCsv({ reader, file: join(folder, 'out.csv'), fromUs: null, toUs: null, signal: stop.signal })
  stop.abort()
  await expect(saving).rejects.toMatchObject({ code: 'CANCELLED' })
  expect(readdirSync(folder)).toEqual([])
})

it('says why it could not write, and leaves an existing file alone', async () => {
  const file = join(folder, 'missing', 'out.csv')
  await expect(saveCsv({ reader, file, fromUs: null, toUs: null, signal: never })).rejects.toMatchObject({
    code: 'EXPORT_FAILED',
    view: { title: 'out.csv could not be written', cause: expect.stringContaining('ENOENT') },
  })
})
