import type { Health, Timing } from '@contract/instruments'
import type { Gap, GapCause, Segment, TimeUs } from '@contract/model'
import type { Clock } from '../../base/clock'
import type { SampleBlock } from '../../ports/samples'
import type { Sources } from '../sources'
import { HealthMeter } from './health-meter'
import { segmentInWords } from './link-words'
import { Outage } from './outage'

/** What one instrument delivers, over all its connections: rows, gaps and outages to the sources, figures to its health. */
export class Feed {
  private health = new HealthMeter()
  private readonly outage = new Outage()
  private lastSampleUs: TimeUs | null = null
  private current: Timing | null = null

  constructor(
    private readonly io: { readonly clock: Clock; readonly sources: Sources },
    private readonly id: string,
  ) {}

  /** As the newest stream was configured; null before the first. */
  get timing(): Timing | null {
    return this.current
  }

  readHealth(): Health {
    return this.health.read(this.io.clock.nowUs())
  }

  segment(segment: Segment, timing: Timing): void {
    this.current = timing
    this.io.sources.segment(this.id, segment)
    this.io.sources.note(this.id, 'settings', segment.startUs, segmentInWords(segment))
  }

  /** `arrived` runs between the end of an outage and the rows that end it. The block is not empty. */
  rows(block: SampleBlock, periodMs: number, arrived: () => void): void {
    const first = block.timesUs[0] ?? 0
    const last = block.timesUs[block.timesUs.length - 1] ?? first
    const ended = this.outage.end(first, periodMs * 1000)
    if (ended) {
      this.gap(ended)
      this.health.away(ended.fromUs, first)
    } else if (this.lastSampleUs !== null) {
      const missed = this.io.sources.missed(this.lastSampleUs, first, periodMs * 1000)
      if (missed) this.gap(missed)
    }
    this.lastSampleUs = last
    this.health.rows(block.timesUs.length, last, this.io.clock.nowUs())
    arrived()
    this.io.sources.samples(this.id, block)
  }

  gap(gap: Gap): void {
    this.health.lose(gap.lost ?? 0)
    this.io.sources.gap(this.id, gap)
  }

  rejected(count: number): void {
    this.health.reject(count)
  }

  lateness(ms: number): void {
    this.health.lateness(ms)
  }

  reconnected(): void {
    this.health.reconnected()
  }

  /** Tells that data stop here; told again with its end when they come back. */
  interrupted(cause: GapCause, text: string): void {
    const gap = this.outage.start(this.lastSampleUs, cause, text)
    if (gap) this.io.sources.gap(this.id, gap)
  }
}
