import type { TimeUs } from '@contract/model'
import type { SessionReader } from './sessions'

/** Writes the samples of a session as CSV next to its final name and renames it when complete. */
export interface CsvSaver {
  /** Resolves with the number of rows, and of those in which no channel has a value; rejects with a Fault that names the file. Nothing is left behind on failure. */
  save(what: {
    readonly reader: SessionReader
    readonly file: string
    readonly fromUs: TimeUs | null
    readonly toUs: TimeUs | null
    readonly signal: AbortSignal
  }): Promise<{ readonly rows: number; readonly empty: number }>
}
