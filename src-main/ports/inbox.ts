import type { ImportReport } from '@contract/collectd'
import type { EventDetail, TimeUs } from '@contract/model'

/** When a message came and from where. */
export interface Arrival {
  /** When its first bytes were received. */
  readonly atUs: TimeUs
  /** IP address of the sender. */
  readonly from: string
}

/** Full id of a session, a unique beginning of one, or `latest`, which is made when there is none. */
export type SessionRef = string

export interface InboxSession {
  readonly id: string
  readonly name: string
  /** True while samples and messages are still being written into it. */
  readonly recording: boolean
  readonly startUs: TimeUs
  readonly endUs: TimeUs | null
  /** Measurements and runs, oldest first. */
  readonly spans: readonly InboxSpan[]
  /** Prefixes of collectd files; null takes everything. */
  readonly filters: readonly string[] | null
  /** How the clocks of the senders stand against ours, as the sync messages tell. */
  readonly clocks: readonly {
    readonly from: string
    readonly points: number
    readonly offsetMs: number
    readonly driftPpm: number
    readonly residualMs: number | null
  }[]
  /** Machines that were imported into it. */
  readonly machines: readonly HostAlignment[]
}

export interface InboxSpan {
  /** Counts from 1 in its session, measurements and runs apart. */
  readonly id: number
  readonly what: 'measurement' | 'run'
  readonly unit: string
  readonly name: string
  readonly fromUs: TimeUs
  readonly toUs: TimeUs | null
}

/** What a sync message did. */
export interface InboxSync {
  readonly offsetMs: number
  readonly points: number
  /** Machines imported into the session, as they are aligned now. */
  readonly clocks: readonly HostAlignment[]
}

/** A saved instrument. */
export interface InboxMeter {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly connected: boolean
  readonly channels: readonly { readonly key: string; readonly label: string; readonly unit: string }[]
}

/** Rows of one channel between two moments. */
export interface InboxLog {
  readonly channel: string
  readonly unit: string
  readonly fromUs: TimeUs
  readonly toUs: TimeUs
  readonly rows: readonly (readonly [atUs: TimeUs, value: number | null])[]
  /** True when there are more rows than are told. */
  readonly cut: boolean
}

/** How the clock of an imported machine stands, in words: "Aligned by 3 sync points, ±4 ms". */
export interface HostAlignment {
  readonly host: string
  readonly text: string
}

/** What became of an archive: imported, or kept until the recording of its session ends. */
export type InboxImport =
  | (ImportReport & { readonly clocks: readonly HostAlignment[] })
  | { readonly session: string; readonly waiting: true; readonly reason: string }

/** Start, stop or name of a measurement or run. `name` and `message` may be empty. */
export interface SpanMessage {
  readonly what: 'measurement' | 'run'
  readonly unit: string
  readonly name: string
  readonly message: string
}

/**
 * What arrives from outside without an instrument. Messages land in the session being recorded, else in the one that is named; every
 * answer is given when the message is durable. All methods reject with Faults; SESSION_UNKNOWN and BAD_REQUEST are the sender's own.
 */
export interface Inbox {
  /** The id of the session that messages for `latest` go to from now on. */
  startSession(arrival: Arrival): Promise<string>
  session(ref: SessionRef, arrival: Arrival): Promise<InboxSession>
  meters(ref: SessionRef): Promise<readonly InboxMeter[]>
  connectMeter(ref: SessionRef, meter: string, how: 'on' | 'toggle', arrival: Arrival): Promise<InboxMeter>
  /** `channel`: its key, its label, or its number from 0. */
  labelChannel(meter: string, channel: string, label: string): Promise<InboxMeter>
  startSpan(ref: SessionRef, message: SpanMessage, arrival: Arrival): Promise<InboxSpan>
  /** Ends the open one of this unit, else the newest open one. */
  stopSpan(ref: SessionRef, message: SpanMessage, arrival: Arrival): Promise<InboxSpan>
  /** Names the measurement under way; without one the last, or the `next` one. */
  nameMeasurement(ref: SessionRef, name: string, which: 'last' | 'next', arrival: Arrival): Promise<string>
  mark(ref: SessionRef, text: string, detail: EventDetail, arrival: Arrival): Promise<void>
  /** The new list of the session. */
  include(ref: SessionRef, filters: readonly string[], arrival: Arrival): Promise<readonly string[] | null>
  exclude(ref: SessionRef, filters: readonly string[], arrival: Arrival): Promise<readonly string[] | null>
  addSample(ref: SessionRef, unit: string, name: string, value: number, arrival: Arrival): Promise<void>
  /** `sentUs`: what the sender's clock showed. Aligns the machine it came from, also one that is imported later. */
  sync(ref: SessionRef, sentUs: TimeUs, arrival: Arrival): Promise<InboxSync>
  /** Takes the file over: it is gone afterwards, whatever happens. */
  importArchive(ref: SessionRef, file: string, arrival: Arrival, signal: AbortSignal): Promise<InboxImport>
  meterLog(ref: SessionRef, measurement: number, meter: string, channel: string): Promise<InboxLog>
  resourceLog(ref: SessionRef, measurement: number, unit: string, name: string): Promise<InboxLog>
}
