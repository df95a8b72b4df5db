import type { FollowRequest, LiveTick } from '@contract/live'
import {
  type ChannelId,
  channelId,
  type Gap,
  keyOf,
  type Segment,
  type SourceInfo,
  sourceOf,
  type TimeUs,
} from '@contract/model'
import {
  MAX_LISTED_GAPS,
  type NearestRequest,
  type SampleAt,
  type StatsReply,
  type StatsRequest,
  type WindowReply,
  type WindowRequest,
} from '@contract/series'
import type { Clock } from '../../base/clock'
import { isWindowedPower } from '../../engine/power-tree/headline'
import { listedGaps } from '../../engine/series/listed-gaps'
import { historyRoom, LiveHistory, liveStepUs } from '../../engine/series/live-history'
import type { SampleBlock } from '../../ports/samples'
import type { SourceListener } from '../sources'
import type { Teller } from '../teller'
import { derivedNow } from './derived'
import { isDrawn, Readouts } from './readouts'

/** A voltmeter with another channel file is another source under the same name. */
const sameChannels = (a: SourceInfo, b: SourceInfo): boolean =>
  a.channelFile?.text === b.channelFile?.text && a.channels.length === b.channels.length

/** Ten ticks a second look continuous and leave a page of charts time to draw. */
const TICK_EVERY_MS = 100
/** A page that has not answered for this long has lost the tick: everything is sent again. */
const ACK_PATIENCE_US = 2_000_000
/** Buckets to which nothing came are told again this seldom: a slow source of many channels must not fill every tick. */
const SAME_AGAIN_US = 1_000_000
/** Gaps told with a tick; more cannot be told apart on a chart. */
const GAPS_TOLD = 200

interface LiveSource {
  info: SourceInfo
  readonly history: LiveHistory
  readonly readouts: Readouts
  /** Not disconnected by the person: time goes on even while nothing arrives. */
  up: boolean
}

interface Follower {
  readonly request: FollowRequest
  /** Null: all channels. */
  readonly wanted: ReadonlySet<ChannelId> | null
  stepUs: number
  /** First bucket each source still owes the page; absent means everything. */
  readonly owed: Map<string, number>
  /** The newest sample each source's buckets were told with, and when. */
  readonly told: Map<string, { readonly lastUs: TimeUs; readonly atUs: TimeUs }>
  reset: boolean
  unacked: { readonly seq: number; readonly atUs: TimeUs } | null
}

/**
 * What is coming in now, in bounded memory, and the ticks a following page gets: at most one is under way, and what
 * happens meanwhile is merged into the next, so a slow page never makes a queue.
 */
export class LiveHub implements SourceListener {
  private readonly sources = new Map<string, LiveSource>()
  private follower: Follower | null = null
  private markUs: TimeUs | null = null
  private stopTicking: (() => void) | null = null

  constructor(private readonly io: { readonly clock: Clock; readonly teller: Teller }) {}

  source(info: SourceInfo): void {
    const known = this.sources.get(info.id)
    if (known && sameChannels(known.info, info)) {
      known.info = info
      known.readouts.describe(info)
      return
    }
    const { rawRows, levels } = historyRoom(info.channels.length)
    const history = new LiveHistory(info.id, info.channels, rawRows, levels)
    if (this.markUs !== null) history.mark(this.markUs)
    this.sources.set(info.id, { info, history, readouts: new Readouts(info, history), up: true })
    this.startOver()
  }

  segment(sourceId: string, segment: Segment): void {
    this.sources.get(sourceId)?.history.segment(segment)
  }

  samples(sourceId: string, block: SampleBlock): void {
    const source = this.sources.get(sourceId)
    if (!source) return
    source.up = true
    source.history.append(block)
  }

  gap(sourceId: string, gap: Gap): void {
    const source = this.sources.get(sourceId)
    if (!source) return
    source.history.gap(gap)
    source.up = gap.cause !== 'disconnected' || gap.toUs !== null
  }

  event(): void {
    // Events are told through the log; the live view draws samples and gaps.
  }

  gone(sourceId: string): void {
    this.sources.delete(sourceId)
    this.startOver()
  }

  /** Totals count what comes after `startUs` (a recording began); null: what comes from now on (it ended). */
  countFrom(startUs: TimeUs | null): void {
    if (startUs === this.markUs) return
    this.markUs = startUs
    for (const { history } of this.sources.values()) history.mark(startUs ?? this.io.clock.nowUs())
  }

  follow(request: FollowRequest): void {
    this.unfollow()
    const wanted = request.channels ? new Set(request.channels) : null
    this.follower = { request, wanted, stepUs: 0, owed: new Map(), told: new Map(), reset: true, unacked: null }
    this.tick()
  }

  unfollow(): void {
    this.follower = null
    this.stopTicking?.()
    this.stopTicking = null
  }

  ack(seq: number): void {
    if (this.follower?.unacked?.seq === seq) this.follower.unacked = null
  }

  window(request: WindowRequest): WindowReply {
    const { channels, fromUs, toUs, buckets } = request
    const lanes = this.asked(channels).map(({ channel, key, source }) => ({
      channel,
      envelope: source.history.window(key, fromUs, toUs, buckets),
    }))
    return { lanes, gaps: this.gapsIn(fromUs, toUs) }
  }

