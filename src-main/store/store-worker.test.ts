import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { LogEntry } from '@contract/log'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Recorder } from '../app/recording'
import { Sources } from '../app/sources'
import { systemClock } from '../base/clock'
import type { Fault } from '../base/fault'
import type { SessionStore } from '../ports/sessions'
import { type Bundle, bundleForNode } from '../testing/bundle'
import type { CrashLine } from '../testing/crash-writer'
import { ManualClock, TEST_START_US } from '../testing/manual-clock'
import { testRows, testSource } from '../testing/session-builders'
import { sessionStoreSuite } from '../testing/session-store.suite'
import { MAX_WAITING_BYTES } from './recording-writer'
import { openSessionStore } from './session-store'

const root = mkdtempSync(join(tmpdir(), 'wattbench-worker-'))
const fresh = () => mkdtempSync(join(root, 'f-'))
let bundle: Bundle
const open = (folder: string): SessionStore =>
  openSessionStore({ folder, clock: new ManualClock(), workerFile: bundle.file('store-worker') })

beforeAll(async () => {
  bundle = await bundleForNode({ 'store-worker': 'store/worker/entry.ts', 'crash-writer': 'testing/crash-writer.ts' })
})
afterAll(() => {
  bundle.remove()
  rmSync(root, { recursive: true, force: true })
})

sessionStoreSuite('SQLite in worker threads', () => open(fresh()))

describe('worker threads', () => {
  it('copy what is a part of a larger buffer, so that its neighbours stay usable', async () => {
    const store = open(fresh())
    const writer = await store.create({ name: 'x', startUs: TEST_START_US, appVersion: '1' })
    writer.source(testSource())
    const large = testRows(0, 100)
    writer.append('meter', {
      timesUs: large.timesUs.subarray(0, 50),
      values: large.values.map((v) => v.subarray(0, 50)),
    })
    expect(large.timesUs[99]).toBeGreaterThan(0)
    await writer.flush()
    expect(writer.progress().rows).toBe(50)
    await store.close()
  })

  it('refuse more than memory allows: the fault is told once and the file shows the gap', async () => {
    const store = open(fresh())
    const writer = await store.create({ name: 'x', startUs: TEST_START_US, appVersion: '1' })
    const faults: Fault[] = []
    writer.onFailed((fault) => faults.push(fault))
    writer.source(testSource())
    const rows = 400_000
    const perBlock = rows * 32
    const fit = Math.floor(MAX_WAITING_BYTES / perBlock)
    const block = (i: number) => ({
      timesUs: Float64Array.from({ length: rows }, (_, k) => TEST_START_US + i * rows + k + 1),
      values: [new Float64Array(rows), new BigUint64Array(rows), new BigInt64Array(rows)],
    })
    for (let i = 0; i < fit + 3; i++) writer.append('meter', block(i))
    expect(faults.map(({ code }) => code)).toEqual(['STORE_FAILED'])
    await writer.finish(TEST_START_US + 1e9)
    const reader = await store.open(writer.id)
    const view = await reader.view()
    expect(view).toMatchObject({ state: 'finished', samples: fit * rows })
    expect((await reader.gaps())[0]!.gap).toMatchObject({
      cause: 'overrun',
      fromUs: TEST_START_US + fit * rows,
      toUs: TEST_START_US + 1e9,
    })
    await store.close()
  })

  it('report their own death and start anew for the next question', async () => {
    const store = openSessionStore({
      folder: fresh(),
      clock: new ManualClock(),
      workerFile: join(root, 'not-there.mjs'),
    })
    await expect(store.list()).rejects.toMatchObject({
      code: 'STORE_THREAD',
      view: { title: 'The storage thread has stopped' },
    })
    await expect(store.list()).rejects.toMatchObject({ code: 'STORE_THREAD' })
    await store.close()
    await expect(store.list()).rejects.toMatchObject({
      code: 'STORE_FAILED',
      view: { title: 'The session store is closed' },
    })
  })
})

