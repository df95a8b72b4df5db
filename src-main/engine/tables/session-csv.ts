import type { SourceInfo } from '@contract/model'
import Papa from 'papaparse'
import type { Rows } from '../series/raw-ring'

/** One source of an export: who it is, and its rows in time order. */
export interface CsvSource {
  readonly info: SourceInfo
  readonly rows: AsyncIterable<Rows>
}

export interface CsvChunk {
  readonly text: string
  /** Data rows in the text; the header is none. */
  readonly rows: number
  /** Of them, rows in which no channel has a value. */
  readonly empty: number
}

/** Lines of one chunk: some hundred KiB of text, so that a cancelled export stops soon and memory stays small. */
const LINES = 4_096

/**
 * A session as CSV: header, then one row a stamp, sources merged by time, `time_us,<machineName>.<key> [unit],…`.
 * Numbers have a dot and the fewest digits that read back the same; a cell is empty where a source has no value; lines end
 * with LF. Channels of kind `time` are left out unless `withTimes`.
 */
export async function* sessionCsv(sources: readonly CsvSource[], withTimes = false): AsyncGenerator<CsvChunk> {
  const columns = sources.map(({ info }) =>
    info.channels.flatMap(({ kind }, c) => (kind === 'time' && !withTimes ? [] : [c])),
  )
  yield {
    text: csvHeader(
      sources.map(({ info }) => info),
      withTimes,
    ),
    rows: 0,
    empty: 0,
  }
  const streams = sources.map(({ rows }, i) => new RowStream(rows, columns[i]!))
  try {
    for (const stream of streams) await stream.load()
    while (streams.some((stream) => !stream.ended)) yield await chunkOf(streams)
  } finally {
    for (const stream of streams) await stream.stop()
  }
}

/** The header line with its LF; a name that a spreadsheet would take for a formula is led by an apostrophe. Sources that share a machine name are told apart by serial number, else by id. */
export function csvHeader(infos: readonly SourceInfo[], withTimes = false): string {
  const labels = labelsOf(infos)
  const names = infos.flatMap(({ channels }, i) =>
    channels.filter(({ kind }) => withTimes || kind !== 'time').map(({ key, unit }) => `${labels[i]}.${key} [${unit}]`),
  )
  return `${Papa.unparse([['time_us', ...names]], { newline: '\n', escapeFormulae: true })}\n`
}

function labelsOf(infos: readonly SourceInfo[]): readonly string[] {
  const sharers = (name: string) => infos.filter((info) => info.machineName === name)
  return infos.map(({ machineName, identity, id }) => {
    const same = sharers(machineName)
    if (same.length === 1) return machineName
    const serial = identity?.serial
    const alone =
      serial !== undefined && serial !== '' && same.filter((info) => info.identity?.serial === serial).length === 1
    return `${machineName}#${alone ? serial : id}`
  })
}

async function chunkOf(streams: readonly RowStream[]): Promise<CsvChunk> {
  const lines: string[] = []
  let empty = 0
  while (lines.length < LINES) {
    let t = Number.POSITIVE_INFINITY
    for (const stream of streams) t = Math.min(t, stream.nowUs)
    if (t === Number.POSITIVE_INFINITY) break
    let line = String(t)
    let filled = false
    for (const stream of streams) {
      const cells = stream.nowUs === t ? stream.cells() : stream.blank
      filled ||= cells !== stream.blank
      line += cells
    }
    if (!filled) empty += 1
    lines.push(line)
    for (const stream of streams) if (stream.nowUs === t && stream.advance()) await stream.load()
  }
  return { text: lines.length > 0 ? `${lines.join('\n')}\n` : '', rows: lines.length, empty }
}

/** The rows of one source, one at a time. */
class RowStream {
  /** Commas for a row in which this source has nothing. */
  readonly blank: string
  ended = false
  private readonly blocks: AsyncIterator<Rows>
  private block: Rows | null = null
  private at = 0

  constructor(
    rows: AsyncIterable<Rows>,
    private readonly columns: readonly number[],
  ) {
    this.blank = ','.repeat(columns.length)
    this.blocks = rows[Symbol.asyncIterator]()
  }

  /** Stamp of the present row; ∞ at the end. */
  get nowUs(): number {
    return this.block ? this.block.timesUs[this.at]! : Number.POSITIVE_INFINITY
  }

  cells(): string {
    let text = ''
    for (const c of this.columns) {
      const value = this.block!.values[c]![this.at]!
      text += Number.isNaN(value) ? ',' : `,${value}`
    }
    return text
  }

  /** True when the next block must be loaded. */
  advance(): boolean {
    this.at += 1
    return this.at >= this.block!.timesUs.length
  }

  async load(): Promise<void> {
    this.at = 0
    this.block = null
    while (!this.ended) {
      const next = await this.blocks.next()
      if (next.done) this.ended = true
      else if (next.value.timesUs.length > 0) {
        this.block = next.value
        return
      }
    }
  }

  /** Lets an export that was given up close what it reads from. */
  async stop(): Promise<void> {
    await this.blocks.return?.()
  }
}
