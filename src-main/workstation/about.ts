import type { AboutView } from '@contract/about'
import { APP_VERSION } from '../base/version'
import { checkWorkstation } from './checks'
import { isDevelopmentRuntime } from './runtime-mark'

export interface Runtime {
  /** Version of Electron, '' in plain Node. */
  readonly electron: string
  /** The running binary. */
  readonly binary: string
  readonly sessionsFolder: string
}

/** Versions, runtime and checks: what the window shows at first start and a bug report needs. */
export async function describeWorkstation(runtime: Runtime): Promise<AboutView> {
  return {
    version: APP_VERSION,
    electron: runtime.electron,
    node: process.versions.node,
    fallbackRuntime: runtime.electron !== '' && isDevelopmentRuntime(runtime.binary),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    sessionsFolder: runtime.sessionsFolder,
    checks: await checkWorkstation(runtime.sessionsFolder),
  }
}
