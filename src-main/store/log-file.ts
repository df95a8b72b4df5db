import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { LogEntry } from '@contract/log'
import pino from 'pino'
import { asFault } from '../base/fault'

/** At start a log beyond this size becomes `<file>.1`, replacing the one before: two files at most. */
const ROTATE_BYTES = 5_000_000

export interface LogFile {
  /** Why nothing can be written, or null. */
  readonly trouble: string | null
  write(entry: LogEntry): void
  close(): void
}

/** Appends log entries to a file, one JSON object a line. A log that cannot be opened or written stops nothing. */
export function openLogFile(file: string): LogFile {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    if (existsSync(file) && statSync(file).size > ROTATE_BYTES) renameSync(file, `${file}.1`)
    return { trouble: null, ...appending(file) }
  } catch (error) {
    return { trouble: asFault(error).view.cause, write: () => undefined, close: () => undefined }
  }
}

function appending(file: string): Pick<LogFile, 'write' | 'close'> {
  const destination = pino.destination({ dest: file, sync: true, mode: 0o600 })
  destination.on('error', () => undefined)
  const logger = pino({ base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, destination)
  return {
    write: ({ level, subject, text, fault, times }) => {
      const what = { subject, ...(fault ? { code: fault.code } : {}), ...(times > 1 ? { times } : {}) }
      if (level === 'info') logger.info(what, text)
      else if (level === 'warn') logger.warn(what, text)
      else logger.error(what, text)
    },
    close: () => destination.end(),
  }
}
