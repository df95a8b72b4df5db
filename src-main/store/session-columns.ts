import type { TimeUs } from '@contract/model'
import type { SampleBlock, Values } from '../ports/samples'
import { checksum, timesOf, valuesOf } from './column-bytes'
import { bytes, type Database, number, numberOrNull } from './database'
import { TIME_CHANNEL } from './schema'
import type { FileChannel, FileSource } from './session-file'
import { storeDamaged } from './store-faults'

/** Place and span of a page of rows. */
export interface PageHead {
  readonly seq: number
  readonly firstUs: TimeUs
  readonly lastUs: TimeUs
}

/** Pages first ≤ seq < end. */
export interface PageRange {
  readonly first: number
  readonly end: number
}

/** Pages of a source that hold stamps fromUs < t ≤ toUs, found by halving: pages follow each other in time without a hole. */
export function pageRange(database: Database, source: FileSource, fromUs: TimeUs, toUs: TimeUs): PageRange {
  const last = database.rows(
    'SELECT CAST(max(seq) AS INTEGER) FROM chunk WHERE source = ? AND channel = ?',
    source.row,
    TIME_CHANNEL,
  )
  const pages = (numberOrNull(last[0]?.[0]) ?? -1) + 1
  const query = `SELECT CAST(first_us AS INTEGER), CAST(last_us AS INTEGER) FROM chunk
    WHERE source = ? AND channel = ? AND seq = ?`
  const firstWhere = (from: number, isLate: (first: TimeUs, last: TimeUs) => boolean) => {
    let [low, high] = [from, pages]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const [first, last] = database.rows(query, source.row, TIME_CHANNEL, middle)[0] ?? []
      if (isLate(number(first), number(last))) high = middle
      else low = middle + 1
    }
    return low
  }
  const first = firstWhere(0, (_, last) => last > fromUs)
  return { first, end: firstWhere(first, (begin) => begin > toUs) }
}

/** Heads of pages in time order; no blob is read. */
export function pageHeads(database: Database, source: FileSource, { first, end }: PageRange): readonly PageHead[] {
  const query = `SELECT CAST(seq AS INTEGER), CAST(first_us AS INTEGER), CAST(last_us AS INTEGER) FROM chunk
    WHERE source = ? AND channel = ? AND seq >= ? AND seq < ? ORDER BY seq`
  return database
    .rows(query, source.row, TIME_CHANNEL, first, end)
    .map(([seq, begin, last]) => ({ seq: number(seq), firstUs: number(begin), lastUs: number(last) }))
}

/** Stamps of a page. Throws STORE_DAMAGED when its checksum does not fit. */
export function pageTimes(database: Database, path: string, source: FileSource, seq: number): Float64Array {
  return timesOf(blob(database, path, source.row, TIME_CHANNEL, seq))
}

/** Values of one channel of a page. Throws STORE_DAMAGED when the checksum does not fit or the page is missing. */
export function pageValues(
  database: Database,
  path: string,
  source: FileSource,
  channel: FileChannel,
  seq: number,
): Values {
  return valuesOf(blob(database, path, source.row, channel.row, seq), channel.type)
}

/** Rows of a source that are not in a page yet, fewer than a page holds. Null when there are none. */
export function tailRows(database: Database, path: string, source: FileSource): SampleBlock | null {
  const query =
    'SELECT CAST(crc32 AS INTEGER), CAST(n AS INTEGER), CAST(data AS BLOB) FROM tail WHERE source = ? ORDER BY first_us'
  const parts = database.rows(query, source.row).map(([crc, n, data]) => {
    const part = tailPart(bytes(data), number(crc), number(n), source)
    if (!part) throw storeDamaged(path, 'A second of samples at its end does not fit its checksum.')
    return part
  })
  return parts.length === 0 ? null : joinBlocks(parts)
}

/** One tail row: the time column, then every channel in order. Null when the checksum or the length does not fit. */
export function tailPart(data: Buffer, crc: number, n: number, source: FileSource): SampleBlock | null {
  const column = n * 8
  if (checksum(data) !== crc || data.length !== column * (source.channels.length + 1)) return null
  return {
    timesUs: timesOf(data.subarray(0, column)),
    values: source.channels.map(({ type }, c) => valuesOf(data.subarray(column * (c + 1), column * (c + 2)), type)),
  }
}

/** Blocks of one source, one after the other. */
export function joinBlocks(parts: readonly SampleBlock[]): SampleBlock {
  const first = parts[0]!
  if (parts.length === 1) return first
  const n = parts.reduce((sum, part) => sum + part.timesUs.length, 0)
  const timesUs = new Float64Array(n)
  const values = first.values.map((column) => new (column.constructor as new (length: number) => Values)(n))
  let at = 0
  for (const part of parts) {
    timesUs.set(part.timesUs, at)
    for (const [c, column] of values.entries()) column.set(part.values[c] as never, at)
    at += part.timesUs.length
  }
  return { timesUs, values }
}

function blob(database: Database, path: string, source: number, channel: number, seq: number): Buffer {
  const query =
    'SELECT CAST(crc32 AS INTEGER), CAST(data AS BLOB) FROM chunk WHERE source = ? AND channel = ? AND seq = ?'
  const found = database.rows(query, source, channel, seq)[0]
  const data = bytes(found?.[1])
  if (!found || checksum(data) !== number(found[0])) {
    throw storeDamaged(
      path,
      `A page of samples (source ${source}, channel ${channel}, page ${seq}) does not fit its checksum.`,
    )
  }
  return data
}
