import { rmSync } from 'node:fs'
import { benchOfThree, connectAll, samplesAfter } from '../fixtures/bench-of-three'
import { verifyLatest } from '../fixtures/verify'
import { expect, REMEMBER_THREADS, test } from '../fixtures/wattbench'

/** Transport, packing and the clock of the test: what passes between a stamp and the disk beside the second a crash may cost. */
const ON_THE_WAY_MS = 300
const PERIOD_MS: Readonly<Record<string, number>> = { 'wall-1': 100, 'wall-2': 200, rails: 500 }

test('a recording of three sources holds off sleep, and the window says so', async ({
  home,
  launch,
  simulate,
  voltmeter,
}) => {
  const { ids } = await benchOfThree(home, simulate, voltmeter)
  const bench = await launch()
  await connectAll(bench, ids)
  await bench.live.record()
  await expect(bench.live.recordState).toContainText('sleep held off')
  await bench.live.stopRecording()
  await expect(bench.live.recordState).not.toContainText('sleep held off')
  expect(verifyLatest(home)).toMatchObject({ status: 0, state: 'finished', damages: [], gaps: [] })
})

test('storage threads that die cost at most a second; the same recording goes on and the window says what happened', async ({
  home,
  launch,
  simulate,
  voltmeter,
}) => {
  const { ids } = await benchOfThree(home, simulate, voltmeter)
  const bench = await launch(...REMEMBER_THREADS)
  await connectAll(bench, ids)
  await bench.live.record()
  // WHEN all threads of the store end at a moment nobody chose
  await bench.page.waitForTimeout(1_500 + Math.random() * 1_500)
  const ended = await bench.electron.evaluate(async () => {
    const { startedThreads } = globalThis as unknown as { startedThreads: { terminate(): Promise<number> }[] }
    await Promise.all(startedThreads.map((thread) => thread.terminate()))
    return startedThreads.length
  })
  expect(ended).toBeGreaterThanOrEqual(2)
  // THEN the window says so, and the recording is still that one
  await expect(bench.live.banner).toContainText('The storage thread has stopped')
  await expect(bench.live.banner).toContainText(/went on in a new one/)
  await expect(bench.live.recordState).toContainText('Recording')
  await samplesAfter(bench, Date.now() * 1000)
  await bench.live.stopRecording()
  const { status, state, damages, gaps, sources } = verifyLatest(home)
  expect({ status, state, damages }).toEqual({ status: 0, state: 'finished', damages: [] })
  expect(sources.map(({ id }) => id).sort()).toEqual([...ids].sort())
  // AND what was under way is a gap of at most a second, and nothing else is missing
  for (const gap of gaps) {
    expect(gap.cause).toBe('crash')
    expect((gap.to_us - gap.from_us) / 1000).toBeLessThan(1_000 + 2 * PERIOD_MS[gap.source]! + ON_THE_WAY_MS)
  }
  for (const source of sources) {
    const lost = gaps.filter((gap) => gap.source === source.id).reduce((sum, gap) => sum + (gap.lost ?? 0), 0)
    const expected = Math.round((source.to_us - source.from_us) / 1000 / PERIOD_MS[source.id]!) + 1
    expect(Math.abs(source.rows + lost - expected), source.id).toBeLessThanOrEqual(1)
  }
})

test('an application that is killed at any moment loses at most a second of three sources', async ({
  home,
  launch,
  simulate,
  voltmeter,
}) => {
  const { ids } = await benchOfThree(home, simulate, voltmeter)
  const bench = await launch()
  await connectAll(bench, ids)
  await bench.live.record()
  // At a moment nobody chose.
  await bench.page.waitForTimeout(1_200 + Math.random() * 2_500)
  const killedMs = Date.now()
  await bench.kill()
  // WHEN nobody has mended it yet THEN the rest is whole
  const left = verifyLatest(home)
  expect(left).toMatchObject({ status: 0, state: 'interrupted', damages: [] })
  expect(left.sources).toHaveLength(3)
  for (const { id, to_us } of left.sources) {
    expect(killedMs - to_us / 1000, id).toBeLessThan(1_000 + 2 * PERIOD_MS[id]! + ON_THE_WAY_MS)
  }
  // WHEN it is started again THEN it is recovered, with all of that, and the log says until when
  const again = await launch()
  await again.log()
  await expect(again.page.getByText('was recovered').first()).toBeVisible()
  const mended = verifyLatest(home)
  expect(mended).toMatchObject({ status: 0, state: 'recovered', damages: [] })
  expect(mended.sources.map(({ rows }) => rows)).toEqual(left.sources.map(({ rows }) => rows))
})

test('a program that was stopped for a while says so, and what is missing is a gap with that cause', async ({
  home,
  launch,
  simulate,
  voltmeter,
}) => {
  const { ids } = await benchOfThree(home, simulate, voltmeter)
  const bench = await launch()
  await connectAll(bench, ids)
  await bench.live.record()
  // What is missing lies between two samples of the recording.
  await samplesAfter(bench, Date.now() * 1000)
  const { pid } = bench
  process.kill(pid, 'SIGSTOP')
  await new Promise((done) => setTimeout(done, 12_000))
  process.kill(pid, 'SIGCONT')
  const awakeUs = Date.now() * 1000
  await connectAll(bench, [])
  await samplesAfter(bench, awakeUs)
  await bench.log()
  await expect(bench.page.getByText(/slept or Wattbench was stopped for 1[1-4] s/).first()).toBeVisible()
  await bench.live.open()
  await bench.live.stopRecording()
  const { status, gaps, damages } = verifyLatest(home)
  expect({ status, damages }).toEqual({ status: 0, damages: [] })
  // What the pseudo-terminals could not hold, and scans nobody asked for.
  expect(gaps.map(({ cause }) => cause)).toContain('suspended')
  expect(gaps.filter(({ cause }) => cause !== 'suspended')).toEqual([])
})

test('a session folder that is removed under way ends the recording with a word, and the next one works', async ({
  home,
  launch,
}) => {
  const bench = await launch('--demo')
  await expect(bench.live.viewState).toHaveText('Live')
  await bench.live.record()
  await samplesAfter(bench, Date.now() * 1000)
  rmSync(home.sessions, { recursive: true })
  await expect(bench.live.recordState).toContainText('The session file is gone')
  await expect(bench.live.viewState).toHaveText('Live')
  await bench.live.record()
  await samplesAfter(bench, Date.now() * 1000)
  await bench.live.stopRecording()
  expect(verifyLatest(home)).toMatchObject({ status: 0, state: 'finished', damages: [] })
})
