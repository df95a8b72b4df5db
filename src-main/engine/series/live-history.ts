import {
  type ChannelId,
  type ChannelInfo,
  channelId,
  type Envelope,
  type Gap,
  type Segment,
  type TimeUs,
} from '@contract/model'
import type { ChannelStats, SelectionSummary } from '@contract/series'
import { BucketRing } from './bucket-ring'
import { EnvelopeFolder, type Numbers } from './envelope'
import { bucketOf, planGrid } from './grid'
import { chosen, earlierUntil, newestUntil, oldestAfter, type Sample, type Side } from './nearest'
import { RawRing, type Rows } from './raw-ring'
import { joined, SelectionStats } from './selection-stats'
import { spreadOf } from './spread'

/** Raw rows kept of a source: 4.5 h at 4 Hz, 65 s at 1 kHz; 0.5 MB a channel. */
export const RAW_ROWS = 65_536

/**
 * Buckets kept beyond the raw rows, fine to coarse: 1 h of 100 ms, 24 h of 1 s, 30 days of 60 s; together 5.3 MB a channel
 * when full. Every coarser step is a multiple of the finer ones.
 */
export const LEVELS = [
  { stepUs: 100_000, capacity: 36_000 },
  { stepUs: 1_000_000, capacity: 86_400 },
  { stepUs: 60_000_000, capacity: 43_200 },
] as const

/** How much of a source is kept. */
export interface HistoryRoom {
  readonly rawRows: number
  readonly levels: readonly { readonly stepUs: number; readonly capacity: number }[]
}

/** From here on a source is one that scans many channels, some seconds each time: it needs no buckets of 100 ms. */
const MANY_CHANNELS = 24
/** Together 1.2 MB a channel when full: 4.5 h of raw rows at 1 Hz, 6 h of 1 s, 7 days of 60 s. */
const MANY = {
  rawRows: 16_384,
  levels: [
    { stepUs: 1_000_000, capacity: 21_600 },
    { stepUs: 60_000_000, capacity: 10_080 },
  ],
} as const
/** Beyond this many channels the time that is kept shrinks, not the memory that is left. */
const MOST_CHANNELS = 100

/** What is kept of a source with so many channels: at most some 125 MB, however many they are. */
export function historyRoom(channels: number): HistoryRoom {
  if (channels < MANY_CHANNELS) return { rawRows: RAW_ROWS, levels: LEVELS }
  const share = Math.min(1, MOST_CHANNELS / channels)
  const of = (count: number) => Math.ceil(count * share)
  return {
    rawRows: of(MANY.rawRows),
    levels: MANY.levels.map(({ stepUs, capacity }) => ({ stepUs, capacity: of(capacity) })),
  }
}

/** Gaps kept for drawing: a flapping link makes some a minute, a chart cannot show more than its pixels. */
export const KEPT_GAPS = 1_000

/** The most buckets one call of `since` gives; a page never asks for more than a tenth of it. */
export const MAX_SINCE_BUCKETS = 10_000

/** Steps in ms that keep live buckets on the kept levels; beyond them whole minutes. */
const STEPS_MS = [
  1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1_000, 2_000, 2_500, 5_000, 10_000, 15_000, 20_000, 30_000, 60_000,
] as const

/** The smallest step on which `windowUs` needs at most `buckets` buckets; every step from 100 ms on fits the kept levels. */
export function liveStepUs(windowUs: number, buckets: number): number {
  const wanted = windowUs / Math.max(1, buckets)
  const step = STEPS_MS.find((ms) => ms * 1000 >= wanted)
  return step === undefined ? Math.ceil(wanted / 60_000_000) * 60_000_000 : step * 1000
}

/** Bounded in-memory history of one connected source: what the live page draws and reads while nothing is recorded. */
export class LiveHistory {
  private readonly raw: RawRing
  private readonly levels: readonly BucketRing[]
  private segments: readonly Segment[] = []
  private keptGaps: Gap[] = []
  private first: TimeUs | null = null
  private last: TimeUs | null = null
  private latest: readonly number[] = []
  /** Null until mark() or the first sample. */
  private running: readonly SelectionStats[] | null = null

  constructor(
    private readonly sourceId: string,
    private readonly channels: readonly ChannelInfo[],
    rawRows = RAW_ROWS,
    levels: readonly { readonly stepUs: number; readonly capacity: number }[] = LEVELS,
  ) {
    this.raw = new RawRing(
      rawRows,
      channels.map((channel) => channel.type),
    )
    this.levels = levels.map(({ stepUs, capacity }) => new BucketRing(stepUs, capacity, channels.length))
  }

