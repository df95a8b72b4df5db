import type { TimeUs } from '@contract/model'
import type { Fault } from '../base/fault'

/** What a line reports. Neither callback may throw. */
export interface LineEvents {
  /** Bytes of one read of the operating system, and when they were received. */
  received(bytes: Uint8Array, atUs: TimeUs): void
  /** The far end is gone or the port failed. Called at most once, never after close(). */
  lost(fault: Fault): void
}

/** An open byte pipe to an instrument. */
export interface Line {
  /** For people: "/dev/rfcomm0". */
  readonly label: string
  /** Resolves when the operating system took the bytes. Rejects with a Fault when the line is gone. */
  write(bytes: Uint8Array): Promise<void>
  /** Idempotent; resolves when the port is free again (bounded: at most 1 s). */
  close(): Promise<void>
}

/** Opens a pipe to an address. Rejects with a Fault that names cause and next action; honours the signal. */
export type OpenLine = (address: string, events: LineEvents, signal: AbortSignal) => Promise<Line>

/** A host's place at a SharedBench. */
export interface BenchSeat {
  /** Bytes from this host. */
  hear(bytes: Uint8Array): void
  /** This host closed its line. */
  leave(): void
}

/** A simulated instrument that several hosts reach at once: one state, an answer goes to who asked. */
export interface SharedBench {
  /** A host opened a line; `say` sends bytes to it until it leaves. */
  seat(say: (bytes: Uint8Array) => void, hangUp: () => void): BenchSeat
}

/**
 * The far end of a simulated cable: an instrument that answers bytes with bytes. Built on the instrument's own codec,
 * it stands below the framer, so that framing, time-outs and retries are what is tested.
 */
export interface Bench {
  /** The host opened the line; `say` sends bytes to it until unplug(). */
  plug(say: (bytes: Uint8Array) => void, hangUp: () => void): void
  /** Bytes from the host. */
  hear(bytes: Uint8Array): void
  /** The host closed the line. The instrument lives on: a stream left on stays on. */
  unplug(): void
}
