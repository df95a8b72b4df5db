import { randomBytes, randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { LogEntry } from '@contract/log'
import { type App, createApp, type OutsidePorts } from './app/app'
import type { SetupIo } from './app/collectd-setup'
import type { AskWhere } from './app/library'
import type { KeepAwake } from './app/recording'
import type { Clock } from './base/clock'
import { APP_VERSION } from './base/version'
import type { HouseFolders } from './house-folders'
import { createArchiveReader } from './ingest/collectd/archive-reader'
import { goblinFilters } from './ingest/collectd/goblin-filters'
import { instruments } from './instruments/index'
import type { ArchiveReader } from './ports/archive'
import type { SessionStore } from './ports/sessions'
import { saveCsv } from './store/csv-file'
import { diskFiles, textFiles } from './store/files'
import { openLogFile } from './store/log-file'
import { openSessionStore } from './store/session-store'
import { openSettingsFile } from './store/settings-file'
import { openSpool } from './store/spool'
import { bluezBluetooth } from './transports/bluetooth/bluez'
import { createRfcomm, type RfcommPlace } from './transports/bluetooth/rfcomm'
import { createPortFinder } from './transports/port-finder'
import { openSerial } from './transports/serial'
import { createDemoBench } from './transports/sim/demo-bench'
import { openTcp } from './transports/tcp'
import { describeWorkstation, type LookingPorts } from './workstation/about'

/** The session library in its worker threads, for window and command line alike. */
export function composeStore(folders: HouseFolders, clock: Clock): SessionStore {
  return openSessionStore({ folder: folders.sessions, clock, workerFile: join(import.meta.dirname, 'store-worker.js') })
}

/** Beside the program: in the project while developing, inside the package once it is packed. */
const resourceFolder = (name: string): string => join(import.meta.dirname, '..', '..', 'resources', name)

/** The texts that set up a machine with collectd, for window and command line alike. */
export const composeSetup = (): SetupIo => ({
  files: diskFiles,
  folder: resourceFolder('collectd'),
  machine: hostname(),
})

/** Reads collectd archives in a thread, for window and command line alike. */
export function composeArchiveReader(): ArchiveReader {
  return createArchiveReader(join(import.meta.dirname, 'collectd-worker.js'))
}

export interface WindowSide {
  readonly folders: HouseFolders
  readonly clock: Clock
  /** Version and binary of Electron. */
  readonly electron: string
  readonly binary: string
  readonly askWhere: AskWhere
  readonly askWhich: () => Promise<string | null>
  readonly askArchives: () => Promise<readonly string[]>
  readonly copy: (text: string) => void
  /** Where rfcomm nodes are and how they are made; absent: those of this computer. */
  readonly rfcomm?: RfcommPlace
  readonly keepAwake: KeepAwake
}

/** The whole app on the real ports. The one place where adapters meet use cases. */
export async function composeApp(side: WindowSide): Promise<App> {
  const { folders, clock } = side
  const logFile = openLogFile(join(folders.state, 'wattbench.log'))
  const ports = composePorts(folders, clock, side.rfcomm)
  const app = await createApp({
    ...ports,
    askWhere: side.askWhere,
    askWhich: side.askWhich,
    askArchives: side.askArchives,
    copy: side.copy,
    keepAwake: side.keepAwake,
    about: (diskReserveBytes) =>
      describeWorkstation({ ...side, sessionsFolder: folders.sessions, diskReserveBytes }, ports),
    writeLog: (entry) => logFile.write(entry),
    outside: composeOutside(folders, clock, false),
  })
  if (logFile.trouble !== null)
    app.log.say('warn', 'Log', `Nothing is kept of this log after the end: ${logFile.trouble}`)
  return { ...app, stop: () => app.stop().finally(() => logFile.close()) }
}

/** What doctor looks at beside files: the same as the window uses. */
export function composeLooking(clock: Clock, rfcomm?: RfcommPlace): LookingPorts {
  return { portFinder: createPortFinder(), bluetooth: bluezBluetooth(clock), rfcomm: createRfcomm(clock, rfcomm) }
}

/** Instruments, lines and files: the same with a window and without one. */
function composePorts(folders: HouseFolders, clock: Clock, rfcomm?: RfcommPlace) {
  const serial = openSerial(clock)
  const tcp = openTcp(clock)
  return {
    clock,
    kinds: instruments,
    lines: { serial, tcp },
    ...composeLooking(clock, rfcomm),
    demo: createDemoBench(instruments, clock, { serial, tcp }),
    store: composeStore(folders, clock),
    settings: openSettingsFile(folders.settingsFile, clock),
    csv: { save: saveCsv },
    text: textFiles,
    files: diskFiles,
    examples: resourceFolder('examples'),
    newId: () => randomUUID(),
    appVersion: APP_VERSION,
  }
}

/** What arrives without an instrument: archives and the HTTP API. */
function composeOutside(folders: HouseFolders, clock: Clock, headless: boolean): OutsidePorts {
  const spool = openSpool(join(folders.state, 'inbox'))
  return {
    openApi: async (settings, inbox) => {
      const { httpApi } = await import('./ingest/http-api/server') // the web server is read only where one is wanted
      return httpApi({ clock, spool })(settings, inbox)
    },
    spool,
    archives: composeArchiveReader(),
    goblinFilters: goblinFilters(process.env),
    newToken: () => randomBytes(24).toString('base64url'),
    setup: composeSetup(),
    headless,
  }
}

/** The use cases without a window, for `serve`: what it has to say goes to `say`. */
export function composeHeadless(folders: HouseFolders, clock: Clock, say: (entry: LogEntry) => void): Promise<App> {
  const noWindow = () => Promise.reject(new Error('there is no window'))
  return createApp({
    ...composePorts(folders, clock),
    askWhere: noWindow,
    askWhich: noWindow,
    askArchives: noWindow,
    copy: () => undefined,
    keepAwake: () => null,
    about: noWindow,
    writeLog: say,
    outside: composeOutside(folders, clock, true),
  })
}