  /** Stamp of the first sample ever and of the newest; null before there is one. */
  get firstUs(): TimeUs | null {
    return this.first
  }

  get lastUs(): TimeUs | null {
    return this.last
  }

  /** The newest value of every channel, in their order; empty before the first sample. */
  lastValues(): readonly number[] {
    return this.latest
  }

  /** Raw rows are complete for t > rawSinceUs; −∞ while none was dropped. */
  get rawSinceUs(): TimeUs {
    return this.raw.sinceUs
  }

  segment(segment: Segment): void {
    this.segments = joined(this.segments, segment)
    for (const stats of this.running ?? []) stats.segment(segment)
  }

  /** Stamps rise strictly, also from block to block. The arrays are copied. */
  append(block: Rows): void {
    const { timesUs, values } = block
    if (timesUs.length === 0) return
    this.first ??= timesUs[0]!
    this.running ??= this.accumulators(this.first - Math.round((this.segments.at(-1)?.periodS ?? 0) * 1_000_000))
    this.last = timesUs[timesUs.length - 1]!
    this.latest = values.map((column) => Number(column[timesUs.length - 1]))
    this.raw.add(block)
    for (const level of this.levels) level.add(timesUs, values)
    for (const [c, stats] of this.running.entries()) stats.push(timesUs, values[c]!)
  }

  /** A gap with the fromUs of the last one replaces it: it was open and has ended, or grew. */
  gap(gap: Gap): void {
    if (this.keptGaps.at(-1)?.fromUs === gap.fromUs) this.keptGaps.pop()
    this.keptGaps.push(gap)
    if (this.keptGaps.length > KEPT_GAPS) this.keptGaps.shift()
  }

  /** Kept gaps that touch the span, oldest first. */
  gaps(fromUs: TimeUs, toUs: TimeUs): readonly Gap[] {
    return this.keptGaps.filter((gap) => gap.fromUs < toUs && (gap.toUs ?? Number.POSITIVE_INFINITY) > fromUs)
  }

  /**
   * At most `buckets` buckets that cover fromUs < t ≤ toUs: from raw rows while they reach back that far, otherwise from the
   * kept buckets, whose grid then may start up to one kept step earlier and be coarser. Always true to its own grid.
   */
  window(key: string, fromUs: TimeUs, toUs: TimeUs, buckets: number): Envelope {
    const c = this.indexOf(key)
    if (fromUs >= this.raw.sinceUs) {
      const folder = new EnvelopeFolder(planGrid(fromUs, toUs, buckets))
      this.giveRaw(c, fromUs, toUs, folder)
      return folder.result()
    }
    const level = this.levelFor(fromUs, (toUs - fromUs) / buckets)
    const startUs = Math.floor(fromUs / level.stepUs) * level.stepUs
    const stepUs = Math.max(1, Math.ceil((toUs - startUs) / buckets / level.stepUs)) * level.stepUs
    const folder = new EnvelopeFolder({ startUs, stepUs, count: Math.max(0, Math.ceil((toUs - startUs) / stepUs)) })
    level.give(c, startUs / level.stepUs, bucketOf(toUs + stepUs, 0, level.stepUs), folder, false)
    return folder.result()
  }

  /**
   * Buckets fromBucket … newest on the absolute grid of `stepUs`, at most the newest MAX_SINCE_BUCKETS. The cost depends on
   * the number of buckets, not on the length of the history. Where neither raw rows nor a level that divides `stepUs` reach
   * back, the finest level stands in, each of its buckets placed by its end.
   */
  since(key: string, stepUs: number, fromBucket: number): Envelope {
    const c = this.indexOf(key)
    const newest = this.last === null ? fromBucket - 1 : bucketOf(this.last, 0, stepUs)
    const oldest = this.first === null ? fromBucket : bucketOf(this.first, 0, stepUs)
    const from = Math.max(fromBucket, oldest, newest - MAX_SINCE_BUCKETS + 1)
    const startUs = from * stepUs
    const endUs = (newest + 1) * stepUs
    const folder = new EnvelopeFolder({ startUs, stepUs, count: Math.max(0, newest - from + 1) })
    const level = this.levels.findLast((one) => stepUs % one.stepUs === 0)
    if (level) {
      level.give(c, startUs / level.stepUs, endUs / level.stepUs - 1, folder, false)
    } else {
      const rawFromUs = Math.max(startUs, this.raw.sinceUs)
      const finest = this.levels[0]!
      const before = Math.floor(rawFromUs / finest.stepUs) - 1
      if (rawFromUs > startUs) finest.give(c, Math.floor(startUs / finest.stepUs), before, folder, true)
      this.giveRaw(c, rawFromUs, endUs, folder)
    }
    return folder.result()
  }

