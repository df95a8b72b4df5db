import type { AboutView } from '@contract/about'
import type { ApiServerView, ApiSettings } from '@contract/api-server'
import type { Handlers } from '@contract/channels'
import type { GivenFile } from '@contract/files'
import type { LogEntry } from '@contract/log'
import type { Clock } from '../base/clock'
import { faultViewOf } from '../base/fault'
import type { OpenApiServer } from '../ports/api-server'
import type { ArchiveReader } from '../ports/archive'
import type { Bluetooth } from '../ports/bluetooth'
import type { CsvSaver } from '../ports/csv-saver'
import type { DemoBench } from '../ports/demo'
import type { FileReader, TextSaver } from '../ports/files'
import type { FindGoblinFilters } from '../ports/goblin-filters'
import type { Instrument } from '../ports/instrument'
import type { PortFinder } from '../ports/port-finder'
import type { Rfcomm } from '../ports/rfcomm'
import type { SessionStore } from '../ports/sessions'
import type { SettingsStore } from '../ports/settings'
import type { Spool } from '../ports/spool'
import type { OpenLine } from '../ports/transport'
import { AlignDesk } from './align/align-desk'
import { ApiKeeper } from './api-keeper'
import { ClockDesk } from './clock-desk'
import { collectdSetup, type SetupIo } from './collectd-setup'
import { GivenFiles } from './files'
import * as guard from './guards'
import { checked } from './guards'
import { HandedFile } from './handed-file'
import { createHandlers } from './handlers'
import { ImportDesk } from './import-desk'
import { AppInbox } from './inbox'
import { InstrumentBench } from './instruments'
import { type AskWhere, Library } from './library'
import { NodeBinder } from './link/node-binder'
import { SleepWatch, sleepWords } from './link/sleep-watch'
import { LiveHub } from './live/live-hub'
import { LogBook } from './log-book'
import { MarkTeller } from './mark-teller'
import { PairingDesk } from './pairing/pairing-desk'
import { PlanDesk } from './plans'
import { type KeepAwake, Recorder } from './recording'
import { recoverSessions } from './recovery'
import { SeriesDesk } from './series'
import { SettingsKeeper } from './settings-keeper'
import { Sources } from './sources'
import { Teller } from './teller'
import { TrafficLog } from './traffic-log'
import { TreeExport } from './tree-export'
import { TreeDesk } from './trees'

/** Everything of the world the app needs; compose.ts supplies the real ones, tests their twins. */
export interface AppPorts {
  readonly clock: Clock
  readonly kinds: readonly Instrument[]
  readonly lines: Readonly<Record<Instrument['reach'], OpenLine>>
  readonly portFinder: PortFinder
  readonly bluetooth: Bluetooth
  readonly rfcomm: Rfcomm
  readonly demo: DemoBench
  readonly store: SessionStore
  readonly settings: SettingsStore
  readonly csv: CsvSaver
  readonly text: TextSaver
  readonly files: FileReader
  /** Folder of the channel files that ship with Wattbench. */
  readonly examples: string
  readonly askWhere: AskWhere
  /** Asks for a channel file; null when the person thought better of it. */
  readonly askWhich: () => Promise<string | null>
  /** Asks for collectd archives; absolute paths, none when the person thought better of it. */
  readonly askArchives: () => Promise<readonly string[]>
  readonly copy: (text: string) => void
  /** Asked while a session is recorded. */
  readonly keepAwake: KeepAwake
  /** Given the reserve of the settings. */
  readonly about: (diskReserveBytes: number) => Promise<AboutView>
  readonly writeLog: (entry: LogEntry) => void
  readonly newId: () => string
  readonly appVersion: string
  readonly outside: OutsidePorts
}

/** Ports of what arrives from outside. */
export interface OutsidePorts {
  readonly openApi: OpenApiServer
  readonly spool: Spool
  readonly archives: ArchiveReader
  readonly goblinFilters: FindGoblinFilters
  readonly newToken: () => string
  readonly setup: Omit<SetupIo, 'files'>
  /** No window: messages get a session of their own, and the API is started by whoever composes the app. */
  readonly headless: boolean
}

