import { type ChannelId, channelId, type Envelope } from '@contract/model'
import { EnvelopeFolder, type RunSummary } from '../engine/series/envelope'
import { type Grid, planGrid } from '../engine/series/grid'
import { planLevelGrid } from '../engine/series/level-steps'
import type { SampleBlock } from '../ports/samples'
import type { WindowQuery } from '../ports/sessions'
import { type Database, number } from './database'
import { hasLevels, levelFrom, levelPositions } from './level-rows'
import { PAGES_PER_SUMMARY } from './schema'
import { type PageRange, pageRange, pageTimes, pageValues, tailRows } from './session-columns'
import { type FileChannel, type FileSource, readSources, type SessionFile } from './session-file'

type Lane = { readonly channel: ChannelId; readonly envelope: Envelope }

/** A lane being filled. */
interface Filling {
  readonly id: ChannelId
  /** Position in the source. */
  readonly at: number
  readonly channel: FileChannel
  readonly folder: EnvelopeFolder
}

/** A step in which buckets of every so many pages are kept. */
interface KeptLevel {
  readonly pages: number
  readonly stepUs: number
}

/**
 * Min/mean/max per bucket, always true to the grid each envelope names. Where buckets are kept (table `level`) the grid is
 * made of them, so that the cost depends on the number of buckets, not on the length of the session, and a spike is never
 * lost. Finer grids, and files without levels, are filled from page heads and raw rows.
 */
export function windowOf(file: SessionFile, query: WindowQuery): readonly Lane[] {
  return file.read((database) => {
    const wanted = new Set(query.channels)
    const kept = hasLevels(database)
    const lanes = new Map<ChannelId, Envelope>()
    for (const source of readSources(database)) {
      const asked = source.channels.flatMap((channel, at) => {
        const id = channelId(source.info.id, channel.key)
        return wanted.has(id) ? [{ id, at, channel }] : []
      })
      if (asked.length === 0) continue
      for (const { id, folder } of new SourceWindow(database, file.path, source).lanes(asked, query, kept)) {
        lanes.set(id, folder.result())
      }
    }
    return query.channels.flatMap((channel) => {
      const envelope = lanes.get(channel)
      return envelope ? [{ channel, envelope }] : []
    })
  })
}

/** One source of one window; pages of stamps are read once for all its channels. */
class SourceWindow {
  private readonly times = new Map<number, Float64Array>()
  private readonly tail: SampleBlock | null

  constructor(
    private readonly database: Database,
    private readonly path: string,
    private readonly source: FileSource,
  ) {
    this.tail = tailRows(database, path, source)
  }

  lanes(asked: readonly Omit<Filling, 'folder'>[], query: WindowQuery, kept: boolean): readonly Filling[] {
    const { fromUs, toUs, buckets } = query
    const levels = kept ? this.keptLevels() : []
    const finest = levels.filter(({ pages }) => pages === 1).map(({ stepUs }) => stepUs)
    const grid = planLevelGrid(fromUs, toUs, buckets, finest)
    const inLevels = new Map(levelPositions(this.source.channels).map((position, column) => [position, column]))
    const plain = planGrid(fromUs, toUs, buckets)
    const lanes = asked.map((lane) => {
      const onLevels = grid !== null && inLevels.has(lane.at)
      return { ...lane, onLevels, folder: new EnvelopeFolder(onLevels ? grid : plain) }
    })
    const levelled = lanes.filter(({ onLevels }) => onLevels)
    if (grid && levelled.length > 0) this.fillFromLevels(levelled, grid, levels, inLevels)
    for (const lane of lanes) {
      if (!lane.onLevels) this.fillFromHeads(lane, plain)
      if (this.tail) lane.folder.addRows(this.tail.timesUs, this.tail.values[lane.at]!)
    }
    return lanes
  }

  private fillFromLevels(
    lanes: readonly Filling[],
    grid: Grid,
    levels: readonly KeptLevel[],
    columns: ReadonlyMap<number, number>,
  ): void {
    const endUs = grid.startUs + grid.count * grid.stepUs
    let open: readonly PageRange[] = [pageRange(this.database, this.source, grid.startUs, endUs)]
    for (const level of levels.filter(({ stepUs }) => grid.stepUs % stepUs === 0)) {
      open = open.flatMap((range) => this.fillRange(lanes, level, range, columns))
    }
    for (const lane of lanes) {
      for (const { first, end } of open) this.fillRows(lane, this.foldHeads(lane, first, end))
    }
  }

