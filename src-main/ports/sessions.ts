import type { HostClock, MachineClock } from '@contract/clocks'
import type { ImportReport, KeptImport } from '@contract/collectd'
import type { ChannelId, Envelope, Gap, Segment, SessionEvent, SourceInfo, TimeUs } from '@contract/model'
import type { NearestRequest, SampleAt, SelectionSummary, StatsReply, StatsRequest } from '@contract/series'
import type { SessionCheck, SessionRow, SessionView } from '@contract/sessions'
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
  /** What a session that is gone on with holds of each source; empty for a new one. */
  readonly past: ReadonlyMap<string, { readonly rows: number; readonly lastUs: TimeUs | null }>
  /** Adds a source, or replaces what is known of it (identity, calibration, labels of channels) when the id exists. */
  source(info: SourceInfo): void
  segment(sourceId: string, segment: Segment): void
  /** The block's arrays may be transferred: the caller does not touch them afterwards. */
  append(sourceId: string, block: SampleBlock): void
  /** A gap with the fromUs of an earlier one of the source replaces it: it has ended, or more is known. */
  gap(sourceId: string, gap: Gap): void
  event(event: SessionEvent): void
  rename(name: string): void
  /** Aligns an imported machine as its sync messages tell; nothing changes where a person decided (setClock, an import with an offset). */
  syncClock(host: string, clock: HostClock): void
  progress(): Progress
  /** Everything handed over so far is durable when it resolves. */
  flush(): Promise<void>
  /** Flushes, merges the write-ahead log, marks the session finished. Null: it ends where it ended before, or with its last new sample. */
  finish(endUs: TimeUs | null): Promise<void>
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

/** Reads one session, also while it is being written. All times are ours: samples of aligned machines are mapped as they are read. */
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
  /** Machines that were imported into it, and how their clocks are aligned. */
  clocks(): Promise<readonly MachineClock[]>
  /** What was imported into it, oldest first. */
  imports(): Promise<readonly KeptImport[]>
  /** Writes the raw archive of an import to a file that does not exist yet; false when it was dropped. */
  copyArchive(importId: number, target: string): Promise<boolean>
  close(): Promise<void>
}

/** A series with all its rows, from outside. */
export interface ImportedSource {
  /** The machine it comes from: a later import of the same machine replaces it. */
  readonly host: string
  readonly info: SourceInfo
  /** Null when the time between rows is not known. */
  readonly segment: Segment | null
  readonly block: SampleBlock
  readonly gaps: readonly Gap[]
}

export interface ImportFacts {
  readonly atUs: TimeUs
  /** Name of the archive. */
  readonly file: string
  /** Path of the raw archive to be kept in the session; null keeps none. */
  readonly archive: string | null
  readonly filters: readonly string[] | null
  readonly offsetS: number
  /** Alignment of all machines in it; null leaves those they have. */
  readonly clock: HostClock | null
  readonly report: Omit<ImportReport, 'session'>
}

/** An import under way, all or nothing: until commit() the session is as it was, also after a crash. */
export interface SessionImport {
  /** Of the session, which exists from commit() on when it is a new one. */
  readonly id: string
  /** The block's arrays may be transferred. Resolves when it is written; rejects with a Fault. */
  add(source: ImportedSource): Promise<void>
  /** Ends the import; the session now spans everything in it. */
  commit(facts: ImportFacts): Promise<void>
  abandon(): Promise<void>
}

/** A session of its own, or one that exists and is not being recorded. */
export type ImportTarget = Omit<NewSession, 'startUs'> | { readonly id: string }

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
  /** Goes on with a session that is not being recorded; it is finished again by finish(). Faults: SESSION_UNKNOWN, STORE_BUSY. */
  resume(id: string): Promise<SessionWriter>
  /** Faults: SESSION_UNKNOWN, SESSION_AMBIGUOUS, STORE_BUSY while the session is being recorded. */
  beginImport(target: ImportTarget): Promise<SessionImport>
  /** Gives back the room of raw archives kept in a session; its series stay. */
  dropArchives(id: string): Promise<void>
  /**
   * A person's decision about an imported machine: aligns it from now on, null takes that back, and sync messages do not change it any
   * more unless it is `sync` itself. Stamps are not touched. Faults: STORE_BUSY while the session is being recorded.
   */
  setClock(id: string, host: string, clock: HostClock | null): Promise<void>
  list(): Promise<readonly SessionRow[]>
  /** Full id, unique prefix, or `latest`. Faults: SESSION_UNKNOWN, SESSION_AMBIGUOUS, SESSION_NEWER, STORE_DAMAGED. */
  find(idOrPrefix: string): Promise<string>
  /**
   * Takes a session file from anywhere, by its absolute path, and gives the id that leads to it until close(). A file of the
   * library keeps its own id. Any other is a guest: open() reads it, what would change it rejects with STORE_DENIED; the file
   * is not trusted. Faults: STORE_DAMAGED, SESSION_NEWER, STORE_DENIED.
   */
  admit(path: string): Promise<string>
  open(id: string): Promise<SessionReader>
  /** Reads everything and says what does not fit; changes nothing. Damage is told, not thrown. Faults: SESSION_UNKNOWN, SESSION_AMBIGUOUS, SESSION_NEWER. */
  verify(idOrPrefix: string): Promise<SessionCheck>
  rename(id: string, name: string): Promise<void>
  remove(id: string): Promise<void>
  /** Mends sessions whose writing process is gone (and only those). */
  recover(): Promise<readonly Recovered[]>
  close(): Promise<void>
}
