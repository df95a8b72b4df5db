import type { ImportLimits, InspectedSeries, SkippedEntry } from '@contract/collectd'
import type { Gap, SourceInfo, TimeUs } from '@contract/model'
import type { SampleBlock } from './samples'

/** Which archive is read, and what of it. */
export interface ArchiveJob {
  /** Absolute path. */
  readonly file: string
  readonly limits: ImportLimits
  /** Files whose base name begins with none of these are left alone; null reads everything. */
  readonly filters: readonly string[] | null
  /** Ends the reading at once; it then rejects with CANCELLED. */
  readonly signal: AbortSignal
  /** Packed bytes read and to be read. */
  readonly progress?: (done: number, total: number) => void
}

/** One series of an archive: a source of its own, because collectd stamps every series by itself. */
export interface ArchiveSeries {
  readonly host: string
  readonly path: string
  readonly group: InspectedSeries['group']
  readonly info: SourceInfo
  /** Seconds between rows; null below two rows. */
  readonly periodS: number | null
  readonly block: SampleBlock
  readonly gaps: readonly Gap[]
}

/** What an archive holds. `series` lists what was read, in reading order. */
export interface ArchiveSummary {
  readonly bytes: number
  readonly hosts: readonly { readonly host: string; readonly series: readonly Omit<InspectedSeries, 'chosen'>[] }[]
  readonly skipped: readonly SkippedEntry[]
  readonly warnings: readonly string[]
  readonly firstUs: TimeUs
  readonly lastUs: TimeUs
}

/**
 * Reads archives of collectd's CSV files. Rejects with ARCHIVE_UNREADABLE (no zip, cut off), ARCHIVE_USELESS (no usable series),
 * ARCHIVE_UNCHOSEN (series, but none the filters choose), CANCELLED, BAD_REQUEST (no such file).
 */
export interface ArchiveReader {
  /** Hands over series after series and waits for each; memory is bounded whatever the archive says. */
  read(job: ArchiveJob, take: (series: ArchiveSeries) => Promise<void>): Promise<ArchiveSummary>
  /** The same without the samples. */
  look(job: ArchiveJob): Promise<ArchiveSummary>
}

/** Runs work with an empty private folder that is removed afterwards. */
export type Scratch = <T>(work: (folder: string) => Promise<T>) => Promise<T>
