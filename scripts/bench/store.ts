import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { systemClock } from '../../src-main/base/clock'
import { openSessionStore } from '../../src-main/store/session-store'
import { benchRows, benchSource, PERIOD_US, quantile, START_US, timed } from './stream'

const ROWS = 2_000_000
const BLOCK = 1_000

/** One source with the channels of a PowerSpy2, written through the real worker, beside a plain file with the same bytes. */
export async function benchStore() {
  const folder = mkdtempSync(join(tmpdir(), 'wattbench-bench-'))
  try {
    const raw = rawFile(join(folder, 'raw.bin'))
    const store = openSessionStore({
      folder: join(folder, 'sessions'),
      clock: systemClock(),
      workerFile: resolve('out/main/store-worker.js'),
    })
    const writer = await store.create({ name: 'bench', startUs: START_US, appVersion: 'bench' })
    const source = benchSource()
    writer.source(source)
    writer.segment('s', { startUs: START_US, periodS: PERIOD_US / 1e6, settings: {} })
    const start = process.hrtime.bigint()
    for (let row = 0; row < ROWS; row += BLOCK) {
      writer.append('s', benchRows(source, row, BLOCK))
      if (row % 100_000 === 0) await writer.flush()
    }
    await writer.flush()
    const values = ROWS * (source.channels.length + 1)
    const written = values / seconds(start)
    await writer.finish(START_US + ROWS * PERIOD_US)
    const reader = await store.open(writer.id)
    const channels = ['s/voltage', 's/current', 's/power']
    const all = await median(() =>
      reader.window({ channels, fromUs: START_US, toUs: START_US + ROWS * PERIOD_US, buckets: 1000 }),
    )
    const zoom = await median(() =>
      reader.window({ channels, fromUs: START_US + 1e9, toUs: START_US + 1.06e9, buckets: 250 }),
    )
    const stats = await median(() => reader.stats({ channels, fromUs: START_US, toUs: START_US + ROWS * PERIOD_US }))
    const [row] = await store.list()
    await reader.close()
    await store.close()
    return [
      {
        what: 'append, session file (worker, 1 s commits)',
        figure: `${millions(written)} M values/s`,
        note: `${(written / raw).toFixed(2)} × the raw file`,
      },
      { what: 'append, raw file (fdatasync per MB)', figure: `${millions(raw)} M values/s` },
      {
        what: `${ROWS / 1e6} M rows on disk`,
        figure: `${((row?.bytes ?? 0) / 1e6).toFixed(1)} MB`,
        note: `${((row?.bytes ?? 0) / values).toFixed(2)} bytes a value`,
      },
      { what: 'overview of 3 lanes, 1000 buckets', figure: `${all.toFixed(1)} ms`, note: 'median of 5' },
      { what: 'zoom to 60 s of 11 h, 3 lanes, 250 buckets', figure: `${zoom.toFixed(1)} ms`, note: 'median of 5' },
      {
        what: 'statistics of everything, 3 lanes',
        figure: `${stats.toFixed(0)} ms`,
        note: 'every raw sample; median of 5',
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The same bytes, appended and synced: what the disk can do. */
function rawFile(path: string): number {
  const source = benchSource()
  const file = openSync(path, 'w')
  const start = process.hrtime.bigint()
  let unsynced = 0
  for (let row = 0; row < ROWS; row += BLOCK) {
    const { timesUs, values } = benchRows(source, row, BLOCK)
    for (const column of [timesUs, ...values]) unsynced += writeSync(file, new Uint8Array(column.buffer))
    if (unsynced > 1e6) {
      fdatasyncSync(file)
      unsynced = 0
    }
  }
  fdatasyncSync(file)
  closeSync(file)
  return statSync(path).size / 8 / seconds(start)
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 5; i++) times.push(await timed(work))
  return quantile(times, 0.5)
}

const seconds = (since: bigint): number => Number(process.hrtime.bigint() - since) / 1e9
const millions = (value: number): string => (value / 1e6).toFixed(2)