export interface App {
  readonly handlers: Handlers
  /** Files the preload found behind a drop. Arguments come unchecked; rejects with a Fault. */
  readonly give: (paths: unknown) => Promise<readonly GivenFile[]>
  /** A session file from the desktop or the command line: the page opens it when it is there. The path comes unchecked. */
  readonly handOver: (path: unknown) => void
  readonly teller: Teller
  readonly bench: InstrumentBench
  readonly recorder: Recorder
  /** Settings as they are now, for the shell (theme, window). */
  readonly settings: SettingsKeeper
  readonly log: LogBook
  readonly inbox: AppInbox
  /** Starts the HTTP API of a headless app. Rejects with API_PORT_BUSY, API_PORT_REFUSED. */
  serve(wanted: Partial<ApiSettings>): Promise<ApiServerView>
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
  const sleeps = new SleepWatch(clock, (sleep) =>
    log.say('warn', 'Wattbench', `${sleepWords(sleep)}. What was not read meanwhile is a gap.`),
  )
  const sources = new Sources(sleeps)
  const live = new LiveHub({ clock, teller })
  sources.join(live)
  const traffic = new TrafficLog({ clock, teller })
  const given = new GivenFiles(ports)
  const plans: PlanDesk = new PlanDesk({
    ...ports,
    given,
    teller,
    reread: (token, file) => bench.planReread(token, file),
  })
  const bench: InstrumentBench = new InstrumentBench({
    ...ports,
    log,
    teller,
    sources,
    settings,
    plans,
    isRecorded: (id) => recorder.sessionId !== null && sources.all().some(({ info }) => info.id === id),
    traffic: (id, line) => traffic.add(id, line),
  })
  const libraryChanged = () => void teller.tell('sessions:changed', {})
  const recorder: Recorder = new Recorder({
    store,
    sources,
    clock,
    log,
    appVersion: ports.appVersion,
    diskReserveBytes: () => settings.view().diskReserveMb * 1e6,
    keepAwake: ports.keepAwake,
    changed: (recording) => {
      live.countFrom(recording.startUs)
      teller.tell('recording:changed', { recording })
    },
    libraryChanged,
    ended: () => inbox.recordingEnded(),
  })
  sources.join(
    new MarkTeller(
      () => recorder.sessionId,
      (sessionId, event) => void teller.tell('session:event', { sessionId, event }),
    ),
  )
  const library = new Library({ ...ports, given, recorder, log, changed: libraryChanged })
  const handed = new HandedFile({ given, library, teller })
  const series = new SeriesDesk(live, library, recorder, clock)
  const trees = new TreeDesk({ live, library, recorder, series, clock, teller, fileOf: (id) => bench.fileOf(id) })
  sources.join(trees)
  const treeExport = new TreeExport({ ...ports, trees, log })
  const { about, copy, outside } = ports
  const inbox = new AppInbox({
    store,
    recorder,
    sources,
    library,
    clock,
    settings,
    bench,
    log,
    libraryChanged,
    appVersion: ports.appVersion,
    headless: outside.headless,
    reader: outside.archives,
    spool: outside.spool,
    goblin: outside.goblinFilters,
  })
  const { openApi, newToken } = outside
  const api = new ApiKeeper({ open: openApi, inbox, settings, teller, log, newToken })
  const clocks = new ClockDesk({ library, store, libraryChanged })
  const align = new AlignDesk({
    reader: outside.archives,
    library,
    given,
    limits: () => settings.view().importLimits,
  })
  const imports = new ImportDesk({
    reader: outside.archives,
    align: (session, host, choice) => clocks.set(session, host, choice),
    store,
    library,
    recorder,
    settings,
    goblin: outside.goblinFilters,
    given,
    askArchives: ports.askArchives,
    spool: outside.spool,
    clock,
    log,
    appVersion: ports.appVersion,
    tell: (progress) => void teller.tell('import:progress', { progress }),
    libraryChanged,
  })
  const pairing = new PairingDesk({ ...ports, bench, sources, log, teller })
  const binder = new NodeBinder({
    ...ports,
    log,
    saved: () => settings.instruments,
    connect: (id) => bench.connect(id),
  })
  const handlers = createHandlers({
    bench,
    live,
    series,
    library,
    handed,
    recorder,
    settings,
    logBook: log,
    traffic,
    plans,
    trees,
    treeExport,
    api,
    clocks,
    align,
    imports,
    setup: (wish) => collectdSetup({ files: ports.files, ...outside.setup }, wish, settings.api),
    pairing,
    binder,
    about: () => about(settings.view().diskReserveMb * 1e6),
    copy,
  })
  const recovering = recoverSessions(store, log).then(async () => {
    libraryChanged()
    await inbox.bringWaiting()
    if (!outside.headless) await api.begin()
  })

  const nobodyFollows = () => {
    live.unfollow()
    traffic.unfollow()
    trees.follow(null)
    plans.closeAll()
    align.close()
  }
  let stopping: Promise<void> | null = null
  const stop = async () => {
    sleeps.stop()
    await recovering
    await api.stop()
    await imports.stop()
    await pairing.stop()
    binder.stop()
    nobodyFollows()
    await bench.stop()
    await recorder.stop().catch((error: unknown) => log.say('fault', 'Recording', faultViewOf(error).cause))
    plans.stop()
    await inbox.settled()
    await library.stop()
    await settings.saved()
    await store.close()
  }
  return {
    handlers,
    give: async (paths) => given.give(checked(guard.paths, 'files', paths)),
    handOver: (path) => handed.put(checked(guard.path, 'file', path)),
    teller,
    bench,
    recorder,
    settings,
    log,
    inbox,
    serve: async (wanted) => {
      await recovering
      return api.serve(wanted)
    },
    pageGone: nobodyFollows,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}
