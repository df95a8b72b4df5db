import { accessSync, constants, existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { Fault } from '../base/fault'

const KEPT = 'What was written before stays readable; nothing after it is kept.'

/** The disk refused to take more. */
export function diskFull(path: string, cause?: unknown): Fault {
  return new Fault(
    {
      code: 'STORE_FULL',
      title: 'The disk is full',
      cause: `There is no room left for ${basename(path)} in ${dirname(path)}.`,
      consequence: KEPT,
      next: 'Delete or move old sessions to another disk, then record again.',
    },
    cause,
  )
}

/** No permission, or a read-only file system. */
export function storeDenied(path: string, cause?: unknown): Fault {
  return new Fault(
    {
      code: 'STORE_DENIED',
      title: 'The session folder cannot be used',
      cause: `This user may not write ${path}, or its disk is mounted read-only.`,
      consequence: KEPT,
      next: 'Give this user write access to the folder, or set XDG_DATA_HOME to a folder that is writable.',
    },
    cause,
  )
}

/** The file is not (or no longer) a readable session. `why` is a full sentence. */
export function storeDamaged(path: string, why: string, cause?: unknown): Fault {
  return new Fault(
    {
      code: 'STORE_DAMAGED',
      title: `${basename(path)} is damaged`,
      cause: why,
      consequence: 'This session, or a part of it, cannot be read; other sessions are not affected.',
      next: 'Restore the file from a backup. Without one, "sqlite3 FILE .recover" may save what is readable; delete the file when it is not needed.',
    },
    cause,
  )
}

export function sessionNewer(path: string, schema: number, known: number): Fault {
  return new Fault({
    code: 'SESSION_NEWER',
    title: `${basename(path)} was written by a newer Wattbench`,
    cause: `The file has format ${schema}; this version reads formats up to ${known}.`,
    consequence: 'The session is not opened and not changed.',
    next: 'Update Wattbench, then open it again.',
  })
}

export function storeBusy(path: string, cause?: unknown): Fault {
  return new Fault(
    {
      code: 'STORE_BUSY',
      title: `${basename(path)} is in use`,
      cause: 'Another program is writing the file.',
      consequence: 'Nothing was changed.',
      next: 'Wait until the other program has finished, or close it, then try again.',
    },
    cause,
  )
}

export function sessionRecording(path: string): Fault {
  return new Fault({
    code: 'STORE_BUSY',
    title: 'This session is being recorded',
    cause: `${basename(path)} is still being written.`,
    consequence: 'Nothing was changed.',
    next: 'Stop the recording first.',
  })
}

export function sessionForeign(path: string): Fault {
  return new Fault({
    code: 'STORE_DENIED',
    title: `${basename(path)} is only looked at`,
    cause: 'The file lies outside the session folder of this person; such files are opened for reading.',
    consequence: 'Nothing was changed.',
    next: 'Copy the file into the session folder (Settings tell where it is), then open it from the list of sessions.',
  })
}

export function tooSlow(path: string, queuedBytes: number): Fault {
  return new Fault({
    code: 'STORE_FAILED',
    title: 'The disk is too slow for this recording',
    cause: `${Math.round(queuedBytes / 1_048_576)} MiB of samples wait to be written to ${dirname(path)}.`,
    consequence: 'Samples from now on are not recorded; the session shows a gap (overrun) at this point.',
    next: 'Record to a faster disk, or fewer samples a second, and start a new recording.',
  })
}

export function fileGone(path: string): Fault {
  return new Fault({
    code: 'STORE_FAILED',
    title: 'The session file is gone',
    cause: `${path} was deleted, moved or replaced while it was being written.`,
    consequence: 'The recording has ended; what the file held may be lost with it.',
    next: 'Leave the session folder alone during a recording; start a new one.',
  })
}

/** A thread of the store ended by itself. A recording can go on in a fresh one. */
export function workerDied(cause: unknown): Fault {
  return new Fault(
    {
      code: 'STORE_THREAD',
      title: 'The storage thread has stopped',
      cause: cause instanceof Error ? `It ended with: ${cause.message}.` : 'It ended without a word.',
      consequence: 'What was asked of it was not done; up to a second of a recording under way is lost.',
      next: 'Try again: a new thread is started. If this happens twice, restart Wattbench and send the log.',
    },
    cause,
  )
}

export function storeClosed(): Fault {
  return new Fault({
    code: 'STORE_FAILED',
    title: 'The session store is closed',
    cause: 'Wattbench is shutting down, or this session was finished already.',
    consequence: 'Nothing was read or written.',
    next: 'Open the session again.',
  })
}

export function sessionUnknown(id: string): Fault {
  const latest = id === 'latest'
  return new Fault({
    code: 'SESSION_UNKNOWN',
    title: latest ? 'There is no session yet' : `There is no session ${id}`,
    cause: latest ? 'The session folder is empty.' : 'No session file has an id that is or begins with this text.',
    consequence: 'Nothing was opened.',
    next: 'List the sessions with: wattbench sessions list',
  })
}

export function sessionAmbiguous(prefix: string, ids: readonly string[]): Fault {
  const shown = ids.slice(0, 5).join(', ')
  return new Fault({
    code: 'SESSION_AMBIGUOUS',
    title: `${prefix} could be ${ids.length} sessions`,
    cause: `It is the beginning of ${shown}${ids.length > 5 ? ' and more' : ''}.`,
    consequence: 'Nothing was opened.',
    next: 'Type more of the id.',
  })
}

/** Turns what SQLite, libsql or the file system threw about `path` into a fault. Faults pass unchanged. */
export function storeFault(error: unknown, path: string): Fault {
  if (error instanceof Fault) return error
  const code = codeOf(error)
  const said = error instanceof Error ? error.message : String(error)
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return diskFull(path, error)
  if (['EACCES', 'EPERM', 'EROFS', 'SQLITE_PERM'].includes(code) || code.startsWith('SQLITE_READONLY'))
    return storeDenied(path, error)
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return storeDamaged(path, `SQLite says: ${said}.`, error)
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return storeBusy(path, error)
  if (said.startsWith('ConnectionFailed') || code === 'SQLITE_CANTOPEN') return cannotOpen(path, error)
  return new Fault(
    {
      code: 'STORE_FAILED',
      title: `${basename(path)} could not be read or written`,
      cause: `The disk or file system reported: ${said}.`,
      consequence: KEPT,
      next: `Check the disk and the folder ${dirname(path)}, then try again.`,
    },
    error,
  )
}

function cannotOpen(path: string, error: unknown): Fault {
  const folder = dirname(path)
  if (!existsSync(folder)) {
    return new Fault(
      {
        code: 'STORE_FAILED',
        title: 'The session folder is gone',
        cause: `${folder} does not exist.`,
        consequence: KEPT,
        next: 'Mount or create the folder, then try again.',
      },
      error,
    )
  }
  try {
    accessSync(existsSync(path) ? path : folder, constants.R_OK | constants.W_OK)
  } catch {
    return storeDenied(path, error)
  }
  return storeDamaged(path, 'SQLite cannot open it.', error)
}

function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}
