import { access } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AboutView } from '@contract/about'
import { APP_VERSION } from '../base/version'
import type { Bluetooth } from '../ports/bluetooth'
import type { PortFinder } from '../ports/port-finder'
import type { Rfcomm } from '../ports/rfcomm'
import { checkBluetooth } from './bluetooth-checks'
import { checkPorts } from './port-checks'
import { reportOf } from './report'
import { checkStorage } from './storage-checks'
import { checkSystem } from './system-checks'

export interface Runtime {
  /** Version of Electron, '' in the command line. */
  readonly electron: string
  /** The running binary; beside it the development runtime leaves a mark. */
  readonly binary: string
  readonly sessionsFolder: string
}

/** What is asked beside the files of this computer. */
export interface LookingPorts {
  readonly portFinder: PortFinder
  readonly bluetooth: Bluetooth
  readonly rfcomm: Rfcomm
}

/** Versions, runtime and checks: what the window shows at first start and a bug report needs. Looks anew each time. */
export async function describeWorkstation(runtime: Runtime, ports: LookingPorts): Promise<AboutView> {
  const mark = join(dirname(runtime.binary), 'wattbench-fallback')
  const fallbackRuntime = runtime.electron !== '' && (await exists(mark))
  const about = {
    version: APP_VERSION,
    electron: runtime.electron,
    node: process.versions.node,
    fallbackRuntime,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    sessionsFolder: runtime.sessionsFolder,
  }
  const checks = await Promise.all([
    checkSystem(runtime.electron, fallbackRuntime),
    checkBluetooth(ports),
    checkPorts(ports),
    checkStorage(runtime.sessionsFolder),
  ])
  const view = { ...about, checks: checks.flat() }
  return { ...view, report: reportOf(view) }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
