import type { ChannelId, Envelope, Gap, Segment, SessionEvent, SourceInfo, TimeUs } from '@contract/model'
import type { NearestRequest, SampleAt, SelectionSummary, StatsReply, StatsRequest } from '@contract/series'
import type { SessionRow, SessionView } from '@contract/sessions'
import type { Fault } from '../base/fault'
import type { SampleBlock } from './samples'

export interface NewSession {
  readonly name: string
  readonly startUs: TimeUs
  readonly appVersion: string
}

/** How far a recording is on the disk. */
export interface Progress {
  readonly bytes: number
  /** Rows made durable. */
  readonly rows: number
  readonly diskFreeBytes: number | null
}

/**
 * Writes one session. Everything is handed over at once and made durable within a second; nothing here waits or throws.
 * What goes wrong arrives through `failed`, once; what was durable before stays so.
 */
export interface SessionWriter {
  readonly id: string
  /** Adds a source, or replaces what is known of it (identity, calibration) when the id exists. */
  source(info: SourceInfo): void
  segment(sourceId: string, segment: Segment): void
  /** The block's arrays may be transferred: the caller does not touch them afterwards. */
  append(sourceId: string, block: SampleBlock): void
  /** A gap with the fromUs of an earlier one of the source replaces it: it has ended, or more is known. */
  gap(sourceId: string, gap: Gap): void
  event(event: SessionEvent): void
  rename(name: string): void
  progress(): Progress
  /** Everything handed over so far is durable when it resolves. */
  flush(): Promise<void>
  /** Flushes, merges the write-ahead log, marks the session finished. */
  finish(endUs: TimeUs): Promise<void>
  /** At most one call. Afterwards nothing more is taken; finish() still closes the file, and rejects with the fault when it broke. */
  onFailed(hear: (fault: Fault) => void): void
}

export interface WindowQuery {
  readonly channels: readonly ChannelId[]
  readonly fromUs: TimeUs
  readonly toUs: TimeUs
  readonly buckets: number
}

export interface GapsQuery {
  readonly fromUs: TimeUs
  readonly toUs: TimeUs
  /** The most gaps to give: the longest. */
  readonly most: number
  /** Only gaps of these; of all sources when it is left out. */
  readonly sourceIds?: readonly string[]
}

export type NearestQuery = Omit<NearestRequest, 'scope'>

export interface SourceRows {
  readonly sourceId: string
  readonly block: SampleBlock
}

/** Reads one session, also while it is being written. */
export interface SessionReader {
  readonly id: string
  view(): Promise<SessionView>
  gaps(): Promise<readonly { readonly sourceId: string; readonly gap: Gap }[]>
  /** Gaps that touch a span, in time order per source. */
  gapsIn(query: GapsQuery): Promise<{ readonly gaps: StatsReply['gaps']; readonly leftOut: number }>
  segments(): Promise<readonly { readonly sourceId: string; readonly segment: Segment }[]>
  /**
   * Min/mean/max per bucket; never reads raw blobs where summaries suffice. The grid covers the span with at most `buckets` + 1
   * buckets, may begin up to a bucket earlier, end later and be up to twice as coarse as asked: every bucket is true to it.
   */
  window(query: WindowQuery): Promise<readonly { readonly channel: ChannelId; readonly envelope: Envelope }[]>
  /** From raw samples, always. Other questions are answered meanwhile, however long it takes. */
  stats(query: Omit<StatsRequest, 'scope'>): Promise<readonly SelectionSummary[]>
  /** The raw sample of each channel before, after or closest to a time; channels without one are left out. */
  nearest(query: NearestQuery): Promise<readonly SampleAt[]>
  /** Raw rows with fromUs < t ≤ toUs in time order, one source after the other, or of one source only. */
  rows(query: { readonly fromUs: TimeUs; readonly toUs: TimeUs; readonly sourceId?: string }): AsyncIterable<SourceRows>
  close(): Promise<void>
}

/** What was found and mended after a crash. */
export interface Recovered {
  readonly id: string
  readonly name: string
  readonly startUs: TimeUs
  /** Time of the last sample that was durable. */
  readonly lastUs: TimeUs | null
  readonly rows: number
  readonly checksumsOk: boolean
}

/** The session library of this person. Every method may reject with a Fault. */
export interface SessionStore {
  /** For people and `doctor`. */
  readonly folder: string
  create(what: NewSession): Promise<SessionWriter>
  list(): Promise<readonly SessionRow[]>
  /** Full id, unique prefix, or `latest`. Faults: SESSION_UNKNOWN, SESSION_AMBIGUOUS, SESSION_NEWER, STORE_DAMAGED. */
  find(idOrPrefix: string): Promise<string>
  open(id: string): Promise<SessionReader>
  rename(id: string, name: string): Promise<void>
  remove(id: string): Promise<void>
  /** Mends sessions whose writing process is gone (and only those). */
  recover(): Promise<readonly Recovered[]>
  close(): Promise<void>
}
