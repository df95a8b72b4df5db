import { realpath, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { fromHome, homeFolder, isBelow, shellPath } from './home'
import type { SessionPlace } from './session-place'

/** Who looks. */
export interface Account {
  readonly uid: number
  /** The home folder, links followed; null when there is none. */
  readonly home: string | null
  readonly ownsHome: boolean
}

export interface Remedy {
  readonly next: string
  readonly command?: string
}

const ELSEWHERE = 'set XDG_DATA_HOME to a folder of yours'

export async function thisAccount(): Promise<Account> {
  const uid = process.getuid?.() ?? -1
  const found = await lookUp(homeFolder() ?? '/')
  if (found === null || found.real === '/') return { uid, home: null, ownsHome: false }
  return { uid, home: found.real, ownsHome: found.owner === uid }
}

/**
 * What to do about a refusal. A command changes only what is the account's already, Wattbench's own folder, or one
 * folder strictly inside the home folder: never a folder that others need.
 */
export async function remedyOf(place: SessionPlace, code: string, me: Account): Promise<Remedy> {
  const { at, hidden } = place
  const shown = fromHome(at)
  if (code === 'EROFS')
    return { next: `The disk of ${shown} is mounted read-only: mount it for writing, or ${ELSEWHERE}.` }
  if (hidden?.link)
    return {
      next: `${fromHome(hidden.path)} is a link to something this account cannot see. Is its disk mounted? Otherwise ${ELSEWHERE}.`,
    }
  if (code === 'ENOTDIR') return { next: `${shown} is a file, not a folder: move it away, or ${ELSEWHERE}.` }
  if (code !== 'EACCES' && code !== 'EPERM') return { next: `Check the disk of ${shown}, or ${ELSEWHERE}.` }
  const mend = await commandFor(place, me)
  if (mend) return mend
  if (hidden?.code === 'EACCES')
    return { next: `This account may not search ${shown}: ask its owner for access, or ${ELSEWHERE}.` }
  if (hidden)
    return {
      next: `There is no ${fromHome(hidden.path)}, and this account may not make it. Is its disk mounted? Otherwise ${ELSEWHERE}.`,
    }
  return { next: `Ask the owner of ${shown} for access, or ${ELSEWHERE}.` }
}

async function commandFor(place: SessionPlace, me: Account): Promise<Remedy | null> {
  const found = await lookUp(place.at)
  if (found === null) return null
  const { real, owner } = found
  const word = shellPath(real, me.home)
  if (owner === me.uid) {
    const next = `${fromHome(place.at)} is yours, but closed to yourself: run the command, then check again.`
    return { next, command: `chmod u+rwx ${word}` }
  }
  const next = `${fromHome(place.at)} belongs to another account. If it is to be yours, run the command, then check again.`
  if (isOwn(place, real)) return { next, command: `sudo chown -R $USER ${word}` }
  if (me.ownsHome && me.home !== null && isBelow(real, me.home)) return { next, command: `sudo chown $USER ${word}` }
  return null
}

/** Wattbench's own folder, or the sessions in it, and no link to something else. */
function isOwn({ at, folder }: SessionPlace, real: string): boolean {
  const own = dirname(folder)
  if (at === folder) return basename(real) === basename(folder) && basename(dirname(real)) === 'wattbench'
  return at === own && basename(real) === 'wattbench'
}

async function lookUp(path: string): Promise<{ readonly real: string; readonly owner: number } | null> {
  try {
    const real = await realpath(path)
    return { real, owner: (await stat(real)).uid }
  } catch {
    return null
  }
}
