import type { FaultView } from '@contract/fault'
import type { InstrumentView } from '@contract/instruments'
import type { ChannelInfo, GapCause, Identity, SourceInfo, TimeUs } from '@contract/model'
import type { Clock } from '../../base/clock'
import { asFault, type Fault } from '../../base/fault'
import type { Log } from '../../base/log'
import type { Connection, DriverEvents, Instrument, InstrumentSettings, Traffic } from '../../ports/instrument'
import type { SampleBlock } from '../../ports/samples'
import type { OpenLine } from '../../ports/transport'
import { fellSilent, otherMeter } from '../faults'
import type { Sources } from '../sources'
import { Feed } from './feed'
import { Gate } from './gate'
import { type Cue, type Link, nextLink } from './link-machine'
import { linkRemark, linkState } from './link-words'
import { type Locate, type Place, samePlace } from './locate'
import { SilenceWatch } from './silence-watch'

/** What a person chose for one instrument. */
export interface Target extends InstrumentSettings {
  readonly id: string
  readonly name: string
  readonly address: string
  /** Of the meter behind a device node. */
  readonly bluetooth?: string
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
  /** Where the meter is to be opened now; absent: where it was saved. */
  readonly locate?: Locate
  /** The meter answered at another place than the saved one, or its Bluetooth address was learned. */
  readonly moved?: (id: string, place: Place) => void
  /** What crosses the wire, with remarks on the link in between. */
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
  private readonly feed: Feed
  private info: SourceInfo | null = null
  /** The connection that was recognised last. */
  private accepted: Connection | null = null
  private expected: { readonly target: Target; readonly channels: InstrumentView['channels'] } | null = null
  private readonly silence: SilenceWatch
  private cancelRetry: () => void = () => undefined
  private running: Promise<void> = Promise.resolve()

  constructor(
    private readonly io: SupervisorIo,
    private target: Target,
  ) {
    this.linkSinceUs = io.clock.nowUs()
    this.feed = new Feed(io, target.id)
    this.silence = new SilenceWatch(io.clock, {
      stale: () => this.grewStale(),
      reset: (silentMs) => this.reset(silentMs),
    })
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
    const rewire = before.address !== target.address || !sameSettings(before, target)
    const wasUp = this.link.at !== 'closed' && this.link.at !== 'failed' && this.link.at !== 'closing'
    if (rewire && wasUp) {
      await this.disconnect()
      this.connect()
    } else if (this.info && (before.name !== target.name || before.labels !== target.labels)) {
      this.info = {
        ...this.info,
        name: target.name,
        channels: this.sameFile(this.info) ? this.labelled() : this.info.channels,
      }
      this.io.sources.source(this.info)
    }
    this.io.changed()
  }

  /** The meter is at this node now; a connected one is started anew there. */
  relocate({ address, bluetooth }: Place): Promise<void> {
    return this.retarget({ ...this.target, address, ...(bluetooth === undefined ? {} : { bluetooth }) })
  }

  /** As the person chose them, without where and who. */
  get settings(): InstrumentSettings {
    const { intervalMs, channelFile, nplc } = this.target
    return {
      intervalMs,
      ...(channelFile === undefined ? {} : { channelFile }),
      ...(nplc === undefined ? {} : { nplc }),
    }
  }

  get isUp(): boolean {
    return this.link.at !== 'closed' && this.link.at !== 'failed'
  }

  /** Who answered over the connection that stands; an object of its own for each connection. `view()` keeps the last one. */
  get answered(): Identity | null {
    return this.connection !== null && this.connection === this.accepted ? this.connection.identity : null
  }

  view(): InstrumentView {
    const { instrument } = this.io
    return {
      id: this.target.id,
      kind: instrument.kind,
      name: this.target.name,
      address: this.target.address,
      ...(this.target.bluetooth === undefined ? {} : { bluetooth: this.target.bluetooth }),
      simulated: this.target.simulated,
      settings: {
        intervalMs: this.target.intervalMs,
        reconnect: this.target.reconnect,
        channelFile: this.target.channelFile?.name ?? null,
        nplc: this.target.nplc ?? null,
      },
      channels: this.channels(),
      link: linkState(this.link, {
        sinceUs: this.linkSinceUs,
        heardUs: this.silence.heardUs,
        nextTryUs: this.nextTryUs,
      }),
      identity: this.info?.identity ?? null,
      calibration: this.info?.calibration ?? null,
      timing: this.feed.timing,
      health: this.feed.readHealth(),
    }
  }

  /** Of the stream under way; until there is one, those the settings lead to. */
  private channels(): readonly ChannelInfo[] {
    const { info, target } = this
    if (info && this.sameFile(info)) return info.channels
    if (this.expected?.target !== target) this.expected = { target, channels: this.labelled() }
    return this.expected.channels
  }

  private sameFile(info: SourceInfo): boolean {
    return info.channelFile?.text === this.target.channelFile?.text
  }

