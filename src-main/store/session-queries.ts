import { type ChannelId, channelId, type Envelope, type TimeUs } from '@contract/model'
import type { SelectionSummary } from '@contract/series'
import { EnvelopeFolder, type Numbers, type RunSummary } from '../engine/series/envelope'
import { firstAfter, planGrid } from '../engine/series/grid'
import { SelectionStats } from '../engine/series/selection-stats'
import { spreadOf } from '../engine/series/spread'
import type { SampleBlock } from '../ports/samples'
import type { WindowQuery } from '../ports/sessions'
import { type Database, number } from './database'
import { PAGES_PER_SUMMARY } from './schema'
import { pageHeads, pageTimes, pageValues, tailRows } from './session-columns'
import { type FileChannel, type FileSource, readSources, type SessionFile } from './session-file'

export type Lane = { readonly channel: ChannelId; readonly envelope: Envelope }

/** A source with those of its channels that were asked for. */
interface Asked {
  readonly source: FileSource
  readonly channels: readonly { readonly id: ChannelId; readonly at: number; readonly channel: FileChannel }[]
}

/**
 * Min/mean/max per bucket. Summaries serve where their span lies in one bucket, then page heads; the raw rows of a page
 * are read only when a bucket edge runs through it, so at most one page per bucket edge and channel.
 */
export function windowOf(file: SessionFile, { channels, fromUs, toUs, buckets }: WindowQuery): readonly Lane[] {
  return file.read((database) => {
    const lanes = new Map<ChannelId, EnvelopeFolder>()
    for (const { source, channels: wanted } of askedOf(database, channels)) {
      const tail = tailRows(database, file.path, source)
      const times = new Map<number, Float64Array>()
      const timesAt = (seq: number) => {
        const known = times.get(seq) ?? pageTimes(database, file.path, source, seq)
        times.set(seq, known)
        return known
      }
      for (const { id, at, channel } of wanted) {
        const folder = new EnvelopeFolder(planGrid(fromUs, toUs, buckets))
        const edges = foldSummaries(database, source, channel, fromUs, toUs, folder)
        for (const seq of edges) folder.addRows(timesAt(seq), pageValues(database, file.path, source, channel, seq))
        if (tail) folder.addRows(tail.timesUs, tail.values[at]!)
        lanes.set(id, folder)
      }
    }
    return channels.flatMap((channel) => {
      const folder = lanes.get(channel)
      return folder ? [{ channel, envelope: folder.result() }] : []
    })
  })
}

/** Folds what fits into buckets; returns the pages whose rows are needed. */
function foldSummaries(
  database: Database,
  source: FileSource,
  channel: FileChannel,
  fromUs: TimeUs,
  toUs: TimeUs,
  folder: EnvelopeFolder,
): readonly number[] {
  const columns = `CAST(seq AS INTEGER), CAST(first_us AS INTEGER), CAST(last_us AS INTEGER), CAST(n_valid AS INTEGER),
    CAST(min AS REAL), CAST(max AS REAL), CAST(sum AS REAL)`
  const inSpan = 'source = ? AND channel = ? AND last_us > ? AND first_us <= ?'
  const span = [source.row, channel.row, fromUs, toUs] as const
  const groups = database.rows(`SELECT ${columns} FROM summary WHERE ${inSpan} ORDER BY seq`, ...span)
  const open = groups.filter(([, ...rest]) => !folder.addSummary(runOf(rest))).map(([seq]) => number(seq))
  const last = database.rows(
    'SELECT CAST(max(seq) AS INTEGER) FROM summary WHERE source = ? AND channel = ?',
    source.row,
    channel.row,
  )
  const unsummed = typeof last[0]?.[0] === 'number' ? last[0][0] + 1 : 0
  const pages = `SELECT ${columns} FROM chunk WHERE ${inSpan} AND seq >= ? AND seq < ? ORDER BY seq`
  const edges: number[] = []
  const fold = (from: number, to: number) => {
    for (const [seq, ...rest] of database.rows(pages, ...span, from, to)) {
      if (!folder.addSummary(runOf(rest))) edges.push(number(seq))
    }
  }
  for (const group of open) fold(group * PAGES_PER_SUMMARY, (group + 1) * PAGES_PER_SUMMARY)
  fold(unsummed * PAGES_PER_SUMMARY, Number.MAX_SAFE_INTEGER)
  return edges
}

