import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { LogEntry } from '@contract/log'
import pino from 'pino'

/** At start a log beyond this size becomes `<file>.1`, replacing the one before: two files at most. */
const ROTATE_BYTES = 5_000_000

/** Appends log entries to a file, one JSON object a line. A log that cannot be written stops nothing. */
export function openLogFile(file: string): { write(entry: LogEntry): void; close(): void } {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    if (existsSync(file) && statSync(file).size > ROTATE_BYTES) renameSync(file, `${file}.1`)
  } catch {
    return { write: () => undefined, close: () => undefined }
  }
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
