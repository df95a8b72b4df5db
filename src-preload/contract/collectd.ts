import type { TimeUs } from './model'

/** Filters used until a person sets their own; those of the PowerGoblin manual. */
export const DEFAULT_COLLECTD_FILTERS: readonly string[] = [
  'memory-used',
  'memory-free',
  'memory-cached',
  'memory-buffered',
  'if_octets',
  'cpu-user',
  'cpu-system',
  'cpu-idle',
]

/** What an archive may demand of this computer. Bytes are counted while inflating, never taken from what the archive declares. */
export interface ImportLimits {
  /** One entry, inflated. */
  readonly entryBytes: number
  /** All entries that are read, inflated. */
  readonly totalBytes: number
  readonly entries: number
  /** A longer line is skipped. */
  readonly lineBytes: number
}

export const DEFAULT_IMPORT_LIMITS: ImportLimits = {
  entryBytes: 1_073_741_824,
  totalBytes: 4_294_967_296,
  entries: 16_384,
  lineBytes: 4_096,
}

/**
 * True when a filter chooses a file: a filter is a beginning of the file's base name (`type[-instance][-date]`), with no word
 * boundary, so `if_octets` also takes `if_octets_wifi`. `filters` null chooses everything.
 */
export const isChosen = (baseName: string, filters: readonly string[] | null): boolean =>
  filters === null || filters.some((filter) => baseName.startsWith(filter))

/** How collectd meant a value (types.db). In an archive written with StoreRates true everything is a gauge. */
export type CollectdKind = 'gauge' | 'derive' | 'counter' | 'absolute'

export const SERIES_GROUPS = ['Power', 'CPU', 'Memory', 'Network', 'Disk', 'Process', 'Other'] as const
export type SeriesGroup = (typeof SERIES_GROUPS)[number]

/** One column of one collectd series, as it was found. */
export interface SeriesReport {
  /** `plugin-dir/type[-instance]`, without the date. */
  readonly path: string
  /** Name of the data source in the file's head. */
  readonly column: string
  readonly kind: CollectdKind
  /** Unit of the values: J, bytes, jiffies, % …; a rate is `unit/s`. Null for plain numbers. */
  readonly unit: string | null
  /** Accepted rows after sorting and removing doubles, before differencing; rows without a value included. */
  readonly rows: number
  /** Values that are NaN or were refused, and breaks of the series. */
  readonly gaps: number
  /** ISO 8601, UTC, the clock of the machine itself; null when there is no row. */
  readonly first: string | null
  readonly last: string | null
  /** Total change of a counter in `unit`; null for gauges. */
  readonly delta: number | null
  readonly wraps: number
  /** Time-weighted mean of a gauge in `unit`, mean rate of a counter in `unit` per second (J: watts). */
  readonly mean: number | null
}

/** A machine of the archive. */
export interface UnitReport {
  readonly host: string
  readonly series: readonly SeriesReport[]
}

export interface SkippedEntry {
  /** Name of the archive's entry. */
  readonly entry: string
  readonly reason: string
}

/** What an import did; kept in the session, and what `wattbench import --json` prints. */
export interface ImportReport {
  /** Id of the session. */
  readonly session: string
  readonly units: readonly UnitReport[]
  readonly skipped: readonly SkippedEntry[]
  /** Full sentences. */
  readonly warnings: readonly string[]
}

/** A series of an archive that was looked at. */
export interface InspectedSeries {
  readonly path: string
  readonly group: SeriesGroup
  /** Base names of its files, days in order; filters look at these. */
  readonly files: readonly string[]
  readonly columns: readonly SeriesReport[]
  /** True when the filters of now choose it. */
  readonly chosen: boolean
}

/** What is in an archive, before anything is imported. */
export interface ArchiveInspection {
  /** Base name of the archive. */
  readonly file: string
  /** Bytes of the archive. */
  readonly bytes: number
  readonly hosts: readonly { readonly host: string; readonly series: readonly InspectedSeries[] }[]
  /** Null: every series. */
  readonly filters: readonly string[] | null
  readonly skipped: readonly SkippedEntry[]
  readonly warnings: readonly string[]
}

/** An import kept in a session. */
export interface KeptImport {
  readonly id: number
  readonly atUs: TimeUs
  readonly file: string
  /** Null: everything was chosen. */
  readonly filters: readonly string[] | null
  /** What was given as `--offset`: seconds to add to the machines' stamps, 0 when nothing was said. Stamps are kept raw. */
  readonly offsetS: number
  readonly report: ImportReport
  /** Bytes of the raw archive kept in the session; 0 after it was dropped. */
  readonly archiveBytes: number
}