  /** Views on the raw rows with fromUs < t ≤ toUs that are still held (see rawSinceUs); valid until the next append. */
  rows(fromUs: TimeUs, toUs: TimeUs): readonly Rows[] {
    return this.raw.runs(fromUs, toUs)
  }

  /** The raw sample beside a time; null when there is none, or when it may have been one that is no longer held. */
  nearest(key: string, tUs: TimeUs, side: Side): Sample | null {
    const c = this.indexOf(key)
    const { sinceUs } = this.raw
    if (side !== 'before' && tUs < sinceUs) return null
    const first = (runs: readonly Rows[], look: (times: Float64Array, values: Numbers) => Sample | null) =>
      runs.reduce<Sample | null>((found, run) => found ?? look(run.timesUs, run.values[c]!), null)
    const untilUs = earlierUntil(tUs, side)
    const earlier = first(this.raw.runs(Number.NEGATIVE_INFINITY, untilUs).toReversed(), (times, values) =>
      newestUntil(times, values, untilUs),
    )
    const later = first(this.raw.runs(tUs, Number.POSITIVE_INFINITY), (times, values) =>
      oldestAfter(times, values, tUs),
    )
    const found = chosen(
      tUs,
      side,
      () => earlier,
      () => later,
    )
    const maybeCloser = side === 'nearest' && !earlier && found !== null && tUs - sinceUs <= found.tUs - tUs
    return maybeCloser ? null : found
  }

  /** Statistics from raw rows. When they no longer reach back to fromUs, the answer's fromUs is where they begin. */
  stats(key: string, fromUs: TimeUs, toUs: TimeUs): ChannelStats {
    const c = this.indexOf(key)
    const start = Math.min(Math.max(fromUs, this.raw.sinceUs), Math.max(fromUs, toUs))
    const stats = new SelectionStats(this.idOf(c), this.channels[c]!, start, this.segments)
    for (const run of this.raw.runs(start, toUs)) stats.push(run.timesUs, run.values[c]!)
    return stats.result(toUs)
  }

  /** stats() with the spread of the same values. */
  summary(key: string, fromUs: TimeUs, toUs: TimeUs): SelectionSummary {
    const c = this.indexOf(key)
    const stats = this.stats(key, fromUs, toUs)
    const values = () => this.raw.runs(stats.fromUs, toUs).map((run) => run.values[c]!)
    return { ...stats, ...spreadOf(values, stats) }
  }

  /** Running totals start anew: they count what comes with t > fromUs, raw rows already held included. */
  mark(fromUs: TimeUs): void {
    const running = this.accumulators(fromUs)
    for (const run of this.raw.runs(fromUs, Number.POSITIVE_INFINITY)) {
      for (const [c, stats] of running.entries()) stats.push(run.timesUs, run.values[c]!)
    }
    this.running = running
  }

  /** Totals since mark() of every channel, in their order; without a mark since the first sample's window. */
  totals(toUs: TimeUs): readonly ChannelStats[] {
    return (this.running ?? this.accumulators(toUs)).map((stats) => stats.result(toUs))
  }

  private accumulators(fromUs: TimeUs): readonly SelectionStats[] {
    return this.channels.map((channel, c) => new SelectionStats(this.idOf(c), channel, fromUs, this.segments))
  }

  private giveRaw(c: number, fromUs: TimeUs, toUs: TimeUs, folder: EnvelopeFolder): void {
    for (const run of this.raw.runs(fromUs, toUs)) folder.addRows(run.timesUs, run.values[c]!)
  }

  /** The coarsest level that reaches back and is no coarser than wanted; else the finest that reaches back; else the coarsest. */
  private levelFor(fromUs: TimeUs, wantedUs: number): BucketRing {
    const reaching = this.levels.filter((level) => level.sinceUs <= fromUs)
    return reaching.findLast((level) => level.stepUs <= wantedUs) ?? reaching[0] ?? this.levels.at(-1)!
  }

  private indexOf(key: string): number {
    return this.channels.findIndex((channel) => channel.key === key)
  }

  private idOf(c: number): ChannelId {
    return channelId(this.sourceId, this.channels[c]!.key)
  }
}
