import type { ChannelInfo, Segment } from '@contract/model'
import { coarser, emptyLevel, type Level, levelOf } from '../engine/series/level'
import { coarserSteps, finestStepUs } from '../engine/series/level-steps'
import type { SampleBlock } from '../ports/samples'
import { checksum, doublesOf, timeBytes, timesOf, valueBytes } from './column-bytes'
import { bytes, type Cell, type Database, number } from './database'
import { COARSER_LEVELS, PAGES_PER_SUMMARY } from './schema'

/** Bytes of a bucket and column: min, max, sum, count. */
const COLUMN_BYTES = 28
/** Bytes of a bucket's end. */
const END_BYTES = 8

/** What of a source its levels need: the channels whose buckets are kept, and the sample spacing. */
export interface Levelled {
  readonly row: number
  readonly channels: readonly ChannelInfo[]
  readonly segments: readonly Segment[]
}

/** Positions of the channels that have buckets in a level, in its order: all but time stamps, which nobody draws. */
export function levelPositions(channels: readonly Pick<ChannelInfo, 'kind'>[]): readonly number[] {
  return channels.flatMap(({ kind }, position) => (kind === 'time' ? [] : [position]))
}

/** Files of earlier versions have no levels. */
export function hasLevels(file: Database): boolean {
  const query = "SELECT CAST(count(*) AS INTEGER) FROM sqlite_master WHERE type = 'table' AND name = 'level'"
  return file.rows(query)[0]?.[0] === 1
}

/** The finest level of a page of rows; every PAGES_PER_SUMMARY pages also the coarser levels of all of them. */
export function writeLevels(file: Database, source: Levelled, seq: number, block: SampleBlock): void {
  const positions = levelPositions(source.channels)
  if (positions.length === 0 || block.timesUs.length === 0) return
  const columns = positions.map((position) => block.values[position]!)
  writeLevel(file, source.row, seq, 1, levelOf(block.timesUs, columns, stepOf(source.segments, block.timesUs)))
  if ((seq + 1) % PAGES_PER_SUMMARY === 0) writeCoarser(file, source.row, seq + 1 - PAGES_PER_SUMMARY, positions.length)
}

function writeCoarser(file: Database, source: number, firstPage: number, columns: number): void {
  const query = `SELECT CAST(step_us AS INTEGER), CAST(n AS INTEGER), CAST(crc32 AS INTEGER), CAST(data AS BLOB) FROM level
    WHERE source = ? AND pages = 1 AND first_page >= ? AND first_page < ? ORDER BY first_page`
  const parts = file
    .rows(query, source, firstPage, firstPage + PAGES_PER_SUMMARY)
    .flatMap((cells) => levelFrom(cells, columns) ?? [])
  if (parts.length < PAGES_PER_SUMMARY) return
  for (const step of coarserSteps(Math.max(...parts.map(({ stepUs }) => stepUs)), COARSER_LEVELS)) {
    writeLevel(file, source, firstPage, PAGES_PER_SUMMARY, coarser(parts, step, columns))
  }
}

function writeLevel(file: Database, source: number, firstPage: number, pages: number, level: Level): void {
  const counts = new Uint8Array(level.counts.buffer, level.counts.byteOffset, level.counts.byteLength)
  const data = Buffer.concat([timeBytes(level.endsUs), valueBytes(level.figures), counts])
  const insert = 'INSERT INTO level (source, first_page, pages, step_us, n, crc32, data) VALUES (?,?,?,?,?,?,?)'
  file.run(insert, source, firstPage, pages, level.stepUs, level.endsUs.length, checksum(data), data)
}

/** From `step_us, n, crc32, data`. Null when checksum or length do not fit: the rows themselves then have to serve. */
export function levelFrom([step, n, crc, cell]: readonly Cell[], columns: number): Level | null {
  const data = bytes(cell)
  const size = number(n)
  const countsFrom = END_BYTES * size + columns * size * (COLUMN_BYTES - 4)
  if (data.length !== countsFrom + 4 * columns * size || checksum(data) !== crc) return null
  if (size === 0) return emptyLevel(number(step), new Float64Array(0), columns)
  const figures = doublesOf(data.subarray(END_BYTES * size, countsFrom))
  const counts = new Uint32Array(columns * size)
  new Uint8Array(counts.buffer).set(data.subarray(countsFrom))
  return { stepUs: number(step), endsUs: timesOf(data.subarray(0, END_BYTES * size)), figures, counts }
}

/** By the spacing of the settings in force when the page began, or of its rows when these lie closer. */
function stepOf(segments: readonly Segment[], timesUs: Float64Array): number {
  const first = timesUs[0]!
  const segment = segments.findLast(({ startUs }) => startUs <= first) ?? segments[0]
  const saidUs = (segment?.periodS ?? Number.POSITIVE_INFINITY) * 1_000_000
  const meanUs = (timesUs.at(-1)! - first) / (timesUs.length - 1 || 1)
  return finestStepUs(Math.min(saidUs, meanUs > 0 ? meanUs : saidUs))
}
