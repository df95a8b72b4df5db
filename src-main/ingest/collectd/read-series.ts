import type { ImportLimits, SkippedEntry } from '@contract/collectd'
import { HOLDS_NOTHING, readFileHead } from '../../engine/collectd/file-head'
import { noRowFaults, type RowFaults, RowParser } from '../../engine/collectd/row-parser'
import { RowTable } from '../../engine/collectd/row-table'
import { type Series, seriesOf } from '../../engine/collectd/series'
import { EntryProblem, inflateEntry } from './inflate-entry'
import { type PlannedFile, type PlannedSeries, spoken } from './plan-entries'

/** 2000-01-01: an earlier row in a series that goes on later was written before the clock was set. */
const CLOCK_SET_US = 946_684_800_000_000

export interface SeriesOutcome {
  /** Null when no row could be used. */
  readonly series: Series | null
  readonly skipped: readonly SkippedEntry[]
  readonly warnings: readonly string[]
  /** Files that hold something and were left out as a whole. */
  readonly lost: number
  /** Microseconds the machine's clock was set back. */
  readonly steppedBackUs: number
  readonly inflatedBytes: number
  /** The archive's limit was reached: nothing more may be read. */
  readonly exhausted: boolean
}

export interface ReadingIo {
  readonly fd: number
  readonly limits: ImportLimits
  /** What the archive may still inflate to. */
  readonly leftBytes: number
  readonly stop: () => boolean
  /** Inflated bytes of the present file. */
  readonly inflated: (file: PlannedFile, bytes: number) => void
}

/** Reads the files of one series, day after day, into one table. A broken file is left out as a whole. */
export async function readSeries(planned: PlannedSeries, io: ReadingIo): Promise<SeriesOutcome> {
  const reader = new SeriesReader(planned, io)
  for (const file of planned.files) if (!reader.exhausted) await reader.file(file)
  return reader.outcome()
}

class SeriesReader {
  exhausted = false
  private table: RowTable | null = null
  private columns: readonly string[] = []
  private readonly faults: RowFaults = noRowFaults()
  private readonly skipped: SkippedEntry[] = []
  private readonly warnings: string[] = []
  private steppedBackUs = 0
  private inflatedBytes = 0
  private full = false
  private lost = 0

  constructor(
    private readonly planned: PlannedSeries,
    private readonly io: ReadingIo,
  ) {}

  async file(file: PlannedFile): Promise<void> {
    const { entry, name } = file
    const { io } = this
    const before = { rows: this.table?.rows ?? 0, decimals: [...(this.table?.decimals ?? [])] }
    const faultsBefore = { ...this.faults }
    let parser: RowParser | null = null
    let head: Uint8Array = new Uint8Array(0)
    let bytes = 0
    let refused: string | null = null
    const begin = (ended: boolean): boolean => {
      const read = readFileHead(head, name.type, ended, io.limits.lineBytes)
      if (read.is === 'more') return true
      if (read.is === 'refused') {
        refused = read.why
        return false
      }
      if (this.table && read.columns.join() !== this.columns.join()) {
        refused = 'its columns are not those of the other days'
        return false
      }
      if (read.inferred)
        this.warnings.push(`${spoken(this.planned)}: a file has no header; its columns were taken from its type.`)
      this.columns = read.columns
      this.table ??= new RowTable(read.columns.length, this.expectedRows(read.columns.length))
      parser = new RowParser(this.table, this.faults, io.limits.lineBytes, read.lineEnd)
      parser.push(head.subarray(read.from))
      return true
    }
    const take = (piece: Uint8Array): boolean => {
      bytes += piece.length
      io.inflated(file, bytes)
      if (parser) {
        parser.push(piece)
        return !parser.full
      }
      head = head.length === 0 ? piece.slice() : Buffer.concat([head, piece])
      return begin(false)
    }
    try {
      const left = io.leftBytes - this.inflatedBytes
      const cutBytes = (): number => parser?.cutBytes ?? 0
      const limits = { entryBytes: io.limits.entryBytes, leftBytes: left, cutBytes }
      await inflateEntry(io.fd, entry, limits, take, io.stop)
      if (!parser && refused === null) begin(true)
      const done = parser as RowParser | null
      done?.finish()
      if (done && !refused) this.finished(file, done)
      if (refused !== null) {
        this.skipped.push({ entry: entry.name, reason: refused })
        if (!HOLDS_NOTHING.has(refused)) this.lost += 1
      }
    } catch (error) {
      if (!(error instanceof EntryProblem)) throw error
      if (this.table && before.rows === 0 && before.decimals.length === 0) this.table = null
      this.table?.rewind(before.rows, before.decimals)
      Object.assign(this.faults, faultsBefore)
      this.skipped.push({ entry: entry.name, reason: error.reason })
      this.lost += 1
      this.exhausted = error.final
    }
    this.inflatedBytes += bytes
  }

  outcome(): SeriesOutcome {
    const { planned, skipped, warnings, lost, inflatedBytes, exhausted } = this
    const series = this.settled()
    // The row after the step was due one period after the row before it.
    const steppedBackUs = this.steppedBackUs === 0 ? 0 : this.steppedBackUs + (series?.periodS ?? 0) * 1e6
    if (!series && skipped.length === 0) {
      const entry = planned.files[0]!.entry.name
      skipped.push({ entry, reason: `none of its rows could be used${this.faultWords('; ')}` })
    } else if (series && this.anyFault()) {
      warnings.push(`${spoken(planned)}: rows left out${this.faultWords(': ')}.`)
    }
    if (this.full) warnings.push(`${spoken(planned)}: more rows than fit into memory; only the first ones were read.`)
    return {
      series,
      skipped,
      warnings: [...warnings, ...(series?.warnings ?? [])],
      lost,
      steppedBackUs,
      inflatedBytes,
      exhausted,
    }
  }

  /** A row has a stamp of 14 characters, and a digit or more a column. */
  private expectedRows(columns: number): number {
    return this.planned.files.reduce((sum, { entry }) => sum + entry.plainBytes, 0) / (16 + 2 * columns)
  }

  private finished(file: PlannedFile, parser: RowParser): void {
    this.full ||= parser.full
    this.steppedBackUs = Math.max(this.steppedBackUs, parser.steppedBackUs)
    if (parser.rows === 0 && !this.anyFault()) this.skipped.push({ entry: file.entry.name, reason: 'it holds no rows' })
  }

  private settled(): Series | null {
    const { table, planned } = this
    if (!table || table.rows === 0) return null
    let latest = 0
    for (let i = 0; i < table.rows; i++) latest = Math.max(latest, table.timesUs[i]!)
    this.faults.epoch += table.settle(latest >= CLOCK_SET_US ? CLOCK_SET_US : 0).early
    return seriesOf(planned.host, planned.files[0]!.name, this.columns, table)
  }

  private anyFault(): boolean {
    return Object.values(this.faults).some((count) => count > 0)
  }

  private faultWords(before: string): string {
    const { misshapen, epoch, tooLong, unfinished } = this.faults
    const words = [
      misshapen > 0 ? `${misshapen} misshapen` : '',
      epoch > 0 ? `${epoch} with an impossible time` : '',
      tooLong > 0 ? `${tooLong} longer than ${this.io.limits.lineBytes} bytes` : '',
      unfinished > 0 ? `${unfinished} unfinished at the end of a file (a full disk leaves such)` : '',
    ].filter(Boolean)
    return words.length === 0 ? '' : `${before}${words.join(', ')}`
  }
}
