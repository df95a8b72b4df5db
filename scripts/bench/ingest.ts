import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { DEFAULT_SETTINGS } from '@contract/settings'
import { createApp } from '../../src-main/app/app'
import { LiveHub } from '../../src-main/app/live/live-hub'
import { Recorder } from '../../src-main/app/recording'
import { Sources } from '../../src-main/app/sources'
import type { Told } from '../../src-main/app/teller'
import { Teller } from '../../src-main/app/teller'
import { type Clock, systemClock } from '../../src-main/base/clock'
import { silentLog } from '../../src-main/base/log'
import { agilent34980a } from '../../src-main/instruments/agilent-34980a/index'
import type { SavedInstrument } from '../../src-main/ports/settings'
import { memoryFiles } from '../../src-main/store/memory-files'
import { openSessionStore } from '../../src-main/store/session-store'
import { noBluetooth } from '../../src-main/testing/no-bluetooth'
import { nothingOutside } from '../../src-main/testing/nothing-outside'
import { openTcp } from '../../src-main/transports/tcp'
import { benchRows, quantile } from './stream'

const CHANNELS = Array.from({ length: 34 }, (_, i) => 2001 + i)
const PLAN = {
  name: 'bench.csv',
  text: CHANNELS.map((channel, i) => `${channel},R${i},g${i % 5},0.05,3.3,0,${i === 0 ? 0 : 2001},0\n`).join(''),
}
const WARM_MS = 2_000
const MEASURE_MS = 10_000
/** Rows a fast driver packs into a block: those of some tens of milliseconds. */
const BLOCK_ROWS = 200
const AIM_VALUES_S = 300_000
const PAGE = { windowUs: 60e6, buckets: 250 }

interface Figure {
  readonly what: string
  readonly figure: string
  readonly note?: string
}

