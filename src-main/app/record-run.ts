import type { SessionRow } from '@contract/sessions'
import type { Clock } from '../base/clock'
import { asFault, Fault } from '../base/fault'
import type { Log } from '../base/log'
import type { Instrument, InstrumentSettings } from '../ports/instrument'
import type { Rfcomm } from '../ports/rfcomm'
import type { SessionStore } from '../ports/sessions'
import type { OpenLine } from '../ports/transport'
import { type Locate, locator } from './link/locate'
import { SleepWatch, sleepWords } from './link/sleep-watch'
import { Supervisor } from './link/supervisor'
import { Recorder } from './recording'
import { type SourceListener, Sources } from './sources'

export interface RecordRun {
  readonly instrument: Instrument
  readonly openLine: OpenLine
  /** Where Bluetooth meters are bound: one that comes back under another number is found there. */
  readonly rfcomm: Rfcomm
  readonly store: SessionStore
  readonly clock: Clock
  readonly log: Log
  readonly appVersion: string
  readonly address: string
  readonly settings: InstrumentSettings
  readonly name: string | null
  /** Null records until the signal is aborted. Counted from the start of the recording. */
  readonly durationMs: number | null
  /** Less than this on the disk ends the recording. */
  readonly diskReserveBytes: number
  /** Ends after so many samples were recorded; null records on. */
  readonly samples: number | null
  readonly signal: AbortSignal
  readonly started: (sessionId: string) => void
}

/** How often the run looks at where things stand. */
const LOOK_EVERY_MS = 50

/**
 * Records one instrument into one session, without a window: the same supervisor and recorder as the window's.
 * Rejects with the Fault of the first connection (no session is then left) or of the recording; reconnects otherwise.
 */
export async function recordRun(run: RecordRun): Promise<SessionRow> {
  const { clock, log, store, signal } = run
  const sleeps = new SleepWatch(clock, (sleep) => log.say('warn', 'Wattbench', `${sleepWords(sleep)}.`))
  const sources = new Sources(sleeps)
  const supervisor = new Supervisor(
    { ...run, ...locateOf(run), sources, changed: () => undefined, learned: () => undefined },
    {
      ...run.settings,
      id: run.instrument.kind,
      name: run.instrument.title,
      address: run.address,
      reconnect: true,
      serial: null,
      simulated: false,
    },
  )
  const recorder = new Recorder({
    store,
    sources,
    clock,
    log,
    appVersion: run.appVersion,
    diskReserveBytes: () => run.diskReserveBytes,
    changed: () => undefined,
    libraryChanged: () => undefined,
  })
  const { samples: wanted } = run
  sources.join({
    ...deaf,
    samples: (_id, { timesUs }) => {
      // Told before the recording hears of them.
      const { rows } = recorder
      if (rows !== null && wanted !== null && rows + timesUs.length >= wanted) void supervisor.disconnect()
    },
  })
  const look = () => new Promise<void>((resolve) => void clock.after(LOOK_EVERY_MS, resolve))
  try {
    supervisor.connect()
    while (sources.all().length === 0 && supervisor.isUp && !signal.aborted) await look()
    throwWhenFailed(supervisor)
    if (signal.aborted) throw cancelled()
    const { sessionId, startUs } = await recorder.start(run.name)
    if (sessionId === null || startUs === null) throw cancelled()
    run.started(sessionId)
    const endUs = run.durationMs === null ? Number.POSITIVE_INFINITY : startUs + run.durationMs * 1000
    while (!signal.aborted && recorder.sessionId !== null && clock.nowUs() < endUs && supervisor.isUp) await look()
    const view = supervisor.view()
    await supervisor.disconnect()
    const { fault } = await recorder.stop()
    if (fault) throw new Fault(fault)
    if (view.link.at === 'failed') throw new Fault(view.link.fault)
    const row = (await store.list()).find((s) => s.id === sessionId)
    if (!row) throw asFault(new Error(`session ${sessionId} is gone`))
    return row
  } finally {
    sleeps.stop()
    await supervisor.disconnect()
    await recorder.stop()
  }
}

/** As in the window: the first connection learns which meter the node leads to, later ones look for that meter. */
const locateOf = ({ instrument, rfcomm }: RecordRun): { readonly locate?: Locate } =>
  instrument.reach === 'serial' ? { locate: locator(() => rfcomm, nobody) } : {}

/** Without a window there are no saved names to speak of. */
const nobody = (): null => null

const deaf: SourceListener = {
  source: () => undefined,
  segment: () => undefined,
  samples: () => undefined,
  gap: () => undefined,
  event: () => undefined,
  gone: () => undefined,
}

function throwWhenFailed(supervisor: Supervisor): void {
  const { link } = supervisor.view()
  if (link.at === 'failed') throw new Fault(link.fault)
}

const cancelled = (): Fault =>
  new Fault({
    code: 'CANCELLED',
    title: 'Nothing was recorded',
    cause: 'The run was ended before the first sample came.',
    consequence: 'No session was kept.',
    next: 'Run it again.',
  })
