import type { TimeUs } from '@contract/model'
import type { SampleBlock, Values } from '../ports/samples'
import { checksum, timesOf, valuesOf } from './column-bytes'
import { bytes, type Database, number } from './database'
import { TIME_CHANNEL } from './schema'
import type { FileChannel, FileSource } from './session-file'
import { storeDamaged } from './store-faults'

/** Place and span of a page of rows. */
export interface PageHead {
  readonly seq: number
  readonly firstUs: TimeUs
  readonly lastUs: TimeUs
}

/** Pages of a source that hold stamps fromUs < t ≤ toUs, from page `seq` on, in time order; no blob is read. */
export function pageHeads(
  database: Database,
  source: FileSource,
  fromUs: TimeUs,
  toUs: TimeUs,
  seq = 0,
  limit = -1,
): readonly PageHead[] {
  const query = `SELECT CAST(seq AS INTEGER), CAST(first_us AS INTEGER), CAST(last_us AS INTEGER) FROM chunk
    WHERE source = ? AND channel = ? AND seq >= ? AND last_us > ? AND first_us <= ? ORDER BY seq LIMIT ?`
  return database
    .rows(query, source.row, TIME_CHANNEL, seq, fromUs, toUs, BigInt(limit))
    .map(([s, first, last]) => ({ seq: number(s), firstUs: number(first), lastUs: number(last) }))
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