  /** Those of the instrument under the labels a person or a script gave them. */
  private labelled(): readonly ChannelInfo[] {
    const labels = this.target.labels ?? {}
    const channels = this.io.instrument.channels(this.target)
    return channels.map((channel) => ({ ...channel, label: labels[channel.key] ?? channel.label }))
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
      const place = (await this.io.locate?.(this.target)) ?? this.target
      const connection = await instrument.connect(
        { address: place.address, openLine, clock, events: gate, signal: attempt.signal },
        this.target,
      )
      if (attempt.signal.aborted) return await connection.stop()
      this.connection = connection
      if (!(await this.accept(connection, place))) return
      gate.open()
      if (!attempt.signal.aborted) this.silence.start(() => this.periodMs, connection.patienceMs)
      const fault = await connection.ended
      if (fault && !attempt.signal.aborted) this.lose(fault, 'hang-up', attempt)
    } catch (error) {
      if (!attempt.signal.aborted) this.lose(asFault(error), 'hang-up', attempt)
    }
  }

  /** False when it is another meter than the one saved under this name; it is then left as it was found. */
  private async accept(connection: Connection, place: Place): Promise<boolean> {
    const { id, name, serial } = this.target
    const { address } = place
    const found = connection.identity.serial
    if (serial !== null && serial !== found) {
      await connection.stop()
      this.connection = null
      const fault = otherMeter(name, address, serial, found)
      this.io.log.say('fault', name, `${fault.cause}`, fault)
      this.go({ cue: 'lost', fault, retry: false })
      return false
    }
    this.accepted = connection
    this.info = {
      id,
      kind: this.io.instrument.kind,
      name,
      machineName: this.io.instrument.machineName,
      simulated: this.target.simulated,
      identity: connection.identity,
      calibration: connection.calibration,
      channels: this.labelled(),
      ...(this.target.channelFile ? { channelFile: this.target.channelFile } : {}),
    }
    if (serial === null) {
      this.target = { ...this.target, serial: found }
      this.io.learned(id, found)
    }
    this.settle(place)
    const now = this.io.clock.nowUs()
    this.io.sources.source(this.info)
    this.io.sources.note(id, 'connected', now, `${name} #${found} connected on ${address}`)
    if (this.link.at === 'connecting' && this.link.attempt > 0) this.feed.reconnected()
    this.io.log.say('info', name, `Connected to #${found} on ${address}.`)
    return true
  }

  /** The same meter answered there: that is where it is from now on. */
  private settle({ address, bluetooth }: Place): void {
    const { id, name, address: before } = this.target
    if (samePlace(this.target, { address, bluetooth })) return
    this.target = { ...this.target, address, ...(bluetooth === undefined ? {} : { bluetooth }) }
    if (before !== address)
      this.io.log.say('info', name, `Found on ${address} by its Bluetooth address; it was ${before}.`)
    this.io.moved?.(id, { address, bluetooth })
  }

  private driverEvents(signal: AbortSignal): DriverEvents {
    const { feed } = this
    return {
      step: (step) => void this.go({ cue: 'step', step }),
      segment: (segment, timing) => {
        feed.segment(segment, timing)
        this.io.changed()
      },
      samples: (block) => {
        if (!signal.aborted && block.timesUs.length > 0) this.receive(block)
      },
      gap: (gap) => {
        feed.gap(gap)
        this.remark({ text: `gap: ${gap.text}`, level: 'warn' })
      },
      rejected: (count, why) => {
        feed.rejected(count)
        this.io.log.say('warn', this.target.name, `A frame was rejected: ${why}.`)
        this.remark({ text: `frame rejected: ${why}`, level: 'warn' })
      },
      warn: (text) => this.io.log.say('warn', this.target.name, text),
      lateness: (ms) => feed.lateness(ms),
      heard: () => undefined,
      traffic: (line) => this.io.traffic?.(line),
    }
  }

  private receive(block: SampleBlock): void {
    this.silence.heard()
    this.feed.rows(block, this.periodMs, () => void this.go({ cue: 'sample' }))
  }

  private get periodMs(): number {
    return this.feed.timing?.trueMs ?? this.target.intervalMs
  }

  private grewStale(): void {
    if (this.go({ cue: 'quiet' })) {
      this.io.log.say('warn', this.target.name, 'No samples are coming in; shown as stale.')
    }
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
    this.silence.stop()
    if (this.link.at === 'closing' || this.link.at === 'closed') return
    const wasUp = this.link.at === 'live' || this.link.at === 'stale'
    if (wasUp) this.feed.interrupted(cause, fault.title)
    const retry = this.target.reconnect && fault.code !== 'METER_OTHER'
    this.io.log.say('fault', this.target.name, `${fault.title}. ${fault.cause}`, fault)
    this.io.sources.note(this.target.id, 'fault', this.io.clock.nowUs(), `${fault.title}. ${fault.cause}`)
    this.go({ cue: 'lost', fault, retry })
    if (this.link.at !== 'waiting') return
    this.nextTryUs = this.io.clock.nowUs() + this.link.waitMs * 1000
    this.cancelRetry = this.io.clock.after(this.link.waitMs, () => {
      if (this.go({ cue: 'retry' })) this.begin()
    })
  }

  private async close(before: Promise<void>): Promise<void> {
    this.silence.stop()
    this.cancelRetry()
    this.attempt?.abort()
    const connection = this.connection
    this.connection = null
    this.feed.interrupted('disconnected', 'Disconnected')
    if (connection) await connection.stop()
    await before
    this.io.sources.note(this.target.id, 'disconnected', this.io.clock.nowUs(), `${this.target.name} disconnected`)
    this.go({ cue: 'closed' })
  }

  private go(cue: Cue): boolean {
    const next = nextLink(this.link, cue)
    if (!next) return false
    const remark = linkRemark(next)
    if (remark.text !== linkRemark(this.link).text) this.remark(remark)
    this.link = next
    this.linkSinceUs = this.io.clock.nowUs()
    this.io.changed()
    return true
  }

  /** A remark among the lines of traffic. */
  private remark(what: Pick<Traffic, 'text' | 'level'>): void {
    this.io.traffic?.({ atUs: this.io.clock.nowUs(), direction: 'note', ...what })
  }
}

const sameSettings = (a: InstrumentSettings, b: InstrumentSettings): boolean =>
  a.intervalMs === b.intervalMs && a.nplc === b.nplc && a.channelFile?.text === b.channelFile?.text
