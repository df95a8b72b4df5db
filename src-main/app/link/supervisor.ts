import type { FaultView } from '@contract/fault'
import type { InstrumentView, LinkState, Timing } from '@contract/instruments'
import type { ChannelInfo, GapCause, Segment, SourceInfo, TimeUs } from '@contract/model'
import type { Clock } from '../../base/clock'
import { asFault, type Fault } from '../../base/fault'
import type { Log } from '../../base/log'
import type { Connection, DriverEvents, Instrument, Traffic } from '../../ports/instrument'
import type { SampleBlock } from '../../ports/samples'
import type { OpenLine } from '../../ports/transport'
import { fellSilent, otherMeter } from '../faults'
import type { Sources } from '../sources'
import { Gate } from './gate'
import { HealthMeter } from './health-meter'
import { type Cue, type Link, nextLink } from './link-machine'
import { Outage } from './outage'
import { resetAfterMs, staleAfterMs, WATCH_EVERY_MS } from './watchdog'

/** What a person chose for one instrument. */
export interface Target {
  readonly id: string
  readonly name: string
  readonly address: string
  readonly intervalMs: number
  readonly reconnect: boolean
  readonly serial: string | null
  readonly simulated: boolean
  /** Labels given to channels, by key. */
  readonly labels?: Readonly<Record<string, string>>
}

export interface SupervisorIo {
  readonly instrument: Instrument
  readonly openLine: OpenLine
  readonly clock: Clock
  readonly log: Log
  readonly sources: Sources
  /** Something a person can see has changed. */
  readonly changed: () => void
  /** The first good connection taught the serial number. */
  readonly learned: (id: string, serial: string) => void
  readonly traffic?: (line: Traffic) => void
}

/**
 * Keeps one instrument connected: watches for silence, reconnects to the same meter with growing pauses, and turns
 * the time in between into a gap. One connection attempt at a time; everything it owns ends with it.
 */
export class Supervisor {
  private link: Link = { at: 'closed' }
  private linkSinceUs: TimeUs
  private nextTryUs: TimeUs = 0
  private connection: Connection | null = null
  private attempt: AbortController | null = null
  private health = new HealthMeter()
  private heardUs: TimeUs = 0
  private lastSampleUs: TimeUs | null = null
  private readonly outage = new Outage()
  private timing: Timing | null = null
  private info: SourceInfo | null = null
  private cancelTimer: () => void = () => undefined
  private running: Promise<void> = Promise.resolve()

  constructor(
    private readonly io: SupervisorIo,
    private target: Target,
  ) {
    this.linkSinceUs = io.clock.nowUs()
  }

  /** Starts connecting and returns at once; how it goes is seen in view(). */
  connect(): void {
    if (!this.go({ cue: 'connect' })) return
    this.begin()
  }

  /** Resolves when the meter was told to stop and the port is free. */
  async disconnect(): Promise<void> {
    if (!this.go({ cue: 'close' })) return this.running
    this.running = this.close(this.running)
    return this.running
  }

  /** New settings; a connected meter is restarted when they matter to the wire. */
  async retarget(target: Target): Promise<void> {
    const before = this.target
    this.target = target
    const rewire = before.address !== target.address || before.intervalMs !== target.intervalMs
    const wasUp = this.link.at !== 'closed' && this.link.at !== 'failed' && this.link.at !== 'closing'
    if (rewire && wasUp) {
      await this.disconnect()
      this.connect()
    } else if (this.info && (before.name !== target.name || before.labels !== target.labels)) {
      this.info = { ...this.info, name: target.name, channels: this.channels() }
      this.io.sources.source(this.info)
    }
    this.io.changed()
  }

  get isUp(): boolean {
    return this.link.at !== 'closed' && this.link.at !== 'failed'
  }

  view(): InstrumentView {
    const { instrument, clock } = this.io
    return {
      id: this.target.id,
      kind: instrument.kind,
      name: this.target.name,
      address: this.target.address,
      simulated: this.target.simulated,
      settings: { intervalMs: this.target.intervalMs, reconnect: this.target.reconnect },
      channels: this.channels(),
      link: this.linkState(),
      identity: this.info?.identity ?? null,
      calibration: this.info?.calibration ?? null,
      timing: this.timing,
      health: this.health.read(clock.nowUs()),
    }
  }

