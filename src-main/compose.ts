import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { LogEntry } from '@contract/log'
import { type App, createApp, type OutsidePorts } from './app/app'
import type { AskWhere } from './app/library'
import type { KeepAwake } from './app/recording'
import type { Clock } from './base/clock'
import { APP_VERSION } from './base/version'
import { createArchiveReader } from './ingest/collectd/archive-reader'
import { goblinFilters } from './ingest/collectd/goblin-filters'
import { httpApi } from './ingest/http-api/server'
import { instruments } from './instruments/index'
import type { ArchiveReader } from './ports/archive'
import type { SessionStore } from './ports/sessions'
import { saveCsv } from './store/csv-file'
import { diskFiles, textFiles } from './store/files'
import { type Folders, findFolders } from './store/folders'
import { openLogFile } from './store/log-file'
import { openSessionStore } from './store/session-store'
import { openSettingsFile } from './store/settings-file'
import { openSpool } from './store/spool'
import { createPortFinder } from './transports/port-finder'
import { openSerial } from './transports/serial'
import { createDemoBench } from './transports/sim/demo-bench'
import { openTcp } from './transports/tcp'
import { describeWorkstation } from './workstation/about'

/** Where everything is kept for the person who runs this process. `shell` is what Electron keeps for itself. */
export interface HouseFolders extends Folders {
  readonly shell: string
}

export function houseFolders(): HouseFolders {
  const folders = findFolders(process.env, homedir())
  return { ...folders, shell: join(folders.state, 'shell') }
}

/** The session library in its worker threads, for window and command line alike. */
export function composeStore(folders: HouseFolders, clock: Clock): SessionStore {
  return openSessionStore({ folder: folders.sessions, clock, workerFile: join(import.meta.dirname, 'store-worker.js') })
}

/** Beside the program: in the project while developing, inside the package once it is packed. */
const examplesFolder = (): string => join(import.meta.dirname, '..', '..', 'resources', 'examples')

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
  readonly keepAwake: KeepAwake
}

/** The whole app on the real ports. The one place where adapters meet use cases. */
export async function composeApp(side: WindowSide): Promise<App> {
  const { folders, clock } = side
  mkdirSync(folders.state, { recursive: true, mode: 0o700 })
  const logFile = openLogFile(join(folders.state, 'wattbench.log'))
  const app = await createApp({
    ...composePorts(folders, clock),
    askWhere: side.askWhere,
    askWhich: side.askWhich,
    askArchives: side.askArchives,
    copy: side.copy,
    keepAwake: side.keepAwake,
    about: () => describeWorkstation({ ...side, sessionsFolder: folders.sessions }),
    writeLog: (entry) => logFile.write(entry),
    outside: composeOutside(folders, clock, false),
  })
  return { ...app, stop: () => app.stop().finally(() => logFile.close()) }
}

/** Instruments, lines and files: the same with a window and without one. */
function composePorts(folders: HouseFolders, clock: Clock) {
  const serial = openSerial(clock)
  const tcp = openTcp(clock)
  return {
    clock,
    kinds: instruments,
    lines: { serial, tcp },
    portFinder: createPortFinder(),
    demo: createDemoBench(instruments, clock, { serial, tcp }),
    store: composeStore(folders, clock),
    settings: openSettingsFile(folders.settingsFile, clock),
    csv: { save: saveCsv },
    text: textFiles,
    files: diskFiles,
    examples: examplesFolder(),
    newId: () => randomUUID(),
    appVersion: APP_VERSION,
  }
}

/** What arrives without an instrument: archives and the HTTP API. */
function composeOutside(folders: HouseFolders, clock: Clock, headless: boolean): OutsidePorts {
  const spool = openSpool(join(folders.state, 'inbox'))
  return {
    openApi: httpApi({ clock, spool }),
    spool,
    archives: composeArchiveReader(),
    goblinFilters: goblinFilters(process.env),
    newToken: () => randomBytes(24).toString('base64url'),
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