function runOf([first, last, n, min, max, sum]: readonly unknown[]): RunSummary {
  return {
    firstUs: Number(first),
    lastUs: Number(last),
    n: Number(n),
    min: Number(min),
    max: Number(max),
    sum: Number(sum),
  }
}

/** Statistics from raw rows, page after page. Channels the file does not hold are left out. */
export function statsOf(
  file: SessionFile,
  channels: readonly ChannelId[],
  fromUs: TimeUs,
  toUs: TimeUs,
): readonly SelectionSummary[] {
  return file.read((database) => {
    const results = new Map<ChannelId, SelectionSummary>()
    for (const { source, channels: wanted } of askedOf(database, channels)) {
      const stats = wanted.map(({ id, channel }) => new SelectionStats(id, channel, fromUs, source.segments))
      for (const { seq } of pageHeads(database, source, fromUs, toUs)) {
        const times = pageTimes(database, file.path, source, seq)
        for (const [i, { channel }] of wanted.entries()) {
          stats[i]!.push(times, pageValues(database, file.path, source, channel, seq), toUs)
        }
      }
      const tail = tailRows(database, file.path, source)
      for (const [i, { id, at, channel }] of wanted.entries()) {
        if (tail) stats[i]!.push(tail.timesUs, tail.values[at]!, toUs)
        const result = stats[i]!.result(toUs)
        const values = () =>
          valuesOf(database, file.path, source, channel, tail?.values[at] ?? null, { fromUs, toUs, tail })
        results.set(id, { ...result, ...spreadOf(values, result.n, result.mean) })
      }
    }
    return channels.flatMap((channel) => results.get(channel) ?? [])
  })
}

/** The values of one channel inside the span, page after page, as often as asked. */
function* valuesOf(
  database: Database,
  path: string,
  source: FileSource,
  channel: FileChannel,
  inTail: Numbers | null,
  { fromUs, toUs, tail }: { readonly fromUs: TimeUs; readonly toUs: TimeUs; readonly tail: SampleBlock | null },
): Generator<Numbers> {
  const inside = (times: Float64Array, values: Numbers) =>
    values.subarray(firstAfter(times, fromUs), firstAfter(times, toUs))
  for (const { seq } of pageHeads(database, source, fromUs, toUs)) {
    yield inside(pageTimes(database, path, source, seq), pageValues(database, path, source, channel, seq))
  }
  if (tail && inTail) yield inside(tail.timesUs, inTail)
}

/** Where the next rows of a source are to be looked for. */
export interface RowCursor {
  readonly sourceId: string
  readonly seq: number
  readonly afterUs: TimeUs
}

/** The next rows after the cursor, at most a page of them, with the cursor after them; null at the end. */
export function nextRows(
  file: SessionFile,
  cursor: RowCursor,
  toUs: TimeUs,
): { readonly block: SampleBlock; readonly next: RowCursor } | null {
  return file.read((database) => {
    const source = readSources(database).find(({ info }) => info.id === cursor.sourceId)
    if (!source) return null
    const head = pageHeads(database, source, cursor.afterUs, toUs, cursor.seq, 1)[0]
    const whole = head ? pageRows(database, file.path, source, head.seq) : tailRows(database, file.path, source)
    const block = whole && between(whole, cursor.afterUs, toUs)
    if (!block || block.timesUs.length === 0) return null
    return {
      block,
      next: { sourceId: cursor.sourceId, seq: head ? head.seq + 1 : cursor.seq, afterUs: block.timesUs.at(-1)! },
    }
  })
}

function pageRows(database: Database, path: string, source: FileSource, seq: number): SampleBlock {
  return {
    timesUs: pageTimes(database, path, source, seq),
    values: source.channels.map((channel) => pageValues(database, path, source, channel, seq)),
  }
}

/** Copies of the rows with fromUs < t ≤ toUs. */
export function between(block: SampleBlock, fromUs: TimeUs, toUs: TimeUs): SampleBlock {
  const start = firstAfter(block.timesUs, fromUs)
  const end = firstAfter(block.timesUs, toUs, start)
  return { timesUs: block.timesUs.slice(start, end), values: block.values.map((column) => column.slice(start, end)) }
}

function askedOf(database: Database, channels: readonly ChannelId[]): readonly Asked[] {
  const wanted = new Set(channels)
  return readSources(database).flatMap((source) => {
    const found = source.channels.map((channel, at) => ({ id: channelId(source.info.id, channel.key), at, channel }))
    const own = found.filter(({ id }) => wanted.has(id))
    return own.length > 0 ? [{ source, channels: own }] : []
  })
}
