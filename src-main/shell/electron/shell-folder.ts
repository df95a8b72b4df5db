import { accessSync, constants, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { faultViewOf } from '../../base/fault'

/** Where Chromium keeps what it needs. */
export interface ShellFolder {
  readonly folder: string
  /** Why it is not the wanted one, for the log; null when it is. */
  readonly trouble: string | null
}

/** The wanted folder, made when it is missing; a temporary one where it cannot be used: Chromium ends without a usable one. */
export function shellFolder(wanted: string, temporary: string = tmpdir()): ShellFolder {
  try {
    mkdirSync(wanted, { recursive: true, mode: 0o700 })
    accessSync(wanted, constants.W_OK)
    return { folder: wanted, trouble: null }
  } catch (error) {
    const folder = mkdtempSync(join(temporary, 'wattbench-shell-'))
    return { folder, trouble: `${faultViewOf(error).cause} The window works in ${folder} this time.` }
  }
}
