import type { AboutView, CheckView } from '@contract/about'
import { APP_VERSION } from '../base/version'
import type { Bluetooth } from '../ports/bluetooth'
import type { PortFinder } from '../ports/port-finder'
import type { Rfcomm } from '../ports/rfcomm'
import { checkBluetooth } from './bluetooth-checks'
import { fromHome, withoutHome } from './home'
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
  /** Recording stops when less is left on the disk. */
  readonly diskReserveBytes: number
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
    sessionsFolder: fromHome(runtime.sessionsFolder),
  }
  const checks = await Promise.all([
    checkSystem(runtime.electron, fallbackRuntime),
    checkBluetooth(ports),
    checkPorts(ports),
    checkStorage(runtime.sessionsFolder, runtime.diskReserveBytes),
  ])
  const view = { ...about, checks: checks.flat().map(discreet) }
  return { ...view, report: reportOf(view) }
}

/** Words of the system may name files; a command is left as it is, its author keeps the home folder out. */
function discreet(check: CheckView): CheckView {
  const text = withoutHome(check.text)
  return check.state === 'ok' ? { ...check, text } : { ...check, text, next: withoutHome(check.next) }
}