  /** Folds what a level keeps of these pages; returns the pages that stay open. A row that does not fit its checksum is passed over. */
  private fillRange(
    lanes: readonly Filling[],
    { pages, stepUs }: KeptLevel,
    { first, end }: PageRange,
    columns: ReadonlyMap<number, number>,
  ): readonly PageRange[] {
    const query = `SELECT CAST(first_page AS INTEGER), CAST(step_us AS INTEGER), CAST(n AS INTEGER), CAST(crc32 AS INTEGER),
      CAST(data AS BLOB) FROM level WHERE source = ? AND pages = ? AND step_us = ? AND first_page > ? AND first_page < ?
      ORDER BY first_page`
    const open: PageRange[] = []
    let next = first
    for (const [page, ...cells] of this.database.rows(query, this.source.row, pages, stepUs, first - pages, end)) {
      const level = levelFrom(cells, columns.size)
      if (!level) continue
      for (const { at, folder } of lanes) folder.addLevel(level, columns.get(at)!)
      if (number(page) > next) open.push({ first: next, end: number(page) })
      next = number(page) + pages
    }
    return next < end ? [...open, { first: next, end }] : open
  }

  /** Coarse to fine: the first that divides a grid's step is the quickest. Found by seeking: rows are not counted. */
  private keptLevels(): readonly KeptLevel[] {
    const query = 'SELECT CAST(min(step_us) AS INTEGER) FROM level WHERE source = ? AND pages = ? AND step_us > ?'
    const found: KeptLevel[] = []
    for (const pages of [1, PAGES_PER_SUMMARY]) {
      for (let last = 0; ; ) {
        const step = this.database.rows(query, this.source.row, pages, last)[0]?.[0]
        if (typeof step !== 'number') break
        found.push({ pages, stepUs: step })
        last = step
      }
    }
    return found.sort((a, b) => b.stepUs - a.stepUs || b.pages - a.pages)
  }

  /** Summaries serve where their span lies in one bucket, then page heads, then raw rows. */
  private fillFromHeads(lane: Filling, { startUs, stepUs, count }: Grid): void {
    const { first, end } = pageRange(this.database, this.source, startUs, startUs + count * stepUs)
    const firstGroup = Math.floor(first / PAGES_PER_SUMMARY)
    const query = `SELECT ${RUN_COLUMNS} FROM summary WHERE source = ? AND channel = ? AND seq >= ? AND seq < ? ORDER BY seq`
    const groups = this.database.rows(query, this.source.row, lane.channel.row, firstGroup, end / PAGES_PER_SUMMARY)
    let next = first
    for (const [group, ...run] of groups) {
      const begin = Math.max(next, number(group) * PAGES_PER_SUMMARY)
      if (begin > next) this.fillRows(lane, this.foldHeads(lane, next, begin))
      next = Math.min(end, (number(group) + 1) * PAGES_PER_SUMMARY)
      if (!lane.folder.addSummary(runOf(run))) this.fillRows(lane, this.foldHeads(lane, begin, next))
    }
    this.fillRows(lane, this.foldHeads(lane, next, end))
  }

  /** Folds heads of pages that lie within one bucket; returns the pages whose rows are needed. */
  private foldHeads({ channel, folder }: Filling, first: number, end: number): readonly number[] {
    if (first >= end) return []
    const query = `SELECT ${RUN_COLUMNS} FROM chunk WHERE source = ? AND channel = ? AND seq >= ? AND seq < ? ORDER BY seq`
    const heads = this.database.rows(query, this.source.row, channel.row, first, end)
    return heads.flatMap(([seq, ...run]) => (folder.addSummary(runOf(run)) ? [] : [number(seq)]))
  }

  private fillRows({ channel, folder }: Filling, seqs: readonly number[]): void {
    for (const seq of seqs) {
      folder.addRows(this.timesAt(seq), pageValues(this.database, this.path, this.source, channel, seq))
    }
  }

  private timesAt(seq: number): Float64Array {
    const known = this.times.get(seq) ?? pageTimes(this.database, this.path, this.source, seq)
    this.times.set(seq, known)
    return known
  }
}

const RUN_COLUMNS = `CAST(seq AS INTEGER), CAST(first_us AS INTEGER), CAST(last_us AS INTEGER), CAST(n_valid AS INTEGER),
  CAST(min AS REAL), CAST(max AS REAL), CAST(sum AS REAL)`

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
