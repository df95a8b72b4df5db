/** Integer microseconds since the Unix epoch, UTC. Exact in a double until the year 2255. */
export type TimeUs = number

/** Units samples are kept in. Prefixes exist only on screen (quantity.ts) and inside codecs. '1' is a plain number. */
export type SiUnit =
  | 'W'
  | 'V'
  | 'A'
  | 'VA'
  | 'var'
  | 'Hz'
  | 'J'
  | 'Ah'
  | '°C'
  | '%'
  | 's'
  | 'B'
  | 'B/s'
  | 'bit/s'
  | '1/s'
  | 'rpm'
  | 'dBm'
  | 'dB'
  | 'jiffies'
  | '1'
  | 'us'

/**
 * What a sample means over time, which decides how energy is summed.
 * - windowed: the mean over the window that ends at the stamp (energy = Σ value × window)
 * - gauge: a momentary reading (energy = trapezoid over real stamps)
 * - counter: a rising total (energy = difference)
 * - rate: how fast a counter rose since the sample before (energy = Σ value × real step)
 * - time: a time stamp in microseconds, or flags of bits, kept for diagnosis, never drawn
 */
export type SampleKind = 'windowed' | 'gauge' | 'counter' | 'rate' | 'time'

/** How the values of a channel are stored. */
export type ValueType = 'f64' | 'i64' | 'u64'

export interface ChannelInfo {
  /** Stable key inside its source, kept in session files: never renamed. */
  readonly key: string
  readonly label: string
  readonly unit: SiUnit
  readonly kind: SampleKind
  readonly type: ValueType
}

/** Calibration read from a meter. Scales in SI per digit; dates as YYYY-MM-DD or null when the meter holds none. */
export interface Calibration {
  readonly voltsPerDigit: number
  readonly ampsPerDigit: number
  readonly date: string | null
  readonly factoryVoltsPerDigit: number
  readonly factoryAmpsPerDigit: number
  readonly factoryDate: string | null
}

/** Who answered on the wire. Strings as a person would read them. */
export interface Identity {
  readonly model: string
  readonly serial: string
  readonly hardware: string
  readonly firmware: string
}

/** A channel file (what is wired to which channel of a voltmeter) as it was read. */
export interface ChannelFile {
  /** The file's name without folders. */
  readonly name: string
  readonly text: string
}

/** One stream of sample rows on one time base: an instrument, an imported host. */
export interface SourceInfo {
  /** Unique inside a session and in the live view; letters, digits, `-`, `_`, `.`. */
  readonly id: string
  readonly kind: string
  readonly name: string
  /** Name for machines: JSON, metadata and export headers. */
  readonly machineName: string
  readonly simulated: boolean
  readonly identity: Identity | null
  readonly calibration: Calibration | null
  readonly channels: readonly ChannelInfo[]
  /** Of a voltmeter: what was wired to it, which its power tree is solved with. */
  readonly channelFile?: ChannelFile
}

/** A stretch of a source's stream with one set of settings. */
export interface Segment {
  readonly startUs: TimeUs
  /** True sample spacing in seconds; for windowed sources also the window. */
  readonly periodS: number
  /** Settings that led to it, as the instrument names them (intervalMs, periods, windows, mainsHz …). */
  readonly settings: Readonly<Record<string, string | number | boolean>>
}

export type GapCause =
  | 'frames-lost'
  | 'silent'
  | 'hang-up'
  | 'rejected'
  | 'disconnected'
  | 'crash'
  | 'overrun'
  | 'reconnected'
  | 'suspended'
  | 'reset'

/** No data between two samples: (fromUs, toUs) are the stamps of the samples at both sides, toUs null while it lasts. */
export interface Gap {
  readonly fromUs: TimeUs
  readonly toUs: TimeUs | null
  /** Samples that should have been there, where it can be known. */
  readonly lost: number | null
  readonly cause: GapCause
  /** For people: "Bluetooth link lost, reconnected on 3rd try". */
  readonly text: string
}

/** Something worth remembering at a moment of a session. */
export interface SessionEvent {
  readonly atUs: TimeUs
  readonly kind:
    | 'marker'
    | 'connected'
    | 'disconnected'
    | 'settings'
    | 'fault'
    | 'recovered'
    | 'started'
    | 'stopped'
    | 'span-start'
    | 'span-stop'
    | 'span-name'
    | 'sync'
    | 'filters'
    | 'import'
  readonly sourceId: string | null
  readonly text: string
  /** The same for programs, of the kinds that need it. */
  readonly detail?: EventDetail
}

/** What an event says to programs; which fields there are depends on its kind. */
export type EventDetail = Readonly<Record<string, string | number | null | readonly string[]>>

/** `SourceInfo.kind` of numbers that scripts push through the HTTP API. */
export const RESOURCE_KIND = 'resource'

/** `sourceId/channelKey`: names a channel in the live view and inside one session. */
export type ChannelId = string

export const channelId = (sourceId: string, key: string): ChannelId => `${sourceId}/${key}`

export const sourceOf = (id: ChannelId): string => id.slice(0, id.lastIndexOf('/'))

export const keyOf = (id: ChannelId): string => id.slice(id.lastIndexOf('/') + 1)

/**
 * Min/mean/max of equal time buckets; bucket i covers startUs + i·stepUs < t ≤ startUs + (i+1)·stepUs.
 * All arrays have the same length. An empty bucket has n 0 and NaN in the others.
 */
export interface Envelope {
  readonly startUs: TimeUs
  readonly stepUs: number
  readonly n: Float64Array
  readonly min: Float64Array
  readonly max: Float64Array
  readonly mean: Float64Array
}