describe('a writing thread that dies', () => {
  /** Ends itself when a file of this name appears, whatever it does. */
  const mortal = (bell: string): string => {
    const script = join(root, `mortal-${basename(bell)}.mjs`)
    const watch = `setInterval(() => existsSync(${JSON.stringify(bell)}) && process.exit(9), 20)`
    const head = "import { existsSync } from 'node:fs'"
    writeFileSync(script, `${head}; await import(${JSON.stringify(bundle.file('store-worker'))}); ${watch}`)
    return script
  }
  const ring = (bell: string) => {
    writeFileSync(bell, '')
    setTimeout(() => rmSync(bell, { force: true }), 60)
  }

  it('is told at once, without a sample, and what was durable is kept', async () => {
    const bell = join(root, 'bell-1')
    const store = openSessionStore({ folder: fresh(), clock: new ManualClock(), workerFile: mortal(bell) })
    const writer = await store.create({ name: 'x', startUs: TEST_START_US, appVersion: '1' })
    const faults: Fault[] = []
    const failed = new Promise<void>((resolve) =>
      writer.onFailed((fault) => {
        faults.push(fault)
        resolve()
      }),
    )
    writer.source(testSource())
    writer.append('meter', testRows(0, 5_000))
    await writer.flush()
    ring(bell)
    await failed
    await expect(writer.flush()).rejects.toMatchObject({ code: 'STORE_THREAD' })
    await expect(writer.finish(TEST_START_US)).rejects.toMatchObject({ code: 'STORE_THREAD' })
    expect(faults.map(({ code }) => code)).toEqual(['STORE_THREAD'])
    expect(await store.list()).toMatchObject([{ id: writer.id, state: 'recovered', samples: 5_000 }])
    await store.close()
  })

  it('leaves the recording going on in a fresh one: the session is the same, what was under way is a gap', async () => {
    const bell = join(root, 'bell-2')
    const clock = systemClock()
    const store = openSessionStore({ folder: fresh(), clock, workerFile: mortal(bell) })
    const sources = new Sources()
    const told: LogEntry['text'][] = []
    const recorder: Recorder = new Recorder({
      store,
      sources,
      clock,
      log: { say: (_level, _subject, text) => void told.push(text) },
      appVersion: '1',
      diskReserveBytes: () => 0,
      changed: () => undefined,
      libraryChanged: () => undefined,
    })
    const info = testSource()
    sources.source(info)
    sources.segment('meter', { startUs: clock.nowUs(), periodS: 0.01, settings: {} })
    const { sessionId } = await recorder.start('night')
    let sent = 0
    const startUs = clock.nowUs()
    const send = (): void => {
      const timesUs = Float64Array.of(startUs + ++sent * 10_000)
      sources.samples('meter', {
        timesUs,
        values: [Float64Array.of(sent), BigUint64Array.of(1n), BigInt64Array.of(1n)],
      })
    }
    const feeding = setInterval(send, 10)
    // Thrice: each thread is as mortal as the one before.
    for (let round = 0; round < 3; round++) {
      await new Promise((resolve) => setTimeout(resolve, 300))
      await recorder.flush()
      await new Promise((resolve) => setTimeout(resolve, 150))
      ring(bell)
      const before = told.filter((text) => text.includes('went on')).length
      while (told.filter((text) => text.includes('went on')).length === before && recorder.sessionId !== null)
        await new Promise((resolve) => setTimeout(resolve, 20))
      expect(recorder.sessionId).toBe(sessionId)
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
    clearInterval(feeding)
    await recorder.stop()
    const reader = await store.open('latest')
    const view = await reader.view()
    const gaps = (await reader.gaps()).map(({ gap }) => gap)
    expect(view).toMatchObject({ id: sessionId, name: 'night', state: 'finished' })
    expect(gaps.map(({ cause }) => cause)).toEqual(['crash', 'crash', 'crash'])
    const lost = gaps.reduce((sum, gap) => sum + (gap.lost ?? 0), 0)
    expect(view.samples + lost).toBe(sent)
    // Everything up to the flush is there: what was lost came after it.
    expect(lost).toBeLessThan(100)
    for (const { fromUs, toUs, lost: rows } of gaps) expect((toUs! - fromUs) / 10_000 - 1).toBeCloseTo(rows!, 5)
    expect(view.events.filter(({ kind }) => kind === 'fault')).toHaveLength(3)
    expect((await store.verify('latest')).damages).toEqual([])
    await reader.close()
    await store.close()
  }, 30_000)
})

describe('kill -9', () => {
  it.concurrent.each([1_150, 1_700, 2_333, 3_210])(
    'after %i ms loses at most the last second and every checksum fits',
    async (ms) => {
      const folder = fresh()
      const last = await runAndKill(folder, ms)
      const store = openSessionStore({ folder, clock: systemClock(), workerFile: bundle.file('store-worker') })
      expect((await store.list()).map(({ state }) => state)).toEqual(['interrupted'])
      const [recovered] = await store.recover()
      expect(recovered).toMatchObject({ id: last.id, name: 'crash', checksumsOk: true })
      expect(recovered!.rows).toBeGreaterThanOrEqual(last.durable)
      // 4 000 rows/s; a commit is asked for 1 s after the first row it holds, and takes some milliseconds itself.
      expect(last.handed - recovered!.rows).toBeLessThanOrEqual(4_000 * 1.2)
      const reader = await store.open('latest')
      let rows = 0
      for await (const { block } of reader.rows({ fromUs: 0, toUs: Number.POSITIVE_INFINITY })) {
        for (const value of block.values[0]!) expect(value).toBe(rows++)
      }
      expect(rows).toBe(recovered!.rows)
      const view = await reader.view()
      expect(view).toMatchObject({ state: 'recovered', samples: rows, endUs: recovered!.lastUs })
      expect(view.events.at(-1)).toMatchObject({ kind: 'recovered', text: expect.stringContaining(`${rows} rows`) })
      expect(await store.recover()).toEqual([])
      await store.close()
    },
  )

  it('is not mistaken: a session another live process writes is left alone', async () => {
    const folder = fresh()
    const child = spawn(process.execPath, [bundle.file('crash-writer'), folder, bundle.file('store-worker')])
    try {
      for await (const text of createInterface(child.stdout)) {
        if ((JSON.parse(text) as CrashLine).durable > 0) break
      }
      const store = openSessionStore({ folder, clock: systemClock(), workerFile: bundle.file('store-worker') })
      expect(await store.recover()).toEqual([])
      expect((await store.list())[0]).toMatchObject({ state: 'recording', fault: null })
      await expect(store.remove('latest')).rejects.toMatchObject({ code: 'STORE_BUSY' })
      await store.close()
    } finally {
      child.kill('SIGKILL')
    }
  })
})

/** Runs the crash writer until `ms` after its first row; returns the last line it wrote. */
async function runAndKill(folder: string, ms: number): Promise<CrashLine> {
  const child = spawn(process.execPath, [bundle.file('crash-writer'), folder, bundle.file('store-worker')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let last: CrashLine | null = null
  for await (const text of createInterface(child.stdout)) {
    if (last === null) setTimeout(() => child.kill('SIGKILL'), ms)
    try {
      last = JSON.parse(text) as CrashLine
    } catch {
      // The last line may be cut by the kill.
    }
  }
  return last!
}
