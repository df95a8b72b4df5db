import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { systemClock } from '../../src-main/base/clock'
import { instruments } from '../../src-main/instruments/index'
import type { SampleBlock } from '../../src-main/ports/samples'
import { openSessionStore } from '../../src-main/store/session-store'

const ROWS = 2_000_000
const BLOCK = 1_000
const PERIOD_US = 20_000
const START_US = 1_767_225_600_000_000

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
    const kind = instruments[0]
    if (!kind) throw new Error('no instrument')
    const kept = kind.channels(kind.demoSettings)
    const writer = await store.create({ name: 'bench', startUs: START_US, appVersion: 'bench' })
    writer.source({
      id: 's',
      kind: kind.kind,
      name: 's',
      machineName: kind.machineName,
      simulated: true,
      identity: null,
      calibration: null,
      channels: kept,
    })
    writer.segment('s', { startUs: START_US, periodS: PERIOD_US / 1e6, settings: {} })
    const start = process.hrtime.bigint()
    for (let row = 0; row < ROWS; row += BLOCK) {
      writer.append('s', block(row))
      if (row % 100_000 === 0) await writer.flush()
    }
    await writer.flush()
    const values = ROWS * (kept.length + 1)
    const written = values / seconds(start)
    await writer.finish(START_US + ROWS * PERIOD_US)
    const reader = await store.open(writer.id)
    const channels = ['s/voltage', 's/current', 's/power']
    const all = await timed(() =>
      reader.window({ channels, fromUs: START_US, toUs: START_US + ROWS * PERIOD_US, buckets: 1000 }),
    )
    const zoom = await timed(() =>
      reader.window({ channels, fromUs: START_US + 1e9, toUs: START_US + 1.06e9, buckets: 250 }),
    )
    const stats = await timed(() => reader.stats({ channels, fromUs: START_US, toUs: START_US + ROWS * PERIOD_US }))
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

function block(row: number): SampleBlock {
  const timesUs = Float64Array.from({ length: BLOCK }, (_v, i) => START_US + (row + i + 1) * PERIOD_US)
  const wave = (scale: number) =>
    Float64Array.from({ length: BLOCK }, (_v, i) => scale * (1 + Math.sin((row + i) / 300) / 3))
  const receipt = BigInt64Array.from({ length: BLOCK }, (_v, i) => BigInt(timesUs[i] ?? 0) + 3000n)
  return { timesUs, values: [wave(230), wave(0.2), wave(42), wave(325), wave(0.5), receipt] }
}

/** The same bytes, appended and synced: what the disk can do. */
function rawFile(path: string): number {
  const file = openSync(path, 'w')
  const start = process.hrtime.bigint()
  let unsynced = 0
  for (let row = 0; row < ROWS; row += BLOCK) {
    const { timesUs, values } = block(row)
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

async function timed(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 5; i++) {
    const start = process.hrtime.bigint()
    await work()
    times.push(seconds(start) * 1000)
  }
  return times.sort((a, b) => a - b)[2] ?? Number.NaN
}

const seconds = (since: bigint): number => Number(process.hrtime.bigint() - since) / 1e9
const millions = (value: number): string => (value / 1e6).toFixed(2)