/** 34 channels through driver, live view, disk and bridge: what this computer takes, and how late its event loop gets. */
export async function benchIngest(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wattbench-ingest-'))
  const far = new FarEnd()
  try {
    return [
      ...(await throughDriver(join(folder, 'driver'), far)),
      ...(await inBlocks(join(folder, 'paced'), far, AIM_VALUES_S)),
      ...(await inBlocks(join(folder, 'unpaced'), far, null)),
    ]
  } finally {
    await far.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The whole app with the real driver on a real socket, as fast as question and answer go. */
async function throughDriver(folder: string, far: FarEnd): Promise<readonly Figure[]> {
  const clock = systemClock()
  const saved: SavedInstrument = {
    id: 'rails',
    kind: agilent34980a.kind,
    name: 'rails',
    address: `127.0.0.1:${await far.port}`,
    // Below what a person may ask for: every scan follows the one before at once.
    intervalMs: 0.01,
    channelFile: PLAN,
    nplc: 0.02,
    reconnect: true,
    serial: null,
  }
  const tcp = openTcp(clock)
  const files = memoryFiles()
  const app = await createApp({
    clock,
    kinds: [agilent34980a],
    lines: { serial: tcp, tcp },
    portFinder: { list: async () => [], refuse: async () => null, access: async () => ({ is: 'ok' as const }) },
    ...noBluetooth,
    demo: { start: async () => [], stop: async () => undefined },
    store: openStore(folder, clock),
    settings: {
      load: async () => ({ settings: { ...DEFAULT_SETTINGS, instruments: [saved] }, fault: null }),
      save: async () => undefined,
    },
    csv: { save: async () => ({ rows: 0, empty: 0 }) },
    text: files,
    files,
    examples: '/',
    askWhere: async () => null,
    askWhich: async () => null,
    askArchives: async () => [],
    copy: () => undefined,
    keepAwake: () => null,
    about: () => Promise.reject(new Error('not asked')),
    writeLog: (entry) => entry.level === 'fault' && console.error(entry.text),
    newId: () => 'x',
    appVersion: 'bench',
    outside: nothingOutside,
  })
  const ask = app.handlers
  far.follow(app.teller, (seq) => void ask['live:ack'](seq))
  await ask['instruments:connect']('rails')
  await ask['live:follow']({ ...PAGE, channels: ['rails/power_2001', 'rails/power_2002', 'rails/power_2003'] })
  await ask['tree:follow']('rails')
  await sleep(500)
  const { sessionId } = await ask['recording:start']('bench')
  await sleep(WARM_MS)
  const rows = () => app.recorder.rows ?? 0
  const before = rows()
  const late = new LoopWatch()
  const ms = await sleep(MEASURE_MS)
  const scans = ((rows() - before) * 1000) / ms
  const delay = late.end()
  await ask['recording:stop']()
  const { samples } = await ask['sessions:show'](sessionId ?? '')
  await app.stop()
  const columns = agilent34980a.channels(saved).length
  return [
    {
      what: '34980A, 34 channels: driver, live view, disk, bridge, one scan after the other',
      figure: `${thousands(scans * CHANNELS.length)} k readings/s`,
      note: `${scans.toFixed(0)} scans/s, ${thousands(scans * columns)} k values/s stored, ${samples} scans on disk`,
    },
    { what: '  event loop late', ...delay },
  ]
}

/** The same road behind a driver that packs its rows: live view, disk, bridge. */
async function inBlocks(folder: string, far: FarEnd, valuesPerS: number | null): Promise<readonly Figure[]> {
  const clock = systemClock()
  const teller = new Teller()
  const live = new LiveHub({ clock, teller })
  const sources = new Sources()
  sources.join(live)
  const store = openStore(folder, clock)
  let fault = ''
  const recorder: Recorder = new Recorder({
    store,
    sources,
    clock,
    log: silentLog,
    appVersion: 'bench',
    diskReserveBytes: () => 0,
    changed: (view) => {
      fault = view.fault?.title ?? ''
    },
    libraryChanged: () => undefined,
  })
  const channels = CHANNELS.map((channel) => ({
    key: `power_${channel}`,
    label: `R${channel}`,
    unit: 'W' as const,
    kind: 'gauge' as const,
    type: 'f64' as const,
  }))
  const info = {
    id: 's',
    kind: 'bench',
    name: 'bench',
    machineName: 'bench',
    simulated: true,
    identity: null,
    calibration: null,
    channels,
  }
  const rowsPerS = (valuesPerS ?? 1e6) / channels.length
  sources.source(info)
  sources.segment('s', { startUs: clock.nowUs(), periodS: 1 / rowsPerS, settings: {} })
  far.follow(teller, (seq) => live.ack(seq))
  live.follow({ ...PAGE, channels: channels.slice(0, 3).map(({ key }) => `s/${key}`) })
  const { sessionId } = await recorder.start('bench')
  const template = benchRows(info, 0, 50_000)
  let row = 0
  let stampUs = clock.nowUs()
  const give = (): void => {
    const from = row % (template.timesUs.length - BLOCK_ROWS)
    const stepUs = 1e6 / rowsPerS
    const timesUs = Float64Array.from({ length: BLOCK_ROWS }, (_, i) => Math.round(stampUs + (i + 1) * stepUs))
    stampUs += BLOCK_ROWS * stepUs
    sources.samples('s', { timesUs, values: template.values.map((column) => column.slice(from, from + BLOCK_ROWS)) })
    row += BLOCK_ROWS
  }
  let going = true
  const startMs = performance.now()
  const pump = async (): Promise<void> => {
    while (going) {
      if (valuesPerS === null) {
        give()
        // What is waiting for the disk is bounded; a driver would be told an overrun.
        if (row % (BLOCK_ROWS * 50) === 0) await recorder.flush()
        else await new Promise((done) => setImmediate(done))
        continue
      }
      const due = ((performance.now() - startMs) / 1000) * rowsPerS
      while (row + BLOCK_ROWS <= due) give()
      await sleep(2)
    }
  }
  const pumping = pump()
  await sleep(WARM_MS)
  const before = row
  const late = new LoopWatch()
  const ms = await sleep(MEASURE_MS)
  const values = ((row - before) * channels.length * 1000) / ms
  const delay = late.end()
  going = false
  await pumping
  await recorder.stop()
  const samples = (await store.list()).find(({ id }) => id === sessionId)?.samples
  live.unfollow()
  await store.close()
  return [
    {
      what: `34 channels in blocks of ${BLOCK_ROWS} rows, ${valuesPerS === null ? 'as many as go' : `${thousands(valuesPerS)} k values/s asked`}`,
      figure: `${thousands(values)} k values/s`,
      note:
        fault ||
        `${samples === row ? 'every row on disk' : `${samples} of ${row} rows on disk`}; aim ≥ ${AIM_VALUES_S / 1000} k`,
    },
    { what: '  event loop late', ...delay },
  ]
}

const openStore = (folder: string, clock: Clock) =>
  openSessionStore({ folder, clock, workerFile: resolve('out/main/store-worker.js') })

/** How much later than asked a timer of 2 ms comes: what else waits for the event loop waits as long. */
class LoopWatch {
  private readonly late: number[] = []
  private going = true

  constructor() {
    const look = (due: number): void => {
      const now = performance.now()
      this.late.push(Math.max(0, now - due))
      if (this.going) setTimeout(() => look(now + 2), 2)
    }
    const now = performance.now()
    setTimeout(() => look(now + 2), 2)
  }

  end(): Pick<Figure, 'figure' | 'note'> {
    this.going = false
    const [p50, p99, most] = [0.5, 0.99, 1].map((q) => quantile(this.late, q).toFixed(1))
    return { figure: `p99 ${p99} ms`, note: `p50 ${p50} ms, most ${most} ms; aim: p99 < 20 ms` }
  }
}

/** Meter and page in another thread. */
class FarEnd {
  private readonly worker = new Worker(resolve('scripts/bench/ingest-far-end.mjs'), {
    workerData: { channels: CHANNELS },
  })
  private acked: (seq: number) => void = () => undefined
  readonly port: Promise<number>

  constructor() {
    this.port = new Promise((found) => {
      this.worker.on('message', (message: { readonly port?: number; readonly ack?: number }) => {
        if (message.port !== undefined) found(message.port)
        if (message.ack !== undefined) this.acked(message.ack)
      })
    })
  }

  /** Everything told crosses as it crosses to a window; ticks are acknowledged. */
  follow(teller: Teller, acked: (seq: number) => void): void {
    this.acked = acked
    teller.hear(({ topic, message }: Told) =>
      this.worker.postMessage(topic === 'live:tick' ? { tick: message } : { message }),
    )
  }

  async end(): Promise<void> {
    await this.worker.terminate()
  }
}

async function sleep(ms: number): Promise<number> {
  const start = performance.now()
  await new Promise((done) => setTimeout(done, ms))
  return performance.now() - start
}

const thousands = (value: number): string => (value / 1000).toFixed(0)
