import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type App, createApp } from './app/app'
import type { AskWhere } from './app/library'
import type { Clock } from './base/clock'
import { APP_VERSION } from './base/version'
import { instruments } from './instruments/index'
import type { SessionStore } from './ports/sessions'
import { saveCsv } from './store/csv-file'
import { diskFiles, textFiles } from './store/files'
import { type Folders, findFolders } from './store/folders'
import { openLogFile } from './store/log-file'
import { openSessionStore } from './store/session-store'
import { openSettingsFile } from './store/settings-file'
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

export interface WindowSide {
  readonly folders: HouseFolders
  readonly clock: Clock
  /** Version and binary of Electron. */
  readonly electron: string
  readonly binary: string
  readonly askWhere: AskWhere
  readonly askWhich: () => Promise<string | null>
  readonly copy: (text: string) => void
}

/** The whole app on the real ports. The one place where adapters meet use cases. */
export async function composeApp(side: WindowSide): Promise<App> {
  const { folders, clock } = side
  mkdirSync(folders.state, { recursive: true, mode: 0o700 })
  const logFile = openLogFile(join(folders.state, 'wattbench.log'))
  const serial = openSerial(clock)
  const tcp = openTcp(clock)
  const app = await createApp({
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
    askWhere: side.askWhere,
    askWhich: side.askWhich,
    copy: side.copy,
    about: () => describeWorkstation({ ...side, sessionsFolder: folders.sessions }),
    writeLog: (entry) => logFile.write(entry),
    newId: () => randomUUID(),
    appVersion: APP_VERSION,
  })
  return { ...app, stop: () => app.stop().finally(() => logFile.close()) }
}
