import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { systemClock } from '../../src-main/base/clock'
import type { SessionReader } from '../../src-main/ports/sessions'
import { openSessionStore } from '../../src-main/store/session-store'
import { benchRows, benchSource, drawn, PERIOD_US, quantile, START_US, timed } from './stream'

/** Seven days at 50 Hz. */
const ROWS = 7 * 86_400 * 50
const BLOCK = 10_000
/** A gap after so many rows (40 min), of 3 s to 5 min. */
const GAP_EVERY = 120_000
const LANES = 5
const BUCKETS = 1_000
/** Seconds a window shows, fine to coarse: twelve zoom levels. */
const ZOOMS_S = [1, 5, 30, 120, 600, 1_000, 2_000, 3_600, 4 * 3_600, 12 * 3_600, 86_400, 3 * 86_400] as const
const PLACES = 25
/** The file and what its log may hold. */
const NEEDED_BYTES = 4e9

/** A week-long session: what it costs to write, to open, to look around in. */
export async function benchWeek() {
  const free = statfsSync(tmpdir()).bavail * statfsSync(tmpdir()).bsize
  if (free < NEEDED_BYTES) {
    throw new Error(
      `This benchmark writes 2.5 GB to ${tmpdir()}, where ${(free / 1e9).toFixed(1)} GB are free: free 4 GB, or set TMPDIR.`,
    )
  }
  const folder = mkdtempSync(join(tmpdir(), 'wattbench-week-'))
  const open = () => openSessionStore({ folder, clock: systemClock(), workerFile: resolve('out/main/store-worker.js') })
  try {
    const { written, endUs } = await write(open)
    const store = open()
    await store.find('latest')
    const list = await timed(() => store.list())
    const [row] = await store.list()
    const source = benchSource()
    const channels = drawn(source).slice(0, LANES)
    let reader = await store.open('latest')
    const overviewOf = () => reader.window({ channels, fromUs: START_US, toUs: endUs, buckets: BUCKETS })
    const first = await timed(overviewOf)
    const again = quantile(await times(5, overviewOf), 0.5)
    await reader.close()
    const reopened = await timed(async () => {
      reader = await store.open('latest')
      await reader.view()
      await overviewOf()
    })
    const zooms: { readonly spanS: number; readonly times: readonly number[] }[] = []
    for (const spanS of ZOOMS_S)
      zooms.push({ spanS, times: await times(PLACES, () => zoomed(reader, channels, endUs, spanS)) })
    const all = zooms.flatMap((zoom) => zoom.times)
    const worst = zooms.reduce((a, b) => (quantile(b.times, 0.95) > quantile(a.times, 0.95) ? b : a))
    const near = await times(200, () => reader.nearest({ channels, tUs: anyTime(endUs), side: 'nearest' }))
    const hour = quantile(await times(3, () => statsOf(reader, channels, 3_600, endUs)), 0.5)
    const meanwhile: number[] = []
    let busy = true
    const whole = timed(() => reader.stats({ channels, fromUs: START_US, toUs: endUs })).finally(() => {
      busy = false
    })
    for (let i = 0; busy; i++) {
      meanwhile.push(await timed(() => zoomed(reader, channels, endUs, ZOOMS_S[i % ZOOMS_S.length]!)))
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const everything = await whole
    await reader.close()
    await store.close()
    const bytes = row?.bytes ?? 0
    const numbers = ROWS * (source.channels.length + 1)
    return [
      {
        what: `7 days at 50 Hz: ${(ROWS / 1e6).toFixed(2)} M rows × ${source.channels.length} channels`,
        figure: `${(bytes / 1e9).toFixed(2)} GB`,
        note: `${(bytes / numbers).toFixed(3)} bytes a number; aim ≤ 6 % for what drawing keeps`,
      },
      { what: 'append', figure: `${(written / 1e6).toFixed(2)} M numbers/s` },
      { what: 'list of sessions, first time', figure: ms(list), note: 'aim: does not depend on the length' },
      { what: `first overview, ${LANES} lanes, ${BUCKETS} buckets`, figure: ms(first), note: 'aim ≤ 300 ms' },
      { what: 'the same again', figure: ms(again), note: 'median of 5' },
      { what: 'closed and opened anew, with overview', figure: ms(reopened), note: 'aim < 1 s' },
      {
        what: `zoom and pan, ${ZOOMS_S.length} levels × ${PLACES} places`,
        figure: spread(all),
        note: 'aim p95 < 50 ms',
      },
      { what: `the slowest of them: ${worst.spanS} s wide`, figure: spread(worst.times) },
      { what: `nearest samples of ${LANES} channels`, figure: spread(near), note: 'aim: some ms' },
      { what: `statistics of 1 h, ${LANES} channels`, figure: ms(hour), note: 'every raw sample' },
      {
        what: `statistics of everything, ${LANES} channels`,
        figure: `${(everything / 1000).toFixed(1)} s`,
        note: `every raw sample, while somebody zooms ten times a second`,
      },
      { what: `zoom and pan meanwhile (${meanwhile.length})`, figure: spread(meanwhile), note: 'aim p95 < 50 ms' },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Writes the session through the real worker; how fast, in numbers a second. */
async function write(open: () => ReturnType<typeof openSessionStore>) {
  const store = open()
  const source = benchSource()
  const writer = await store.create({ name: 'week', startUs: START_US, appVersion: 'bench' })
  writer.source(source)
  writer.segment('s', { startUs: START_US, periodS: PERIOD_US / 1e6, settings: {} })
  const start = performance.now()
  let lateUs = 0
  for (let row = 0; row < ROWS; row += BLOCK) {
    if (row > 0 && row % GAP_EVERY === 0) {
      const fromUs = START_US + lateUs + row * PERIOD_US
      lateUs += 3_000_000 + ((row / GAP_EVERY) % 100) * 3_000_000
      writer.gap('s', {
        fromUs,
        toUs: START_US + lateUs + (row + 1) * PERIOD_US,
        lost: null,
        cause: 'silent',
        text: '',
      })
    }
    writer.append('s', benchRows(source, row, Math.min(BLOCK, ROWS - row), lateUs))
    if (row % 100_000 === 0) await writer.flush()
  }
  await writer.flush()
  const written = (ROWS * (source.channels.length + 1)) / ((performance.now() - start) / 1000)
  const endUs = START_US + lateUs + ROWS * PERIOD_US
  await writer.finish(endUs)
  await store.close()
  return { written, endUs }
}

/** Always the same places, spread like chance. */
let seed = 7
function anyTime(endUs: number, spanUs = 0): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return Math.round(START_US + (seed / 2_147_483_648) * (endUs - START_US - spanUs))
}

function zoomed(reader: SessionReader, channels: readonly string[], endUs: number, spanS: number): Promise<unknown> {
  const fromUs = anyTime(endUs, spanS * 1e6)
  return reader.window({ channels, fromUs, toUs: fromUs + spanS * 1e6, buckets: BUCKETS })
}

function statsOf(reader: SessionReader, channels: readonly string[], spanS: number, endUs: number): Promise<unknown> {
  const fromUs = anyTime(endUs, spanS * 1e6)
  return reader.stats({ channels, fromUs, toUs: fromUs + spanS * 1e6 })
}

async function times(n: number, work: () => Promise<unknown>): Promise<readonly number[]> {
  const found: number[] = []
  for (let i = 0; i < n; i++) found.push(await timed(work))
  return found
}

const ms = (value: number): string => `${value.toFixed(1)} ms`
const spread = (all: readonly number[]): string =>
  `p50 ${quantile(all, 0.5).toFixed(1)} · p95 ${quantile(all, 0.95).toFixed(1)} · max ${Math.max(...all).toFixed(1)} ms`
