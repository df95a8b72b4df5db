import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportedSource, ImportFacts, SessionStore } from '../ports/sessions'
import { ManualClock, TEST_START_US } from '../testing/manual-clock'
import { testRows, testSource } from '../testing/session-builders'
import { openSessionStore } from './session-store'
import { thisProcess } from './writer-process'

const START = TEST_START_US
let folder: string
let store: SessionStore

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wattbench-draft-'))
  store = openSessionStore({ folder, clock: new ManualClock(), workerFile: null })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const source: ImportedSource = {
  ...{ host: 'pc', info: { ...testSource('a'), identity: null }, segment: null, block: testRows(0, 9_000), gaps: [] },
}
const facts: ImportFacts = {
  ...{ atUs: START, file: 'c.zip', archive: null, filters: null, offsetS: 0, clock: null },
  report: { units: [], skipped: [], warnings: [] },
}

async function finished(): Promise<{ readonly id: string; readonly path: string }> {
  const writer = await store.create({ name: 'x', startUs: START, appVersion: '1' })
  await writer.finish(START + 1)
  return { id: writer.id, path: join(folder, readdirSync(folder).find((name) => name.includes(writer.id))!) }
}

describe('an import under way', () => {
  it('does not touch the session file', async () => {
    const { id, path } = await finished()
    const before = readFileSync(path)
    const under = await store.beginImport({ id })
    await under.add(source)
    expect(readFileSync(path).equals(before)).toBe(true)
    await under.abandon()
    expect(readdirSync(folder)).toHaveLength(1)
  })

  it('gives up when the session was changed meanwhile, and leaves that change', async () => {
    const { id, path } = await finished()
    const under = await store.beginImport({ id })
    await under.add(source)
    await store.rename(id, 'renamed')
    utimesSync(path, 1, 1)
    await expect(under.commit(facts)).rejects.toMatchObject({ code: 'STORE_BUSY' })
    expect(await store.list()).toMatchObject([{ name: 'renamed', samples: 0 }])
    expect(readdirSync(folder)).toHaveLength(1)
  })

  it('takes one import into a session at a time', async () => {
    const { id } = await finished()
    const one = await store.beginImport({ id })
    await expect(store.beginImport({ id })).rejects.toMatchObject({ code: 'STORE_BUSY' })
    await one.abandon()
  })

  it('clears away what a killed import left, and nothing of one that lives', async () => {
    const { pid, startTicks } = thisProcess()
    const name = (id: number, ticks: string) => `import-${id}-${ticks}-00000000-0000-4000-8000-000000000000.draft`
    const [dead, living] = [name(2 ** 22 + 1, '1'), name(pid, startTicks)]
    for (const one of [dead, `${living}`]) writeFileSync(join(folder, one), 'x')
    const made = await store.beginImport({ name: 'n', appVersion: '1' })
    expect([existsSync(join(folder, dead)), existsSync(join(folder, living))]).toEqual([false, true])
    await made.add(source)
    await made.commit(facts)
    expect(await store.list()).toMatchObject([{ samples: 9_000, state: 'finished' }])
  })

  it('is gone when the store closes', async () => {
    const made = await store.beginImport({ name: 'n', appVersion: '1' })
    await made.add(source)
    await store.close()
    expect(readdirSync(folder)).toEqual([])
  })
})
