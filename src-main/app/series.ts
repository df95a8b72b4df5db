import { sourceOf, type TimeUs } from '@contract/model'
import {
  MAX_LISTED_GAPS,
  type NearestRequest,
  type SampleAt,
  type StatsReply,
  type StatsRequest,
  type WindowReply,
  type WindowRequest,
} from '@contract/series'
import type { Clock } from '../base/clock'
import type { SessionReader } from '../ports/sessions'
import type { Library } from './library'
import type { LiveHub } from './live/live-hub'
import type { Recorder } from './recording'

/** Gaps told with a window; more cannot be told apart on a chart. */
const GAPS_DRAWN = 1_000

/** A drawing of a session under way may lag this much behind: every look would cost a commit otherwise. */
const DRAWN_LATE_US = 1_000_000

/** A sample may come in this much later than its stamp says: statistics that reach closer to now need a commit first. */
const RECEIVED_LATE_US = 10_000_000

/** Answers "what was between these two times", wherever the samples are: one road for live and recorded. */
export class SeriesDesk {
  private committedUs: TimeUs = Number.NEGATIVE_INFINITY

  constructor(
    private readonly live: LiveHub,
    private readonly library: Library,
    private readonly recorder: Recorder,
    private readonly clock: Clock,
  ) {}

  async window(request: WindowRequest): Promise<WindowReply> {
    const { scope, fromUs, toUs } = request
    if (scope.kind === 'live') return this.live.window(request)
    await this.settledForDrawing(scope.id)
    const reader = await this.library.reader(scope.id)
    const span = { fromUs, toUs, most: GAPS_DRAWN }
    const [lanes, { gaps }] = await Promise.all([reader.window(request), reader.gapsIn(span)])
    return { lanes, gaps }
  }

  /** Live selections inside the running recording are answered from its file: it holds every raw sample. */
  async stats(request: StatsRequest): Promise<StatsReply> {
    const { scope, fromUs } = request
    const { sessionId: recordingId, startUs } = this.recorder
    if (scope.kind === 'session') return this.recordedStats(scope.id, request)
    if (recordingId !== null && startUs !== null && fromUs >= startUs) return this.recordedStats(recordingId, request)
    return this.live.stats(request)
  }

  /** Live times that memory no longer reaches are answered from the running recording, where it holds them. */
  async nearest(request: NearestRequest): Promise<readonly SampleAt[]> {
    const { scope, channels, tUs, side } = request
    if (scope.kind === 'session') {
      await this.settledForDrawing(scope.id)
      return (await this.library.reader(scope.id)).nearest(request)
    }
    const held = this.live.nearest(request)
    const { sessionId: recordingId, startUs } = this.recorder
    const missing = channels.filter((channel) => !held.some((sample) => sample.channel === channel))
    if (missing.length === 0 || recordingId === null || startUs === null || tUs < startUs) return held
    const recorded = await (await this.library.reader(recordingId)).nearest({ channels: missing, tUs, side })
    return channels.flatMap((channel) => [...held, ...recorded].find((sample) => sample.channel === channel) ?? [])
  }

  private async recordedStats(id: string, request: StatsRequest): Promise<StatsReply> {
    const { channels, fromUs, toUs } = request
    await this.settled(id, toUs)
    const reader: SessionReader = await this.library.reader(id)
    const sourceIds = [...new Set(channels.map(sourceOf))]
    const [rows, clocks, { gaps, leftOut }] = await Promise.all([
      reader.stats(request),
      reader.clocks(),
      reader.gapsIn({ fromUs, toUs, most: MAX_LISTED_GAPS, sourceIds }),
    ])
    const machines = clocks.filter((machine) => machine.sourceIds.some((one) => sourceIds.includes(one)))
    return { rows, gaps, gapsLeftOut: leftOut, ...(machines.length > 0 ? { clocks: machines } : {}) }
  }

  /** A session under way is in its file: up to what was received now where `toUs` reaches close to it, else as drawn. */
  async settled(id: string, toUs: TimeUs | null): Promise<void> {
    if (toUs === null) return this.settledForDrawing(id)
    if (this.recorder.sessionId === id && toUs > this.committedUs - RECEIVED_LATE_US) await this.commit()
  }

  private async settledForDrawing(id: string): Promise<void> {
    if (this.recorder.sessionId !== id) return
    if (this.clock.nowUs() - this.committedUs >= DRAWN_LATE_US) await this.commit()
  }

  /** What was received until now is in the file. */
  private async commit(): Promise<void> {
    const nowUs = this.clock.nowUs()
    await this.recorder.flush()
    this.committedUs = Math.max(this.committedUs, nowUs)
  }
}