  /** Those of the instrument under the labels a person or a script gave them. */
  private channels(): readonly ChannelInfo[] {
    const labels = this.target.labels ?? {}
    return this.io.instrument.channels.map((channel) => ({ ...channel, label: labels[channel.key] ?? channel.label }))
  }

  private linkState(): LinkState {
    const link = this.link
    switch (link.at) {
      case 'connecting':
        return { at: 'connecting', step: link.step, sinceUs: this.linkSinceUs }
      case 'live':
        return { at: 'live', sinceUs: this.linkSinceUs }
      case 'stale':
        return { at: 'stale', sinceUs: this.heardUs }
      case 'waiting':
        return { at: 'reconnecting', attempt: link.attempt, nextAtUs: this.nextTryUs, fault: link.fault }
      default:
        return link
    }
  }

  /** One connection's life, from the open port to its end. */
  private begin(): void {
    const attempt = new AbortController()
    this.attempt = attempt
    this.running = this.live(attempt)
  }

  private async live(attempt: AbortController): Promise<void> {
    const { instrument, openLine, clock } = this.io
    const gate = new Gate(this.driverEvents(attempt.signal))
    try {
      const connection = await instrument.connect(
        { address: this.target.address, openLine, clock, events: gate, signal: attempt.signal },
        { intervalMs: this.target.intervalMs },
      )
      if (attempt.signal.aborted) return await connection.stop()
      this.connection = connection
      if (!(await this.accept(connection))) return
      gate.open()
      this.heardUs = clock.nowUs()
      this.watch(attempt.signal)
      const fault = await connection.ended
      if (fault && !attempt.signal.aborted) this.lose(fault, 'hang-up', attempt)
    } catch (error) {
      if (!attempt.signal.aborted) this.lose(asFault(error), 'hang-up', attempt)
    }
  }

  /** False when it is another meter than the one saved under this name; it is then left as it was found. */
  private async accept(connection: Connection): Promise<boolean> {
    const { id, name, address, serial } = this.target
    const found = connection.identity.serial
    if (serial !== null && serial !== found) {
      await connection.stop()
      this.connection = null
      const fault = otherMeter(name, address, serial, found)
      this.io.log.say('fault', name, `${fault.cause}`, fault)
      this.go({ cue: 'lost', fault, retry: false })
      return false
    }
    this.info = {
      id,
      kind: this.io.instrument.kind,
      name,
      machineName: this.io.instrument.machineName,
      simulated: this.target.simulated,
      identity: connection.identity,
      calibration: connection.calibration,
      channels: this.channels(),
    }
    if (serial === null) {
      this.target = { ...this.target, serial: found }
      this.io.learned(id, found)
    }
    const now = this.io.clock.nowUs()
    this.io.sources.source(this.info)
    this.io.sources.note(id, 'connected', now, `${name} #${found} connected on ${address}`)
    if (this.link.at === 'connecting' && this.link.attempt > 0) this.health.reconnected()
    this.io.log.say('info', name, `Connected to #${found} on ${address}.`)
    return true
  }

  private driverEvents(signal: AbortSignal): DriverEvents {
    const { id } = this.target
    const { sources } = this.io
    return {
      step: (step) => void this.go({ cue: 'step', step }),
      segment: (segment: Segment, timing: Timing) => {
        this.timing = timing
        sources.segment(id, segment)
        sources.note(id, 'settings', segment.startUs, describe(segment))
        this.io.changed()
      },
      samples: (block: SampleBlock) => {
        if (!signal.aborted) this.receive(block)
      },
      gap: (gap) => {
        this.health.lose(gap.lost ?? 0)
        sources.gap(id, gap)
      },
      rejected: (count, why) => {
        this.health.reject(count)
        this.io.log.say('warn', this.target.name, `A frame was rejected: ${why}.`)
      },
      lateness: (ms) => this.health.lateness(ms),
      heard: () => undefined,
      traffic: (line) => this.io.traffic?.(line),
    }
  }

