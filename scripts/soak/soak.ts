import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { SessionCheck } from '@contract/sessions'
import { DEFAULT_SETTINGS } from '@contract/settings'
import { type App, createApp } from '../../src-main/app/app'
import { randomFrom } from '../../src-main/base/random'
import { agilent34980a } from '../../src-main/instruments/agilent-34980a/index'
import { powerspy2 } from '../../src-main/instruments/powerspy2/index'
import type { Instrument } from '../../src-main/ports/instrument'
import type { SessionReader, SessionStore } from '../../src-main/ports/sessions'
import type { OpenLine } from '../../src-main/ports/transport'
import { memoryFiles } from '../../src-main/store/memory-files'
import { openSessionStore } from '../../src-main/store/session-store'
import { noBluetooth } from '../../src-main/testing/no-bluetooth'
import { nothingOutside } from '../../src-main/testing/nothing-outside'
import { openCable } from '../../src-main/transports/sim/cable'
import { type Balance, complaint, Ledger } from './ledger'
import { VirtualClock } from './virtual-clock'
import { type Climate, type Fates, Weather } from './weather'

export interface SoakOptions {
  readonly hours: number
  readonly seed: number
  /** Absolute path of the bundled store/worker/entry; null writes on this thread. */
  readonly workerFile: string | null
  /** Told after each simulated hour. */
  readonly heard?: (line: string) => void
}

export interface SoakReport {
  readonly balances: readonly Balance[]
  readonly fates: Readonly<Record<string, Fates>>
  readonly resources: { readonly pushed: number; readonly stored: number }
  /** Empty when every sample is accounted for and the file is whole. */
  readonly complaints: readonly string[]
  readonly rows: number
  readonly bytes: number
  readonly bytesAsPredicted: number
  /** After each simulated hour, after garbage collection where it can be forced. */
  readonly memory: readonly { readonly hour: number; readonly heapMb: number; readonly rssMb: number }[]
  readonly loop: { readonly p50Ms: number; readonly p99Ms: number; readonly mostMs: number }
  readonly tookS: number
}

const HOUR_MS = 3_600_000
/** The file is audited up to this long ago: what is younger may still be held back to see whether others were lost before it. */
const YOUNG_US = 60e6
/** Bytes of a number in a finished session (app/recording.ts). */
const BYTES_A_NUMBER = 8.45
const PUSH_EVERY_MS = 10_000
/** So far may virtual time run ahead of the disk. */
const FLUSH_EVERY_MS = 30_000
/** The page looks so long of each hour. */
const LOOK_MS = 60_000

const METERS = [
  { id: 'wall-1', kind: powerspy2, intervalMs: 240, frameBytes: 30, slackUs: 110_000 },
  { id: 'wall-2', kind: powerspy2, intervalMs: 1_000, frameBytes: 30, slackUs: 450_000 },
  { id: 'rails', kind: agilent34980a, intervalMs: 1_000, frameBytes: 200, slackUs: 450_000 },
] as const

