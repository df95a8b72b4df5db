import type { TimeUs } from '@contract/model'
import { type Clock, pause } from '../../base/clock'
import { randomFrom } from '../../base/random'
import { readingOf } from '../../engine/power-tree/scan'
import type { Bench, BenchSeat, SharedBench } from '../../ports/transport'
import type { BenchParts } from './bench-acts'
import { type Cards, CHANNEL_ERRORS, type ChannelErrors, FULL } from './bench-cards'
import { obey } from './bench-commands'
import type { BenchFaults } from './bench-faults'
import { boardLoad, type Load } from './bench-loads'
import { BenchState, type Kept } from './bench-state'
import { unitsOf } from './bench-syntax'
import { encodeIdentity, type IdentityReply } from './codec'
import { DEMO_PLAN } from './demo-plan'
import { planOf } from './plan-file'

/** Who the simulated meter says it is. */
export const BENCH_IDENTITY: IdentityReply = {
  maker: 'Agilent Technologies',
  model: '34980A',
  serial: 'MY00000001',
  firmware: '2.41-2.40-2.04-0.41',
}

/** How long a channel takes: relays, and two integrations (the second is the autozero). Guesses; see NOTES.md. */
export interface BenchTiming {
  readonly relayMs: number
  readonly integrations: number
  readonly mainsHz: number
}

export const BENCH_TIMING: BenchTiming = { relayMs: 10, integrations: 2, mainsHz: 60 }

export interface BenchOptions {
  readonly clock: Clock
  readonly load: Load
  readonly cards: Cards
  readonly identity: IdentityReply
  readonly timing: BenchTiming
  readonly channelErrors: ChannelErrors
  readonly faults: BenchFaults
  readonly seed: number
}

/** Settings for a bench that works: a board on the demo plan, a 34922A in every slot. */
export function goodBench(clock: Clock, seed = 1): BenchOptions {
  const plan = planOf(DEMO_PLAN)
  if (typeof plan === 'string') throw new Error(plan)
  return {
    clock,
    load: boardLoad(plan, seed, false, null),
    cards: FULL,
    identity: BENCH_IDENTITY,
    timing: BENCH_TIMING,
    channelErrors: CHANNEL_ERRORS,
    faults: {},
    seed,
  }
}

/** The demo bench: a small computer's board on 29 channels. */
export const demoBench = (clock: Clock, seed: number): Bench => singleSeat(new VoltmeterBench(goodBench(clock, seed)))

/** A shared bench at the end of a cable with one plug. */
export function singleSeat(bench: SharedBench): Bench {
  let seat: BenchSeat | null = null
  return {
    plug: (say, hangUp) => {
      seat?.leave()
      seat = bench.seat(say, hangUp)
    },
    hear: (bytes) => seat?.hear(bytes),
    unplug: () => {
      seat?.leave()
      seat = null
    },
  }
}

/** More than the longest list of channels; a host that sends more without an end is not listened to. */
const LONGEST_MESSAGE = 65_536

interface Host {
  readonly say: (bytes: Uint8Array) => void
  readonly hangUp: () => void
  there: boolean
}

/**
 * A 34980A: slots and cards, scan lists, formats, error queue, and readings that take their time. Several hosts share one
 * state and one error queue, as on the real one; what they send is done in the order it came.
 */
export class VoltmeterBench implements SharedBench {
  private readonly state = new BenchState()
  private readonly parts: BenchParts
  private readonly startUs: TimeUs
  private readonly stray: () => number
  private readonly waiting: { readonly host: Host; readonly message: string }[] = []
  private working = false
  private off_ = new AbortController()
  private scans = 0
  private mute = false

  constructor(private readonly options: BenchOptions) {
    const { clock, cards, channelErrors, faults, identity, seed } = options
    this.startUs = clock.nowUs()
    this.stray = randomFrom(seed + 2)
    this.parts = {
      state: this.state,
      cards: cards.map((card, at) => (faults.missingCards?.includes(at + 1) ? null : card)),
      errors: channelErrors,
      identity: encodeIdentity({ ...identity, model: faults.model ?? identity.model }),
      stuck: faults.endlessErrors === true,
      scan: (channels) => this.scan(channels),
    }
  }

  seat(say: (bytes: Uint8Array) => void, hangUp: () => void): BenchSeat {
    const host: Host = { say, hangUp, there: true }
    if (this.options.faults.silentFrom?.back) this.mute = false
    let text = ''
    return {
      hear: (bytes) => {
        text += String.fromCharCode(...bytes)
        const lines = text.split('\n')
        text = (lines.pop() ?? '').slice(-LONGEST_MESSAGE)
        for (const line of lines) this.take(host, line.replace(/\r$/, ''))
      },
      leave: () => {
        host.there = false
      },
    }
  }

