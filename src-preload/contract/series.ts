import type { MachineClock } from './clocks'
import type { ChannelId, Envelope, Gap, TimeUs } from './model'

/** Samples that are coming in now (kept in memory, bounded), or those of one session file. */
export type SeriesScope = { readonly kind: 'live' } | { readonly kind: 'session'; readonly id: string }

export interface WindowRequest {
  readonly scope: SeriesScope
  readonly channels: readonly ChannelId[]
  readonly fromUs: TimeUs
  readonly toUs: TimeUs
  /** Buckets per lane, 1 … MAX_BUCKETS. */
  readonly buckets: number
}

export interface WindowReply {
  readonly lanes: readonly { readonly channel: ChannelId; readonly envelope: Envelope }[]
  readonly gaps: readonly { readonly sourceId: string; readonly gap: Gap }[]
}

export interface StatsRequest {
  readonly scope: SeriesScope
  readonly channels: readonly ChannelId[]
  /** A sample belongs to the selection when fromUs < t ≤ toUs. */
  readonly fromUs: TimeUs
  readonly toUs: TimeUs
}

/** Statistics of one channel over a selection, from raw samples. NaN where there is nothing to say. */
export interface ChannelStats {
  readonly channel: ChannelId
  readonly fromUs: TimeUs
  readonly toUs: TimeUs
  readonly n: number
  readonly expected: number
  /** Covered time / selected time, 0 … 100. */
  readonly coveragePercent: number
  readonly mean: number
  readonly min: number
  readonly max: number
  /** Only for power channels (W); null for others. */
  readonly energyJ: number | null
  /** Longest time without data inside the selection, seconds; 0 when none. */
  readonly largestGapS: number
  /** Gaps inside the selection and the seconds they leave out. */
  readonly gaps: number
  readonly gapS: number
}

/** How the raw values of a selection are spread. NaN where there are none. */
export interface Spread {
  /** Standard deviation of the values themselves: √(Σ(x − mean)² / n). */
  readonly sigma: number
  readonly median: number
  readonly p5: number
  readonly p95: number
  readonly p99: number
}

/** Everything that is said about one channel over a selection. */
export type SelectionSummary = ChannelStats & Spread

/** The most gaps that are listed with statistics; their number and seconds are always those of all. */
export const MAX_LISTED_GAPS = 100

export interface StatsReply {
  readonly rows: readonly SelectionSummary[]
  /** Gaps that touch the selection, in time order per source: the longest MAX_LISTED_GAPS of all. */
  readonly gaps: readonly { readonly sourceId: string; readonly gap: Gap }[]
  /** Gaps that touch the selection and are not listed. */
  readonly gapsLeftOut: number
  /** Imported machines the channels come from, with their alignment; left out when there is none. */
  readonly clocks?: readonly MachineClock[]
}

export interface NearestRequest {
  readonly scope: SeriesScope
  readonly channels: readonly ChannelId[]
  readonly tUs: TimeUs
  /** `before`: the newest sample with t < tUs; `after`: the oldest with t > tUs; `nearest`: the closest, of two the earlier. */
  readonly side: 'nearest' | 'before' | 'after'
}

/** One raw sample. */
export interface SampleAt {
  readonly channel: ChannelId
  readonly tUs: TimeUs
  readonly value: number
}

export interface SeriesRequests {
  'series:window': (request: WindowRequest) => WindowReply
  'series:stats': (request: StatsRequest) => StatsReply
  /** Channels without such a sample are left out. */
  'series:nearest': (request: NearestRequest) => readonly SampleAt[]
}
