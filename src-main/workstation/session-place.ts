import { constants } from 'node:fs'
import { access, lstat, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { codeOf } from './system-words'

/** Where the session folder is, or would be made. */
export interface SessionPlace {
  readonly folder: string
  /** The folder itself or the nearest parent that can be seen: before the first session there is none. */
  readonly at: string
  /** What lies below `at` on the way and cannot be seen, and why not; null when the session folder is there. */
  readonly hidden: { readonly path: string; readonly code: string; readonly link: boolean } | null
}

export async function placeOf(folder: string): Promise<SessionPlace> {
  let hidden: SessionPlace['hidden'] = null
  for (let at = folder; ; at = dirname(at)) {
    try {
      await stat(at)
      return { folder, at, hidden }
    } catch (error) {
      if (at === '/') throw error
      const found = await lstat(at).catch(() => null)
      hidden = { path: at, code: codeOf(error), link: found?.isSymbolicLink() ?? false }
    }
  }
}

/** Null when sessions can be kept there; otherwise the error of the system. */
export async function refusalOf({ at, hidden }: SessionPlace): Promise<Error | null> {
  if (hidden && (hidden.link || hidden.code !== 'ENOENT')) return refused(hidden.code)
  try {
    if (!(await stat(at)).isDirectory()) return refused('ENOTDIR')
    await access(at, constants.R_OK | constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    return refused(codeOf(error))
  }
}

const refused = (code: string): Error => Object.assign(new Error(code), { code })
