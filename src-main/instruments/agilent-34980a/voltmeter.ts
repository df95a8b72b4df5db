import type { ConnectStep } from '@contract/instruments'
import type { TimeUs } from '@contract/model'
import type { Clock } from '../../base/clock'
import { pause } from '../../base/clock'
import { asFault, type Fault } from '../../base/fault'
import type { Reading } from '../../engine/power-tree/scan'
import type { Traffic } from '../../ports/instrument'
import type { Line, OpenLine } from '../../ports/transport'
import { ScpiDialogue } from '../../wire/scpi-dialogue'
import { command, query, scpiChannels, scpiNumber } from '../../wire/scpi-text'
import {
  decodeError,
  decodeIdentity,
  decodeScan,
  type IdentityReply,
  type MeterError,
  NPLCS,
  nplcFor,
  scanLimitMs,
} from './codec'
import {
  badScan,
  badSettings,
  cancelled,
  cousinWarning,
  endlessErrors,
  garbage,
  meterErrors,
  silentMeter,
  stoppedAnswering,
} from './faults'

/** The meter answers a short query within milliseconds; a slow network and a busy front panel get more. */
const ANSWER_MS = 5_000

/** How long the goodbye may take, a scan under way included. */
const GOODBYE_MS = 900

/** The queue holds 20 entries on the 34970A; a meter that says more than this is broken. */
const MOST_ERRORS = 100

/** What a channel list can say; which of them exist is for the meter to tell. */
const HIGHEST_CHANNEL = 99_999

/** What a voltmeter works with. */
export interface VoltmeterIo {
  readonly address: string
  readonly openLine: OpenLine
  readonly clock: Clock
  /** Aborting it while the meter is opened gives up. */
  readonly signal: AbortSignal
  readonly step?: (step: ConnectStep) => void
  /** Any bytes of the far end. */
  readonly heard?: (atUs: TimeUs) => void
  readonly traffic?: (line: Traffic) => void
  /** The connection was lost; what is asked then rejects with the same fault. Called at most once, never after close(). */
  readonly lost?: (fault: Fault) => void
}

export interface VoltmeterSetup {
  /** Channel numbers `sccc`, in any order. */
  readonly channels: readonly number[]
  /** Integration time in mains periods; the next higher one the meter has is used. */
  readonly nplc: number
}

/** One scan as the meter answered it. */
export interface ScanReadings {
  /** When the scan was asked for and when its last byte was there. */
  readonly startUs: TimeUs
  readonly endUs: TimeUs
  /** From the first channel to the last, µs: estimated from the time of the whole scan, all channels taking as long. */
  readonly skewUs: number
  readonly readings: ReadonlyMap<number, Reading>
}

/** A 34980A that is set up for its channels. */
export interface Voltmeter {
  readonly identity: IdentityReply
  /** Sentences worth a line in the log: a cousin answered. */
  readonly warnings: readonly string[]
  /** The integration time in use. */
  readonly nplc: number
  /** Time limit of one scan, ms. */
  readonly limitMs: number
  /**
   * One scan over all channels. Rejects with METER_SCAN (wrong channels or no numbers; the next scan may be good),
   * METER_STOPPED, METER_GARBAGE, the transport's LINE_HUNG_UP, or CANCELLED when the signal is aborted (the connection
   * is then over: nothing can take a scan back, and its answer would be taken for another's).
   */
  scan(signal?: AbortSignal): Promise<ScanReadings>
  /**
   * Reads the error queue until it is empty, then closes the line; bounded in time, idempotent, never rejects. Gives what
   * the meter reported; nothing when it did not answer in time or the connection was over.
   */
  close(): Promise<readonly MeterError[]>
}

/**
 * Opens the line, asks who is there and sets the meter up: the sequence of NOTES.md, without `*RST`, which would take
 * other users' settings with it. Rejects with a Fault (those of the transport, BAD_REQUEST, METER_SILENT, METER_STOPPED,
 * METER_GARBAGE, METER_ERRORS, CANCELLED); the line is then closed.
 */
export async function openVoltmeter(io: VoltmeterIo, setup: VoltmeterSetup): Promise<Voltmeter> {
  const nplc = nplcFor(setup.nplc)
  if (nplc === null) throw badSettings(`Integration times are ${NPLCS.join(', ')} mains periods, not ${setup.nplc}.`)
  if (setup.channels.length === 0) throw badSettings('There is no channel to measure.')
  const unknown = setup.channels.find((channel) => channel < 1 || channel > HIGHEST_CHANNEL)
  if (unknown !== undefined) {
    throw badSettings(`${unknown} is no channel of a voltmeter: those have at most five digits, slot × 1000 + channel.`)
  }
  const session = new Session(io, setup.channels, nplc)
  const giveUp = (): void => session.end(cancelled(io.address))
  io.signal.addEventListener('abort', giveUp, { once: true })
  try {
    await session.open()
    const { identity, warnings } = await session.setUp()
    return {
      identity,
      warnings,
      nplc,
      limitMs: session.limitMs,
      scan: (signal) => session.scan(signal),
      close: () => session.leave(),
    }
  } catch (error) {
    session.end(asFault(error))
    await session.leave()
    throw asFault(error)
  } finally {
    io.signal.removeEventListener('abort', giveUp)
  }
}