/** Three instruments and a script in bad weather, recorded for hours that pass in minutes; every sample is accounted for. */
export async function soak({ hours, seed, workerFile, heard = () => undefined }: SoakOptions): Promise<SoakReport> {
  const startedMs = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'wattbench-soak-'))
  const clock = new VirtualClock()
  const store = openSessionStore({ folder, clock, workerFile })
  const loop = monitorEventLoopDelay({ resolution: 5 })
  try {
    const stage = setUp(clock, seed, hours)
    const app = await appOn(clock, store, stage)
    loop.enable()
    const run = new Run(app, store, clock, stage)
    await run.start()
    const memory: SoakReport['memory'][number][] = []
    for (let hour = 1; hour <= Math.ceil(hours); hour++) {
      await run.hour(Math.min(HOUR_MS, (hours - hour + 1) * HOUR_MS))
      memory.push({ hour, ...memoryNow() })
      const { heapMb, rssMb } = memory.at(-1)!
      heard(`hour ${hour}: ${run.rows} rows, heap ${heapMb.toFixed(1)} MB, RSS ${rssMb.toFixed(0)} MB`)
    }
    const { balances, check } = await run.end()
    loop.disable()
    const numbers = METERS.reduce((sum, { id, kind }, i) => {
      const { stored } = balances[i]!
      return sum + stored * (kind.channels(stage.saved.find((one) => one.id === id)!).length + 1)
    }, run.pushed * 2)
    const stored = check.sources.filter(({ id }) => id.startsWith('resource')).reduce((sum, { rows }) => sum + rows, 0)
    return {
      balances,
      fates: Object.fromEntries(stage.lines.map(({ id, weather }) => [id, weather.fates])),
      resources: { pushed: run.pushed, stored },
      complaints: [
        ...balances.flatMap((balance) => complaint(balance) ?? []),
        ...(stored === run.pushed ? [] : [`resources: ${run.pushed} pushed and answered, ${stored} stored`]),
        ...check.damages.map(({ where, what }) => `file: ${where}: ${what}`),
        ...stage.faults,
      ],
      rows: check.sources.reduce((sum, { rows }) => sum + rows, 0),
      bytes: check.bytes,
      bytesAsPredicted: numbers * BYTES_A_NUMBER,
      memory,
      loop: { p50Ms: loop.percentile(50) / 1e6, p99Ms: loop.percentile(99) / 1e6, mostMs: loop.max / 1e6 },
      tookS: (performance.now() - startedMs) / 1000,
    }
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Stage = ReturnType<typeof setUp>

function setUp(clock: VirtualClock, seed: number, hours: number) {
  // A short run has as much bad weather as a long one has in hours, so that it sees all of it.
  const pace = Math.min(1, hours / 4)
  const lines = METERS.map(({ id, kind, frameBytes, slackUs }, i) => {
    const ledger = new Ledger(id, slackUs)
    const weather = new Weather(
      (kind as Instrument).demoBench(clock, seed + i),
      clock,
      randomFrom(seed * 31 + i),
      frameBytes,
      (atUs) => ledger.send(atUs),
      climateOf(kind, pace),
    )
    return { id, ledger, weather, openLine: openCable(weather, clock) }
  })
  const saved = METERS.map(({ id, kind, intervalMs }) => ({
    ...(kind as Instrument).demoSettings,
    id,
    kind: kind.kind,
    name: id,
    address: id,
    intervalMs,
    reconnect: true,
    serial: null,
  }))
  return { lines, saved, faults: [] as string[] }
}

/** A line that loses an answer of an instrument that is asked ends: it is spared single losses. */
function climateOf(kind: Pick<Instrument, 'reach'>, pace: number): Climate {
  const pushed = kind.reach === 'serial'
  return {
    dropS: pushed ? 60 * pace : Number.POSITIVE_INFINITY,
    garbleS: pushed ? 150 * pace : Number.POSITIVE_INFINITY,
    silenceS: 1_200 * pace,
    hangUpS: 1_800 * pace,
    longestS: 90 * pace,
  }
}

function appOn(clock: VirtualClock, store: SessionStore, stage: Stage): Promise<App> {
  const openLine: OpenLine = (address, events, signal) => {
    const line = stage.lines.find(({ id }) => id === address)
    return line ? line.openLine(address, events, signal) : Promise.reject(new Error(`there is no ${address}`))
  }
  const files = memoryFiles()
  let ids = 0
  return createApp({
    clock,
    kinds: [powerspy2, agilent34980a],
    lines: { serial: openLine, tcp: openLine },
    portFinder: { list: async () => [], refuse: async () => null, access: async () => ({ is: 'ok' }) },
    ...noBluetooth,
    demo: { start: async () => [], stop: async () => undefined },
    store,
    settings: {
      load: async () => ({ settings: { ...DEFAULT_SETTINGS, instruments: stage.saved }, fault: null }),
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
    writeLog: ({ subject, text, level }) => {
      if (level === 'fault' && subject === 'Recording') stage.faults.push(`${subject}: ${text}`)
    },
    newId: () => `id-${ids++}`,
    appVersion: 'soak',
    outside: nothingOutside,
  })
}

/** One recording of many hours, audited while it goes on. */
class Run {
  pushed = 0
  private sessionId = ''
  private auditedUs = 0
  private pushing = true
  private readonly pushes = new Set<Promise<void>>()

  constructor(
    private readonly app: App,
    private readonly store: SessionStore,
    private readonly clock: VirtualClock,
    private readonly stage: Stage,
  ) {
    app.teller.hear(({ topic, message }) => {
      if (topic === 'live:tick') void app.handlers['live:ack'](message.seq)
    })
  }

  get rows(): number {
    return this.app.recorder.rows ?? 0
  }

  async start(): Promise<void> {
    const { handlers } = this.app
    for (const { id } of this.stage.lines) await handlers['instruments:connect'](id)
    await this.clock.run(5_000)
    const { sessionId, startUs } = await handlers['recording:start']('soak')
    this.sessionId = sessionId ?? ''
    this.auditedUs = startUs ?? 0
    this.push()
  }

  async hour(ms: number): Promise<void> {
    const { handlers } = this.app
    const channels = ['wall-1/power', 'wall-2/power', 'rails/power_2004']
    await handlers['live:follow']({ windowUs: 60e6, buckets: 250, channels })
    await handlers['tree:follow']('rails')
    await this.clock.run(Math.min(LOOK_MS, ms))
    await handlers['live:unfollow']()
    await handlers['tree:follow'](null)
    for (let left = ms - LOOK_MS; left > 0; left -= FLUSH_EVERY_MS) {
      await this.clock.run(Math.min(left, FLUSH_EVERY_MS))
      await this.app.recorder.flush()
    }
    await this.audit(this.clock.nowUs() - YOUNG_US)
  }

  /** Fair weather until everything has come, then the end. */
  async end(): Promise<{ readonly balances: readonly Balance[]; readonly check: SessionCheck }> {
    for (const { weather } of this.stage.lines) weather.clear()
    await this.clock.run(3 * 60_000)
    this.pushing = false
    await Promise.all(this.pushes)
    const stopped = this.app.handlers['recording:stop']()
    await this.clock.run(1_000)
    await stopped
    await this.audit(this.clock.nowUs())
    const check = await this.store.verify(this.sessionId)
    const leaving = this.app.stop()
    await this.clock.run(30_000)
    await leaving
    return { balances: this.stage.lines.map(({ ledger }) => ledger.close()), check }
  }

  /** Reads what the file has got since the last time. */
  private async audit(toUs: number): Promise<void> {
    await this.app.recorder.flush()
    const reader = await this.store.open(this.sessionId)
    for (const { id, ledger } of this.stage.lines) await this.auditOf(reader, id, ledger, toUs)
    await reader.close()
    this.auditedUs = toUs
  }

  private async auditOf(reader: SessionReader, sourceId: string, ledger: Ledger, toUs: number): Promise<void> {
    const fromUs = this.auditedUs
    for await (const { block } of reader.rows({ fromUs, toUs, sourceId })) ledger.store(block.timesUs)
    const most = 1_000_000
    const { gaps } = await reader.gapsIn({ fromUs: fromUs - 3_600e6, toUs: toUs + 1, most, sourceIds: [sourceId] })
    for (const { gap } of gaps) if (gap.toUs !== null && gap.toUs > fromUs && gap.toUs <= toUs) ledger.gap(gap)
  }

  /** A script that sends a number now and then, and waits for its answer. */
  private push(): void {
    this.clock.after(PUSH_EVERY_MS, () => {
      if (!this.pushing) return
      const arrival = { atUs: this.clock.nowUs(), from: '127.0.0.1' }
      const sent = this.app.inbox.addSample('latest', 'sut', 'queue_depth', this.pushed % 17, arrival).then(
        () => void this.pushed++,
        (error: unknown) => void this.stage.faults.push(`push: ${String(error)}`),
      )
      this.pushes.add(sent)
      void sent.then(() => this.pushes.delete(sent))
      this.push()
    })
  }
}

function memoryNow(): { readonly heapMb: number; readonly rssMb: number } {
  const collect = (globalThis as { readonly gc?: () => void }).gc
  collect?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heapMb: (heapUsed + external) / 1e6, rssMb: rss / 1e6 }
}

/** MB an hour by least squares, of the hours after `from`; NaN with fewer than three. */
export function slope(memory: SoakReport['memory'], what: 'heapMb' | 'rssMb', from: number): number {
  const points = memory.filter(({ hour }) => hour > from).map((one) => [one.hour, one[what]] as const)
  if (points.length < 3) return Number.NaN
  const [mx, my] = [0, 1].map((i) => points.reduce((sum, point) => sum + point[i]!, 0) / points.length) as [
    number,
    number,
  ]
  const above = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0)
  return above / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
}
