import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { ManualClock, TEST_START_US } from '../testing/manual-clock'
import { testRows, testSource } from '../testing/session-builders'
import { sessionStoreSuite } from '../testing/session-store.suite'
import { Database } from './database'
import { memorySessions } from './memory-sessions'
import { openSessionStore } from './session-store'

const root = mkdtempSync(join(tmpdir(), 'wattbench-store-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const fresh = () => mkdtempSync(join(root, 'f-'))
const inFolder = (folder: string, clock = new ManualClock()) => openSessionStore({ folder, clock, workerFile: null })

sessionStoreSuite('memory', memorySessions)
sessionStoreSuite('SQLite on this thread', () => inFolder(join(fresh(), 'made when needed')))

it('leaves one file after finish, also when a reader was open', async () => {
  const folder = fresh()
  const store = inFolder(folder)
  const writer = await store.create({ name: 'x', startUs: TEST_START_US, appVersion: '1' })
  writer.source(testSource())
  writer.append('meter', testRows(0, 100))
  await writer.flush()
  const reader = await store.open(writer.id)
  await reader.view()
  await writer.finish(TEST_START_US + 1)
  expect(readdirSync(folder)).toEqual([`20260101T000000Z-${writer.id}.wattbench`])
  expect((await reader.view()).state).toBe('finished')
  await store.close()
})

it('commits by itself once a second', async () => {
  const clock = new ManualClock()
  const store = inFolder(fresh(), clock)
  const writer = await store.create({ name: 'x', startUs: TEST_START_US, appVersion: '1' })
  writer.source(testSource())
  writer.append('meter', testRows(0, 7))
  expect(writer.progress().rows).toBe(0)
  await clock.advance(1_000)
  await expect.poll(() => writer.progress().rows).toBe(7)
  expect(writer.progress().bytes).toBeGreaterThan(4_096)
  expect(writer.progress().diskFreeBytes).toBeGreaterThan(0)
  await store.close()
})

it('asks for more of the id when its beginning fits several sessions', async () => {
  const folder = fresh()
  const store = inFolder(folder)
  const writer = await store.create({ name: 'x', startUs: TEST_START_US, appVersion: '1' })
  await writer.finish(TEST_START_US)
  const [name] = readdirSync(folder)
  for (const id of ['aaaaaaab', 'aaaaaaac'])
    copyFileSync(join(folder, name!), join(folder, `20260101T000001Z-${id}.wattbench`))
  await expect(store.find('aaaaaaa')).rejects.toMatchObject({
    code: 'SESSION_AMBIGUOUS',
    view: { cause: expect.stringContaining('aaaaaaab, aaaaaaac') },
  })
  expect(await store.find('aaaaaaac')).toBe('aaaaaaac')
  await store.close()
})

it('opens sessions of before channel files were kept', async () => {
  const folder = fresh()
  const store = inFolder(folder)
  const writer = await store.create({ name: 'x', startUs: TEST_START_US, appVersion: '1' })
  writer.source({ ...testSource(), channelFile: { name: 'a.csv', text: '2001,A,1,1,0' } })
  writer.append('meter', testRows(0, 10))
  await writer.finish(TEST_START_US + 1)
  const file = Database.openWritable(join(folder, readdirSync(folder)[0] ?? ''))
  file.exec('DROP TABLE channel_file')
  file.close()
  const reader = await store.open(writer.id)
  const { sourceInfos, samples } = await reader.view()
  expect([sourceInfos[0]?.id, sourceInfos[0]?.channelFile, samples]).toEqual(['meter', undefined, 10])
  await reader.close()
  await store.close()
})

it('goes on with a session of before channel files were kept, and names it by the meter of the mains that came second', async () => {
  const folder = fresh()
  const store = inFolder(folder)
  const writer = await store.create({ name: 'x', startUs: TEST_START_US, appVersion: '1' })
  const rail = testSource('rail')
  const momentary = rail.channels.map((one) => (one.unit === 'W' ? { ...one, kind: 'gauge' as const } : one))
  writer.source({ ...rail, channels: momentary })
  writer.append('rail', testRows(0, 10))
  writer.source(testSource())
  writer.segment('meter', { startUs: TEST_START_US, periodS: 1, settings: {} })
  writer.append('meter', testRows(0, 100))
  await writer.finish(TEST_START_US + 1e9)
  const file = Database.openWritable(join(folder, readdirSync(folder)[0] ?? ''))
  file.exec('DROP TABLE channel_file')
  file.close()
  const more = await store.resume(writer.id)
  const channelFile = { name: 'a.csv', text: '2001,A,1,1,0' }
  more.source({ ...testSource('late'), channelFile })
  more.append('meter', testRows(100, 100))
  await more.finish(TEST_START_US + 1e9)
  const reader = await store.open(writer.id)
  expect((await reader.view()).sourceInfos.map((info) => info.channelFile)).toEqual([undefined, undefined, channelFile])
  const span = { fromUs: TEST_START_US, toUs: TEST_START_US + 1e9 }
  const [power] = await reader.stats({ channels: ['meter/power'], ...span })
  const [row] = await store.list()
  expect(row!.energyJ).toBeCloseTo(power!.energyJ!, 6)
  await reader.close()
  await store.close()
})