class Session {
  readonly limitMs: number
  private readonly wanted: ReadonlySet<number>
  private readonly dialogue: ScpiDialogue
  private line: Line | null = null
  private over: Fault | null = null
  private leaving: Promise<readonly MeterError[]> | null = null
  private answered = false

  constructor(
    private readonly io: VoltmeterIo,
    channels: readonly number[],
    private readonly nplc: number,
  ) {
    this.wanted = new Set(channels)
    this.limitMs = scanLimitMs(this.wanted.size, nplc)
    const { address, clock } = io
    this.dialogue = new ScpiDialogue({
      clock,
      write: (bytes) => this.line?.write(bytes) ?? Promise.reject(this.over ?? cancelled(address)),
      silent: (asked, s) => (this.answered ? stoppedAnswering(address, asked, s) : silentMeter(address, s)),
      unasked: (said) => garbage(address, 'Nothing that was asked', said),
      traffic: (direction, text) => io.traffic?.({ atUs: clock.nowUs(), direction, text }),
    })
  }

  async open(): Promise<void> {
    const { io } = this
    if (io.signal.aborted) throw cancelled(io.address)
    io.step?.('open')
    const received = (bytes: Uint8Array, atUs: TimeUs): void => {
      io.heard?.(atUs)
      this.dialogue.received(bytes)
    }
    this.line = await io.openLine(io.address, { received, lost: (fault) => this.lost(fault) }, io.signal)
    if (this.over) throw this.over
  }

  async setUp(): Promise<{ readonly identity: IdentityReply; readonly warnings: readonly string[] }> {
    const { io, dialogue } = this
    io.step?.('identify')
    await dialogue.tell(command`*CLS`)
    const said = await dialogue.ask(query`*IDN?`, ANSWER_MS)
    this.answered = true
    const identity = decodeIdentity(said)
    if (!identity) throw garbage(io.address, '*IDN?', said)
    io.step?.('start')
    const list = scpiChannels(this.wanted)
    // CONF first: it resets formats, trigger, range and delay.
    await dialogue.tell(command`CONF:VOLT:DC AUTO,DEF,${list}`)
    await dialogue.tell(command`VOLT:DC:NPLC ${scpiNumber(this.nplc)},${list}`)
    await dialogue.tell(command`ROUT:SCAN ${list}`)
    await dialogue.tell(command`FORM:READ:CHAN ON`)
    await dialogue.tell(command`TRIG:SOUR IMM`)
    await dialogue.tell(command`TRIG:COUN 1`)
    const errors = await this.errors(ANSWER_MS)
    if (errors.length > 0) throw meterErrors(io.address, 'after it was set up', errors)
    const warnings = /34980A/i.test(identity.model) ? [] : [cousinWarning(io.address, identity.model)]
    return { identity, warnings }
  }

  async scan(signal?: AbortSignal): Promise<ScanReadings> {
    const { clock, address } = this.io
    const giveUp = (): void => this.end(cancelled(address))
    if (signal?.aborted) giveUp()
    signal?.addEventListener('abort', giveUp, { once: true })
    const startUs = clock.nowUs()
    const reply = await this.dialogue
      .ask(query`READ?`, this.limitMs)
      .finally(() => signal?.removeEventListener('abort', giveUp))
    const endUs = clock.nowUs()
    const readings = decodeScan(reply, this.wanted)
    if ('why' in readings) throw badScan(address, readings.why)
    const n = this.wanted.size
    return { startUs, endUs, skewUs: Math.round(((endUs - startUs) * (n - 1)) / n), readings }
  }

  /** Ends whatever is asked; nothing is said to the meter after that. */
  end(fault: Fault): void {
    this.over ??= fault
    this.dialogue.fail(this.over)
  }

  leave(): Promise<readonly MeterError[]> {
    this.leaving ??= this.goodbye()
    return this.leaving
  }

  private async goodbye(): Promise<readonly MeterError[]> {
    const { clock } = this.io
    let said: readonly MeterError[] = []
    if (!this.over) {
      const done = new AbortController()
      const read = this.errors(GOODBYE_MS).then(
        (errors) => {
          said = errors
        },
        () => undefined,
      )
      void read.then(() => done.abort())
      await pause(clock, GOODBYE_MS, done.signal)
    }
    const { line } = this
    this.end(cancelled(this.io.address))
    this.line = null
    await line?.close()
    return said
  }

  /** Empties the error queue. */
  private async errors(timeoutMs: number): Promise<readonly MeterError[]> {
    const errors: MeterError[] = []
    for (;;) {
      const said = await this.dialogue.ask(query`SYST:ERR?`, timeoutMs)
      const error = decodeError(said)
      if (!error) throw garbage(this.io.address, 'SYST:ERR?', said)
      if (error.code === 0) return errors
      errors.push(error)
      if (errors.length >= MOST_ERRORS) throw endlessErrors(this.io.address, errors.length, error)
    }
  }

  private lost(fault: Fault): void {
    const first = this.over === null
    this.end(fault)
    const { line } = this
    this.line = null
    void line?.close()
    if (first) this.io.lost?.(fault)
  }
}
