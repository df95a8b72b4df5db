import type { ConnectStep, Timing } from '@contract/instruments'
import type { Gap, Segment, TimeUs } from '@contract/model'
import type { DriverEvents, Traffic } from '../ports/instrument'
import type { SampleBlock } from '../ports/samples'

/** Writes down all a driver tells, for tests to look at. */
export class Recorder implements DriverEvents {
  readonly steps: ConnectStep[] = []
  readonly segments: { readonly segment: Segment; readonly timing: Timing }[] = []
  readonly blocks: SampleBlock[] = []
  readonly gaps: Gap[] = []
  readonly lines: Traffic[] = []
  readonly warnings: string[] = []
  rejectedCount = 0
  latestMs: number | null = null
  heardUs: TimeUs | null = null

  step(step: ConnectStep): void {
    this.steps.push(step)
  }
  segment(segment: Segment, timing: Timing): void {
    this.segments.push({ segment, timing })
  }
  samples(block: SampleBlock): void {
    this.blocks.push(block)
  }
  gap(gap: Gap): void {
    this.gaps.push(gap)
  }
  rejected(count: number): void {
    this.rejectedCount += count
  }
  warn(text: string): void {
    this.warnings.push(text)
  }
  lateness(ms: number): void {
    this.latestMs = ms
  }
  heard(atUs: TimeUs): void {
    this.heardUs = atUs
  }
  traffic(line: Traffic): void {
    this.lines.push(line)
  }

  /** All time stamps so far. */
  times(): number[] {
    return this.blocks.flatMap((block) => [...block.timesUs])
  }

  /** All values of channel `index` so far, as numbers. */
  values(index: number): number[] {
    return this.blocks.flatMap((block) => [...(block.values[index] ?? [])].map(Number))
  }

  sent(): string[] {
    return this.lines.filter(({ direction }) => direction === 'sent').map(({ text }) => text)
  }
}