  /** Switches the simulator off: no timer stays behind. */
  off(): void {
    this.off_.abort()
    this.waiting.length = 0
  }

  private take(host: Host, message: string): void {
    if (this.off_.signal.aborted || this.options.faults.silent) return
    this.waiting.push({ host, message })
    if (!this.working) void this.work()
  }

  private async work(): Promise<void> {
    this.working = true
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) await this.reply(next.host, next.message)
    this.working = false
  }

  private async reply(host: Host, message: string): Promise<void> {
    const { faults, clock } = this.options
    const before = this.scans
    const answers: string[] = []
    for (const unit of unitsOf(message)) {
      if (unit.nodes[0]?.startsWith('CONF') && !unit.asks && faults.error)
        this.state.complain(-310, 'System error (simulated)')
      const answer = await obey(unit, this.parts)
      if (answer !== null) answers.push(answer)
    }
    if (this.off_.signal.aborted || answers.length === 0 || !host.there) return
    const scanned = this.scans > before ? this.scans : 0
    if (scanned === faults.late?.scan) await pause(clock, faults.late.ms, this.off_.signal)
    if (scanned > 0 && scanned === faults.silentFrom?.scan) this.mute = true
    if (this.mute || !host.there || this.off_.signal.aborted) return
    const text = `${faults.garbage ? 'HTTP/1.1 400 Bad Request' : answers.join(';')}${faults.crlf ? '\r\n' : '\n'}`
    const ends = scanned > 0 && (scanned === faults.cutAt || scanned === faults.hangUpAt)
    if (!ends) return this.say(host, text)
    if (scanned === faults.cutAt) this.say(host, text.slice(0, text.length / 2))
    host.there = false
    host.hangUp()
  }

  private say(host: Host, text: string): void {
    const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0))
    const piece = this.options.faults.oneByte ? 1 : bytes.length
    for (let at = 0; at < bytes.length; at += piece) host.say(bytes.subarray(at, at + piece))
  }

  /** Reads one channel after the other; each reading is of the moment its integration ends. */
  private async scan(channels: readonly number[] | null): Promise<readonly Kept[]> {
    const { clock, timing, faults } = this.options
    const beginUs = clock.nowUs()
    const scan = this.scans++
    const readings: Kept[] = []
    let tookMs = 0
    for (const channel of channels ?? [null]) {
      const delayMs = channel === null ? 0 : (this.state.delays.get(channel) ?? 0) * 1000 + timing.relayMs
      tookMs += delayMs + (timing.integrations * this.state.nplcOf(channel) * 1000) / timing.mainsHz
      const epochS = beginUs / 1e6 + tookMs / 1000
      const atS = epochS - this.startUs / 1e6
      readings.push({ volts: this.volts(channel, atS, scan), channel, atS: tookMs / 1000, epochS })
    }
    await pause(clock, tookMs, this.off_.signal)
    for (const reading of readings) this.state.keep(reading)
    return readings.flatMap((reading) => spoiled(reading, faults, scan + 1))
  }

  private volts(channel: number | null, atS: number, scan: number): number {
    const { faults, load } = this.options
    if (channel !== null && faults.notANumber?.includes(channel)) return Number.NaN
    const volts = channel === null ? null : load.volts(channel, atS, scan)
    // What is played back may say so itself.
    if (volts !== null && Math.abs(volts) !== Number.POSITIVE_INFINITY && readingOf(volts) === 'nan') return Number.NaN
    const over = channel !== null && (faults.overload?.includes(channel) || Math.abs(volts ?? 0) > 300)
    if (over) {
      this.state.questionable |= 1
      this.state.eventStatus |= 8
      return (volts ?? 0) < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
    }
    // An open input picks up a few millivolts.
    return volts ?? (this.stray() - 0.5) * 0.01
  }
}

/** What a fault makes of one reading: none, another, or two. */
function spoiled(reading: Kept, faults: BenchFaults, scan: number): readonly Kept[] {
  const { channel } = reading
  if (channel === null) return [reading]
  if (faults.lose?.some((lose) => lose.channel === channel && scan % lose.every === 0)) return []
  const renamed = faults.rename?.find((rename) => rename.channel === channel)
  if (renamed) return [{ ...reading, channel: renamed.as }]
  return faults.twice?.includes(channel) ? [reading, reading] : [reading]
}
