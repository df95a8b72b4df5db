import type { ConnectStep, Timing } from '@contract/instruments'
import type { Calibration, ChannelFile, ChannelInfo, Gap, Identity, Segment, TimeUs } from '@contract/model'
import type { Clock } from '../base/clock'
import type { Fault } from '../base/fault'
import type { SampleBlock } from './samples'
import type { Bench, OpenLine } from './transport'

/** One line of raw traffic, for consoles and `--debug`. */
export interface Traffic {
  readonly atUs: TimeUs
  readonly direction: 'sent' | 'received' | 'note'
  /** What crossed the wire, one character a byte; a remark in words. */
  readonly text: string
  /** What it means, in words, with the settings of that moment; asked only when somebody looks. Absent: nothing to add. */
  readonly meaning?: () => string
  /** Absent: nothing is wrong. */
  readonly level?: 'warn' | 'fault'
}

/** What a driver tells while it is connected. No callback may throw. */
export interface DriverEvents {
  step(step: ConnectStep): void
  /** Settings became true: before the first block, and again whenever they change. */
  segment(segment: Segment, timing: Timing): void
  samples(block: SampleBlock): void
  gap(gap: Gap): void
  /** Frames that failed the plausibility tests: counted, never plotted. */
  rejected(count: number, why: string): void
  /** Something a person should know that stops nothing, as a sentence: for the log. */
  warn(text: string): void
  /** |receipt − assumed send time| in ms of the samples of the last block, for the jitter figure. */
  lateness(ms: number): void
  /** Any bytes of the far end, for the watchdog; good frames only count as `samples`. */
  heard(atUs: TimeUs): void
  traffic(line: Traffic): void
}

/** What a driver works with. Everything that touches the world comes from outside. */
export interface DriverIo {
  readonly address: string
  readonly openLine: OpenLine
  readonly clock: Clock
  readonly events: DriverEvents
  /** Aborting it during connect() gives up: the goodbye of the protocol is said and the line is closed. */
  readonly signal: AbortSignal
  /** True: a sample is never held back to see whether others were lost before it; the gap is then told later. */
  readonly prompt?: boolean
}

/** A connected, streaming instrument. */
export interface Connection {
  readonly identity: Identity
  readonly calibration: Calibration | null
  readonly timing: Timing
  /** A silence that is normal for this instrument, ms, where it can be longer than a few periods. */
  readonly patienceMs?: number
  /** Settles when the stream ended: null after stop(), a Fault when the line was lost. Never rejects. */
  readonly ended: Promise<Fault | null>
  /** Says goodbye to the instrument as its protocol asks, then closes the line. Bounded in time, idempotent, never rejects. */
  stop(): Promise<void>
}

/** Settings of an instrument. Every one has an interval; which of the others it takes, its `takes` says. */
export interface InstrumentSettings {
  /** Integer ≥ 1. */
  readonly intervalMs: number
  readonly channelFile?: ChannelFile
  /** Integration time in mains periods. */
  readonly nplc?: number
}

/** What one folder under instruments/ exports. */
export interface Instrument {
  /** Kept in session files and settings: never renamed. */
  readonly kind: string
  /** "PowerSpy2". */
  readonly title: string
  readonly machineName: string
  readonly reach: 'serial' | 'tcp'
  /** Null: there is no usual address, it has to be given. */
  readonly defaultAddress: string | null
  /** Settings beside the interval that mean something to it. */
  readonly takes: readonly Exclude<keyof InstrumentSettings, 'intervalMs'>[]
  /** What one sample holds, in the order of its values. Empty for settings that refuse() refuses. */
  channels(settings: InstrumentSettings): readonly ChannelInfo[]
  /** Why these settings cannot work, in words; null when they can. Asked before the instrument is touched. */
  refuse(settings: InstrumentSettings): string | null
  /** Opens the line, identifies the instrument, configures it and starts the stream. Rejects with a Fault; the line is then closed. */
  connect(io: DriverIo, settings: InstrumentSettings): Promise<Connection>
  /** A simulated instrument with a believable load, and its settings, for the demo bench. `seed` makes it repeatable. */
  demoBench(clock: Clock, seed: number): Bench
  readonly demoSettings: InstrumentSettings
}
