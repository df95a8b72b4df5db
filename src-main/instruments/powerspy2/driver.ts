import type { Calibration, TimeUs } from '@contract/model'
import type { Clock } from '../../base/clock'
import { pause } from '../../base/clock'
import { asFault, type Fault } from '../../base/fault'
import type { Connection, DriverIo, InstrumentSettings, Traffic } from '../../ports/instrument'
import type { Line } from '../../ports/transport'
import { Asker } from '../../wire/asker'
import { BracketFramer } from '../../wire/bracket-framer'
import { decodeIdentity, framed, type Hardware, hardwareOf, isDone, isRefused, MAX_BODY, request } from './codec'
import { type Far, meet, start } from './dialogue'
import { cancelled } from './faults'
import { FrameStream } from './frame-stream'
import { type Known, replyInWords, requestInWords } from './words'

/** How long the meter may take to acknowledge the last `Q`, frames under way included. */
const GOODBYE_MS = 1_000

/**
 * Opens the line, meets the meter and starts its stream; samples follow once the caller has the connection.
 * Rejects with a Fault (transport faults, and those of dialogue.ts); the meter was then told to stop and the line is closed.
 */
export async function connectPowerspy(io: DriverIo, settings: InstrumentSettings): Promise<Connection> {
  const link = new PowerspyLink(io)
  const giveUp = (): void => link.giveUp(cancelled(io.address))
  io.signal.addEventListener('abort', giveUp, { once: true })
  try {
    await link.open()
    return await link.converse(settings)
  } catch (error) {
    const fault = asFault(error)
    // A dead meter heard ten `Q` already: waiting for its goodbye as well helps nobody.
    if (fault.code === 'METER_SILENT') link.giveUp(fault)
    await link.stop()
    throw fault
  } finally {
    io.signal.removeEventListener('abort', giveUp)
  }
}

class PowerspyLink {
  private readonly clock: Clock
  private readonly framer: BracketFramer
  private readonly asker: Asker
  private line: Line | null = null
  private stream: FrameStream | null = null
  /** Frames of the read under way. */
  private frames: string[] = []
  /** Reads that came before the caller got its connection. */
  private early: { readonly frames: readonly string[]; readonly atUs: TimeUs }[] | null = []
  private bytes = 0
  private lastSent = ''
  private hardware: Hardware | null = null
  private calibration: Calibration | null = null
  /** True until the last request was answered. */
  private unanswered = false
  private answered: (() => void) | null = null
  private failure: Fault | null = null
  private stopping: Promise<void> | null = null
  private end: (fault: Fault | null) => void = () => undefined
  private readonly ended = new Promise<Fault | null>((resolve) => {
    this.end = resolve
  })

  constructor(private readonly io: DriverIo) {
    this.clock = io.clock
    this.asker = new Asker(io.clock, (bytes) => this.send(bytes))
    this.framer = new BracketFramer(MAX_BODY, {
      frame: (body) => this.hear(body),
      discarded: (count) => this.note('note', `${count} bytes discarded: they belong to no frame`, { level: 'warn' }),
    })
  }

  async open(): Promise<void> {
    const { io } = this
    if (io.signal.aborted) throw cancelled(io.address)
    io.events.step('open')
    const line = await io.openLine(
      io.address,
      { received: (bytes, atUs) => this.received(bytes, atUs), lost: (fault) => this.lost(fault) },
      io.signal,
    )
    this.line = line
    if (io.signal.aborted) throw cancelled(io.address)
    if (this.failure) throw this.failure
  }

