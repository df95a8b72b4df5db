import type { AboutView } from '@contract/about'
import type { Handlers } from '@contract/channels'
import type { LogEntry } from '@contract/log'
import type { Clock } from '../base/clock'
import { faultViewOf } from '../base/fault'
import type { CsvSaver } from '../ports/csv-saver'
import type { DemoBench } from '../ports/demo'
import type { Instrument } from '../ports/instrument'
import type { PortFinder } from '../ports/port-finder'
import type { SessionStore } from '../ports/sessions'
import type { SettingsStore } from '../ports/settings'
import type { OpenLine } from '../ports/transport'
import { createHandlers } from './handlers'
import { InstrumentBench } from './instruments'
import { type AskWhere, Library } from './library'
import { LiveHub } from './live/live-hub'
import { LogBook } from './log-book'
import { Recorder } from './recording'
import { recoverSessions } from './recovery'
import { SeriesDesk } from './series'
import { SettingsKeeper } from './settings-keeper'
import { Sources } from './sources'
import { Teller } from './teller'
import { TrafficLog } from './traffic-log'

/** Everything of the world the app needs; compose.ts supplies the real ones, tests their twins. */
export interface AppPorts {
  readonly clock: Clock
  readonly kinds: readonly Instrument[]
  readonly lines: Readonly<Record<Instrument['reach'], OpenLine>>
  readonly portFinder: PortFinder
  readonly demo: DemoBench
  readonly store: SessionStore
  readonly settings: SettingsStore
  readonly csv: CsvSaver
  readonly askWhere: AskWhere
  readonly copy: (text: string) => void
  readonly about: () => Promise<AboutView>
  readonly writeLog: (entry: LogEntry) => void
  readonly newId: () => string
  readonly appVersion: string
}

export interface App {
  readonly handlers: Handlers
  readonly teller: Teller
  readonly bench: InstrumentBench
  readonly recorder: Recorder
  /** Settings as they are now, for the shell (theme, window). */
  readonly settings: SettingsKeeper
  readonly log: LogBook
  /** The page went away or came anew: it follows nothing until it asks again. */
  pageGone(): void
  /** Says goodbye to instruments, closes the recording and the files, in this order. Idempotent. */
  stop(): Promise<void>
}

/** Builds the use cases on the given ports and looks for sessions a crash left behind. */
export async function createApp(ports: AppPorts): Promise<App> {
  const { clock, store } = ports
  const teller = new Teller()
  const log = new LogBook(clock, teller, ports.writeLog)
  const settings = await SettingsKeeper.load(ports.settings, teller, log)
  const sources = new Sources()
  const live = new LiveHub({ clock, teller })
  sources.join(live)
  const traffic = new TrafficLog({ clock, teller })
  const bench = new InstrumentBench({
    ...ports,
    log,
    teller,
    sources,
    settings,
    traffic: (id, line) => traffic.add(id, line),
  })
  const libraryChanged = () => void teller.tell('sessions:changed', {})
  const recorder = new Recorder({
    store,
    sources,
    clock,
    log,
    appVersion: ports.appVersion,
    diskReserveBytes: () => settings.view().diskReserveMb * 1e6,
    changed: (recording) => {
      live.countFrom(recording.startUs)
      teller.tell('recording:changed', { recording })
    },
    libraryChanged,
  })
  const library = new Library({ ...ports, recorder, log, changed: libraryChanged })
  const series = new SeriesDesk(live, library, recorder, clock)
  const { about, copy } = ports
  const handlers = createHandlers({
    bench,
    live,
    series,
    library,
    recorder,
    settings,
    logBook: log,
    traffic,
    about,
    copy,
  })
  const recovering = recoverSessions(store, log).then(libraryChanged)

  const nobodyFollows = () => {
    live.unfollow()
    traffic.unfollow()
  }
  let stopping: Promise<void> | null = null
  const stop = async () => {
    await recovering
    nobodyFollows()
    await bench.stop()
    await recorder.stop().catch((error: unknown) => log.say('fault', 'Recording', faultViewOf(error).cause))
    await library.stop()
    await settings.saved()
    await store.close()
  }
  return {
    handlers,
    teller,
    bench,
    recorder,
    settings,
    log,
    pageGone: nobodyFollows,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}
