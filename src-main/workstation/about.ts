import type { AboutView } from '@contract/about'
import { APP_VERSION } from '../base/version'
import type { Bluetooth } from '../ports/bluetooth'
import type { PortFinder } from '../ports/port-finder'
import type { Rfcomm } from '../ports/rfcomm'
import { checkBluetooth } from './bluetooth-checks'
import { checkPorts } from './port-checks'
import { reportOf } from './report'
import { isDevelopmentRuntime } from './runtime-mark'
import { checkStorage } from './storage-checks'
import { checkSystem } from './system-checks'

export interface Runtime {
  /** Version of Electron, '' in plain Node. */
  readonly electron: string
  /** The running binary. */
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
  const fallbackRuntime = runtime.electron !== '' && isDevelopmentRuntime(runtime.binary)
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
