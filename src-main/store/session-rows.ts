import type { Gap } from '@contract/model'
import type { SampleBlock } from '../ports/samples'
import { checksum, timeBytes, valueBytes } from './column-bytes'
import type { Database } from './database'
import { summarise } from './page'
import { PAGES_PER_SUMMARY, TIME_CHANNEL } from './schema'

const INSERT_CHUNK = `INSERT INTO chunk (source, channel, seq, n, first_us, last_us, n_valid, min, max, sum, crc32, data)
  VALUES (?,?,?,?,?,?,?,?,?,?,?,?)`

/** One page of a source: a row for the times and one for every channel. */
export function writeChunk(
  file: Database,
  source: number,
  channelRows: readonly number[],
  seq: number,
  block: SampleBlock,
): void {
  const n = block.timesUs.length
  const first = block.timesUs[0]!
  const last = block.timesUs[n - 1]!
  const times = timeBytes(block.timesUs)
  file.run(INSERT_CHUNK, source, TIME_CHANNEL, seq, n, first, last, n, null, null, null, checksum(times), times)
  for (const [c, values] of block.values.entries()) {
    const data = valueBytes(values)
    const { valid, min, max, sum } = summarise(values)
    file.run(INSERT_CHUNK, source, channelRows[c]!, seq, n, first, last, valid, min, max, sum, checksum(data), data)
  }
}

/** One row per channel from the heads of its PAGES_PER_SUMMARY chunks; no blob is read. */
export function writeSummary(file: Database, source: number, group: number): void {
  const from = group * PAGES_PER_SUMMARY
  file.run(
    `INSERT OR REPLACE INTO summary (source, channel, seq, n, first_us, last_us, n_valid, min, max, sum) SELECT source, channel, ?, sum(n), min(first_us), max(last_us), sum(n_valid), min(min), max(max),
     sum(sum) FROM chunk WHERE source = ? AND seq >= ? AND seq < ? GROUP BY channel`,
    BigInt(group),
    source,
    from,
    from + PAGES_PER_SUMMARY,
  )
}

/** A gap with the start of an earlier one replaces it: it has ended, or more is known. */
export function writeGap(file: Database, source: number, { fromUs, toUs, lost, cause, text }: Gap): void {
  const insert = 'INSERT OR REPLACE INTO gap (source, from_us, to_us, lost, cause, text) VALUES (?,?,?,?,?,?)'
  file.run(insert, source, fromUs, toUs, lost, cause, text)
}

/** Leaves one file without -wal and -shm. When another connection reads it, the log is merged but stays as an empty file. */
export function mergeLog(file: Database): void {
  file.exec('PRAGMA wal_checkpoint(TRUNCATE);')
  try {
    file.exec('PRAGMA journal_mode = DELETE;')
  } catch (error) {
    if (!(error as { code?: string }).code?.startsWith('SQLITE_BUSY')) throw error
  }
}