  stats(request: StatsRequest): StatsReply {
    const { channels, fromUs, toUs } = request
    const asked = this.asked(channels)
    const sources = new Set(asked.map(({ source }) => source))
    const all = [...sources].flatMap(({ info, history }) =>
      history.gaps(fromUs, toUs).map((gap) => ({ sourceId: info.id, gap })),
    )
    const { gaps, leftOut } = listedGaps(all, fromUs, toUs, MAX_LISTED_GAPS)
    const rows = asked.map(({ key, source }) => source.history.summary(key, fromUs, toUs))
    return { rows, gaps, gapsLeftOut: leftOut }
  }

  /** Raw samples still held; channels whose sample is none of them are left out. */
  nearest({ channels, tUs, side }: Omit<NearestRequest, 'scope'>): readonly SampleAt[] {
    return this.asked(channels).flatMap(({ channel, key, source }) => {
      const sample = source.history.nearest(key, tUs, side)
      return sample ? [{ channel, ...sample }] : []
    })
  }

  /** What is held of a source; null when there is none of that name. The history is for reading. */
  held(sourceId: string): { readonly info: SourceInfo; readonly history: LiveHistory } | null {
    return this.sources.get(sourceId) ?? null
  }

  /** Those of the channels that are here, in their order. */
  private asked(channels: readonly ChannelId[]) {
    return channels.flatMap((channel) => {
      const key = keyOf(channel)
      const source = this.sources.get(sourceOf(channel))
      return source?.info.channels.some((c) => c.key === key) ? [{ channel, key, source }] : []
    })
  }

  private startOver(): void {
    if (!this.follower) return
    this.follower.reset = true
    this.follower.owed.clear()
    this.follower.told.clear()
  }

  private tick(): void {
    const follower = this.follower
    if (!follower) return
    this.stopTicking = this.io.clock.after(TICK_EVERY_MS, () => this.tick())
    const now = this.io.clock.nowUs()
    if (follower.unacked) {
      if (now - follower.unacked.atUs < ACK_PATIENCE_US) return
      follower.unacked = null
      this.startOver()
    }
    const tick = this.compose(follower, now)
    const seq = this.io.teller.tell('live:tick', tick)
    follower.unacked = { seq, atUs: now }
  }

  private compose(follower: Follower, clockUs: TimeUs): Omit<LiveTick, 'seq'> {
    const sources = this.inOrder()
    const firstUs = Math.min(clockUs, ...sources.map((s) => s.history.firstUs ?? clockUs))
    const nowUs = this.rightEdge(sources, clockUs)
    const windowUs = follower.request.windowUs ?? Math.max(1, nowUs - firstUs)
    const stepUs = liveStepUs(windowUs, follower.request.buckets)
    if (stepUs !== follower.stepUs) {
      follower.stepUs = stepUs
      this.startOver()
    }
    const oldest = Math.floor((nowUs - windowUs) / stepUs)
    const reset = follower.reset
    follower.reset = false
    return {
      nowUs,
      firstUs,
      stepUs,
      reset,
      lanes: sources.flatMap((source) => this.lanesOf(source, follower, Math.max(0, oldest), clockUs)),
      gaps: this.gapsIn(nowUs - windowUs, nowUs),
      readouts: sources.flatMap((source) => source.readouts.read(nowUs, follower.wanted)),
      derived: sources.flatMap(({ info, history }) => derivedNow(info, history.lastValues())),
    }
  }

  /** Meters of the mains first: what is named once for all speaks of the wall. */
  private inOrder(): readonly LiveSource[] {
    const all = [...this.sources.values()]
    const isWall = ({ info }: LiveSource) => info.channels.some(isWindowedPower)
    return [...all.filter(isWall), ...all.filter((source) => !isWall(source))]
  }

  /** The clock while anything is up: a silent source must be seen falling behind. Otherwise the last sample. */
  private rightEdge(sources: readonly LiveSource[], clockUs: TimeUs): TimeUs {
    if (sources.length === 0 || sources.some((s) => s.up)) return clockUs
    return Math.max(...sources.map((s) => s.history.lastUs ?? 0)) || clockUs
  }

  /** Buckets from the one that was still filling at the last tick to the newest; none while no sample came. */
  private lanesOf(source: LiveSource, follower: Follower, oldest: number, atUs: TimeUs): LiveTick['lanes'] {
    const { info, history } = source
    const { lastUs } = history
    if (lastUs === null) return []
    const told = follower.told.get(info.id)
    if (told?.lastUs === lastUs && atUs - told.atUs < SAME_AGAIN_US) return []
    follower.told.set(info.id, { lastUs, atUs })
    const from = Math.max(follower.owed.get(info.id) ?? oldest, oldest)
    const lanes = info.channels
      .filter(isDrawn)
      .map(({ key }) => ({ key, channel: channelId(info.id, key) }))
      .filter(({ channel }) => follower.wanted?.has(channel) ?? true)
      .map(({ key, channel }) => ({ channel, envelope: history.since(key, follower.stepUs, from) }))
    follower.owed.set(info.id, Math.ceil(lastUs / follower.stepUs) - 1)
    return lanes
  }

  private gapsIn(fromUs: TimeUs, toUs: TimeUs): WindowReply['gaps'] {
    return [...this.sources.values()]
      .flatMap(({ info, history }) => history.gaps(fromUs, toUs).map((gap) => ({ sourceId: info.id, gap })))
      .slice(-GAPS_TOLD)
  }
}
