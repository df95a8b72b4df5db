import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { importArchive } from '../../src-main/app/import-archive'
import { systemClock } from '../../src-main/base/clock'
import { createArchiveReader } from '../../src-main/ingest/collectd/archive-reader'
import { openSessionStore } from '../../src-main/store/session-store'
import { DEFAULT_COLLECTD_FILTERS, DEFAULT_IMPORT_LIMITS } from '../../src-preload/contract/collectd'

/** Hours of the archive: the small one, and the one the targets speak of (31 M rows, 700 MB). */
const HOURS = { small: 1, full: 8 }
const RUNS = 3

/** Reading and storing a generated archive, beside `unzip -p | wc -l` on the same file in the same minutes. */
export async function benchCollectd(generator: string, args: readonly string[]) {
  const hours = args.includes('--full') ? HOURS.full : HOURS.small
  const folder = mkdtempSync(join(tmpdir(), 'wattbench-bench-'))
  try {
    const file = join(folder, 'collectd.zip')
    const made = spawnSync(process.execPath, ['--max-old-space-size=4096', generator, file, String(hours)], {
      stdio: 'inherit',
    })
    if (made.status !== 0) throw new Error('the archive could not be made')
    const reader = createArchiveReader(resolve('out/main/collectd-worker.js'))
    const job = { file, limits: DEFAULT_IMPORT_LIMITS, signal: new AbortController().signal }
    const lines = Number(spawnSync('sh', ['-c', `unzip -p ${file} | wc -l`], { encoding: 'utf8' }).stdout)
    const unzip = await best(async () => void spawnSync('sh', ['-c', `unzip -p ${file} | wc -l`]))
    const everything = await best(() => reader.look({ ...job, filters: null }))
    const chosen = await best(() => reader.look({ ...job, filters: DEFAULT_COLLECTD_FILTERS }))
    const stored = await storedIn(folder, file, null)
    const few = await storedIn(folder, file, DEFAULT_COLLECTD_FILTERS)
    const times = (s: number, most: number) =>
      `${(s / unzip).toFixed(2)} × unzip; aim ≤ ${most}${args.includes('--full') ? '' : ' with --full (starting a thread counts here)'}`
    return [
      {
        what: `unzip -p | wc -l, ${(lines / 1e6).toFixed(1)} M lines, ${(statSync(file).size / 1e6).toFixed(1)} MB zip`,
        figure: `${unzip.toFixed(2)} s`,
        note: `best of ${RUNS}`,
      },
      { what: 'everything inflated and parsed', figure: `${everything.toFixed(2)} s`, note: times(everything, 1.2) },
      { what: 'default filters inflated and parsed', figure: `${chosen.toFixed(2)} s`, note: times(chosen, 0.6) },
      {
        what: 'everything stored in a session',
        figure: `${stored.seconds.toFixed(2)} s`,
        note: times(stored.seconds, 2.5),
      },
      {
        what: 'default filters stored in a session',
        figure: `${few.seconds.toFixed(2)} s`,
        note: `${(few.seconds / unzip).toFixed(2)} × unzip`,
      },
      {
        what: 'session file with everything',
        figure: `${(stored.bytes / 1e6).toFixed(0)} MB`,
        note: 'raw archive included',
      },
      { what: 'peak memory of the process', figure: `${stored.peakMb.toFixed(0)} MB`, note: 'aim < 700 MB' },
      {
        what: 'event-loop delay of the main thread',
        figure: `p99 ${stored.delayMs.toFixed(1)} ms`,
        note: 'aim < 20 ms',
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function storedIn(folder: string, file: string, filters: readonly string[] | null) {
  const home = join(folder, 'sessions')
  const clock = systemClock()
  const store = openSessionStore({ folder: home, clock, workerFile: resolve('out/main/store-worker.js') })
  const reader = createArchiveReader(resolve('out/main/collectd-worker.js'))
  forgetPeak()
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const io = { reader, store, clock, appVersion: 'bench', limits: DEFAULT_IMPORT_LIMITS }
  const start = performance.now()
  await importArchive(io, { file, session: null, filters, offsetS: 0, signal: new AbortController().signal })
  const seconds = (performance.now() - start) / 1000
  delay.disable()
  const [row] = await store.list()
  await store.close()
  rmSync(home, { recursive: true, force: true })
  // The sampler itself waits 5 ms between looks.
  return { seconds, bytes: row?.bytes ?? 0, peakMb: peakMb(), delayMs: Math.max(0, delay.percentile(99) / 1e6 - 5) }
}

async function best(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now()
    await work()
    times.push((performance.now() - start) / 1000)
  }
  return Math.min(...times)
}

/** Linux starts counting the peak anew. */
function forgetPeak(): void {
  writeFileSync('/proc/self/clear_refs', '5')
}

function peakMb(): number {
  const [, kib = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kib) / 1000
}