  async converse(settings: InstrumentSettings): Promise<Connection> {
    const { io } = this
    const far: Far = {
      address: io.address,
      asker: this.asker,
      bytesHeard: () => this.bytes,
      step: (step) => io.events.step(step),
      pause: (ms) => pause(this.clock, ms, io.signal),
    }
    const met = await meet(far, settings.intervalMs)
    if (this.failure) throw this.failure
    const { identity, calibration, timing } = met
    this.calibration = calibration
    await start(far, met, () => {
      const { askedMs, trueMs, periods, windows, mainsHz } = timing
      const told = { intervalMs: askedMs, periods, windows, mainsHz }
      io.events.segment({ startUs: this.clock.nowUs(), periodS: trueMs / 1000, settings: told }, timing)
      this.stream = new FrameStream(timing, calibration, io.prompt ? 'prompt' : 'settled', io.events)
    })
    if (this.failure) throw this.failure
    this.clock.after(0, () => this.release())
    return { identity, calibration, timing, ended: this.ended, stop: () => this.stop() }
  }

  /** Ends an open question, so that connecting stops where it is. */
  giveUp(fault: Fault): void {
    this.failure ??= fault
    this.asker.fail(fault)
  }

  stop(): Promise<void> {
    this.stopping ??= this.leave()
    return this.stopping
  }

  /** `Q`, drain to its answer, close; nothing after the `Q`. A `Q` that was the last request is not repeated. */
  private async leave(): Promise<void> {
    const { line, failure } = this
    if (line && (!failure || failure.code === 'CANCELLED')) {
      const answered = new AbortController()
      this.answered = () => answered.abort()
      if (this.lastSent !== request.stop) void this.send(framed(request.stop)).catch(this.answered)
      if (this.unanswered) await pause(this.clock, GOODBYE_MS, answered.signal)
    }
    this.endStream()
    this.line = null
    await line?.close()
    this.end(null)
  }

  private release(): void {
    const early = this.early ?? []
    this.early = null
    for (const { frames, atUs } of early) this.stream?.take(frames, atUs)
  }

  /** Hands over what was held back, unless nobody has the connection yet. */
  private endStream(): void {
    if (!this.early) this.stream?.end()
    this.stream = null
  }

  private received(bytes: Uint8Array, atUs: TimeUs): void {
    this.bytes += bytes.length
    this.io.events.heard(atUs)
    this.frames = []
    this.framer.push(bytes)
    const { frames } = this
    if (frames.length === 0 || !this.stream) return
    if (this.early) this.early.push({ frames, atUs })
    else this.stream.take(frames, atUs)
  }

  private hear(body: string): void {
    this.noteReply(body)
    if (isDone(body) || isRefused(body)) {
      this.unanswered = false
      this.answered?.()
    }
    const wasAnswer = this.asker.take(body)
    if (this.stream && !(wasAnswer && isDone(body))) this.frames.push(body)
  }

  private send(bytes: Uint8Array): Promise<void> {
    const { line } = this
    if (!line) return Promise.reject(this.failure ?? cancelled(this.io.address))
    const text = String.fromCharCode(...bytes)
    this.lastSent = text.slice(1, -1)
    this.unanswered = true
    const asked = this.lastSent
    this.note('sent', text, { meaning: () => requestInWords(asked) })
    return line.write(bytes)
  }

  private lost(fault: Fault): void {
    this.failure ??= fault
    this.asker.fail(fault)
    this.endStream()
    const { line } = this
    this.line = null
    void line?.close()
    this.end(fault)
    this.answered?.()
  }

  private noteReply(body: string): void {
    const identity = this.lastSent === request.identity ? decodeIdentity(body) : null
    if (identity) this.hardware = hardwareOf(identity.hardwareByte)
    const known: Known = { asked: this.lastSent, hardware: this.hardware, calibration: this.calibration }
    const meaning = (): string => replyInWords(body, known)
    // Real meters answer Z to a cancel that worked, and to a stop while nothing streams.
    const harmless = known.asked === request.cancel || known.asked === request.stop
    this.note('received', `<${body}>`, isRefused(body) && !harmless ? { meaning, level: 'fault' } : { meaning })
  }

  private note(direction: Traffic['direction'], text: string, more: Pick<Traffic, 'meaning' | 'level'> = {}): void {
    this.io.events.traffic({ atUs: this.clock.nowUs(), direction, text, ...more })
  }
}
