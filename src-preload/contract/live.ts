import type { ChannelId, Envelope, Gap, SiUnit, TimeUs } from './model'

/** What the live page wants to follow: the last windowUs of every connected source in at most `buckets` buckets. */
export interface FollowRequest {
  /** Microseconds; null follows everything since the first sample. */
  readonly windowUs: number | null
  /** 16 … MAX_BUCKETS. */
  readonly buckets: number
  /** Channels whose buckets and readouts are told, beside the readout of each source's first power channel; all when left out. */
  readonly channels?: readonly ChannelId[]
}

/** The most buckets a lane may ask for: about one to a pixel of a wide screen. */
export const MAX_BUCKETS = 1_000

/** The most buckets of a lane that is redrawn with every tick. */
export const LIVE_BUCKETS = 250

/** Readouts of one channel, computed in main from raw samples. Energy in J; NaN where nothing was measured. */
export interface Readout {
  readonly channel: ChannelId
  readonly now: number
  readonly nowUs: TimeUs
  readonly mean1m: number
  readonly n1m: number
  readonly expected1m: number
  /** Start of what the next fields count: of the recording, of the connection, or of what came after a recording. */
  readonly allSinceUs: TimeUs
  readonly meanAll: number
  readonly nAll: number
  readonly expectedAll: number
  readonly energyJ: number
  /** Seconds inside gaps that energyJ does not hold. */
  readonly gapS: number
  readonly gaps: number
}

/** A quantity that follows from the newest sample of a source: apparent power, power factor … Never stored. */
export interface Derived {
  readonly sourceId: string
  readonly key: 'apparent' | 'power_factor' | 'reactive' | 'crest_voltage' | 'crest_current'
  readonly label: string
  readonly unit: SiUnit
  readonly value: number
}

/**
 * New or changed buckets since the last acknowledged tick. Buckets lie on an absolute grid (bucket k covers
 * k·stepUs < t ≤ (k+1)·stepUs), so a tick may be laid over older ones: main merges while the page is behind. A lane that
 * is missing is as it was: nothing came since.
 */
export interface LiveTick {
  readonly seq: number
  /** Time of the newest sample edge: the right end of a following chart. */
  readonly nowUs: TimeUs
  /** Start of everything that can be followed. */
  readonly firstUs: TimeUs
  readonly stepUs: number
  /** True when older buckets are void: a new window, a new step, a new source. */
  readonly reset: boolean
  readonly lanes: readonly { readonly channel: ChannelId; readonly envelope: Envelope }[]
  /** All gaps that touch the followed window: they replace those of the tick before. */
  readonly gaps: readonly { readonly sourceId: string; readonly gap: Gap }[]
  readonly readouts: readonly Readout[]
  readonly derived: readonly Derived[]
}

export interface LiveRequests {
  'live:follow': (request: FollowRequest) => void
  'live:ack': (seq: number) => void
  'live:unfollow': () => void
}

export interface LiveEvents {
  'live:tick': LiveTick
}