  private receive(block: SampleBlock): void {
    const first = block.timesUs[0]
    const last = block.timesUs[block.timesUs.length - 1]
    if (first === undefined || last === undefined) return
    this.heardUs = this.io.clock.nowUs()
    this.endOutage(first)
    this.lastSampleUs = last
    this.health.rows(block.timesUs.length, last, this.heardUs)
    this.go({ cue: 'sample' })
    this.io.sources.samples(this.target.id, block)
  }

  /** Looks for silence while this connection lives. */
  private watch(signal: AbortSignal): void {
    if (signal.aborted || !this.connection) return
    const periodMs = this.timing?.trueMs ?? this.target.intervalMs
    const silentMs = (this.io.clock.nowUs() - this.heardUs) / 1000
    if (silentMs > staleAfterMs(periodMs) && this.go({ cue: 'quiet' })) {
      this.io.log.say('warn', this.target.name, 'No samples are coming in; shown as stale.')
    }
    if (silentMs > resetAfterMs(periodMs)) {
      this.reset(silentMs)
      return
    }
    this.cancelTimer = this.io.clock.after(WATCH_EVERY_MS, () => this.watch(signal))
  }

  private reset(silentMs: number): void {
    const connection = this.connection
    const attempt = this.attempt
    if (!connection || !attempt) return
    this.connection = null
    const fault = fellSilent(this.target.name, silentMs / 1000)
    attempt.abort()
    this.running = connection.stop().then(() => this.lost(fault, 'silent'))
  }

  private lose(fault: Fault, cause: GapCause, attempt: AbortController): void {
    attempt.abort()
    this.connection = null
    this.lost(fault.view, cause)
  }

  private lost(fault: FaultView, cause: GapCause): void {
    this.cancelTimer()
    if (this.link.at === 'closing' || this.link.at === 'closed') return
    const wasUp = this.link.at === 'live' || this.link.at === 'stale'
    if (wasUp) this.startOutage(cause, fault.title)
    const retry = this.target.reconnect && fault.code !== 'METER_OTHER'
    this.io.log.say('fault', this.target.name, `${fault.title}. ${fault.cause}`, fault)
    this.io.sources.note(this.target.id, 'fault', this.io.clock.nowUs(), `${fault.title}. ${fault.cause}`)
    this.go({ cue: 'lost', fault, retry })
    if (this.link.at !== 'waiting') return
    this.nextTryUs = this.io.clock.nowUs() + this.link.waitMs * 1000
    this.cancelTimer = this.io.clock.after(this.link.waitMs, () => {
      if (this.go({ cue: 'retry' })) this.begin()
    })
  }

  /** Tells that data stop here; told again with its end when they come back. */
  private startOutage(cause: GapCause, text: string): void {
    const gap = this.outage.start(this.lastSampleUs, cause, text)
    if (gap) this.io.sources.gap(this.target.id, gap)
  }

  private endOutage(firstUs: TimeUs): void {
    const gap = this.outage.end(firstUs, (this.timing?.trueMs ?? this.target.intervalMs) * 1000)
    if (!gap) return
    this.health.lose(gap.lost ?? 0)
    this.io.sources.gap(this.target.id, gap)
  }

  private async close(before: Promise<void>): Promise<void> {
    this.cancelTimer()
    this.attempt?.abort()
    const connection = this.connection
    this.connection = null
    this.startOutage('disconnected', 'Disconnected')
    if (connection) await connection.stop()
    await before
    this.io.sources.note(this.target.id, 'disconnected', this.io.clock.nowUs(), `${this.target.name} disconnected`)
    this.go({ cue: 'closed' })
  }

  private go(cue: Cue): boolean {
    const next = nextLink(this.link, cue)
    if (!next) return false
    this.link = next
    this.linkSinceUs = this.io.clock.nowUs()
    this.io.changed()
    return true
  }
}

function describe(segment: Segment): string {
  const settings = Object.entries(segment.settings).map(([name, value]) => `${name} ${value}`)
  return `One sample every ${(segment.periodS * 1000).toFixed(3)} ms (${settings.join(', ')})`
}
