import { access } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AboutView } from '@contract/about'
import { APP_VERSION } from '../base/version'
import { checkWorkstation } from './checks'

export interface Runtime {
  /** Version of Electron, '' in the command line. */
  readonly electron: string
  /** The running binary; beside it the development runtime leaves a mark. */
  readonly binary: string
  readonly sessionsFolder: string
}

/** Versions, runtime and checks: what the window shows at first start and a bug report needs. */
export async function describeWorkstation(runtime: Runtime): Promise<AboutView> {
  const mark = join(dirname(runtime.binary), 'wattbench-fallback')
  return {
    version: APP_VERSION,
    electron: runtime.electron,
    node: process.versions.node,
    fallbackRuntime:
      runtime.electron !== '' &&
      (await access(mark).then(
        () => true,
        () => false,
      )),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    sessionsFolder: runtime.sessionsFolder,
    checks: await checkWorkstation(runtime.sessionsFolder),
  }
}
