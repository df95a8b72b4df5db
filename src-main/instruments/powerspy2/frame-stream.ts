import type { Timing } from '@contract/instruments'
import type { Calibration, Gap, TimeUs } from '@contract/model'
import { FrameClock, type FrameClockOptions, type TimedFrame } from '../../engine/series/frame-clock'
import type { DriverEvents } from '../../ports/instrument'
import { packSamples, type Sample } from './channels'
import { decodeFrame, FRAME_BODY, isDone, isRefused } from './codec'
import { Averager, implausibleFrame, type Reading, scale } from './reading'

/** A damaged frame this close to the right length was one frame: it takes its place in time. */
const DAMAGED_SLACK = 2

type Told = Pick<DriverEvents, 'samples' | 'gap' | 'rejected' | 'lateness'>

/** From the frames of one read to samples: plausibility, send time, host-side averaging, gaps. */
export class FrameStream {
  private readonly clock: FrameClock<Reading | null>
  private readonly averager: Averager
  private readonly periodUs: number
  private lastSendUs: TimeUs | null = null
  private lost = 0
  private damaged = 0

  constructor(
    private readonly timing: Timing,
    private readonly calibration: Calibration,
    mode: FrameClockOptions['mode'],
    private readonly events: Told,
  ) {
    this.periodUs = timing.trueMs * 1000
    this.clock = new FrameClock({ periodUs: this.periodUs / timing.windows, mode })
    this.averager = new Averager(timing.windows)
  }

  /** All frames of one read of the operating system. */
  take(bodies: readonly string[], receiptUs: TimeUs): void {
    const slots: (Reading | null)[] = []
    for (const body of bodies) {
      if (isDone(body) || isRefused(body)) continue
      const raw = decodeFrame(body)
      const why = raw ? implausibleFrame(raw) : `not a real-time frame: ${JSON.stringify(body)}`
      if (raw && why === null) slots.push(scale(raw, this.calibration))
      else {
        this.events.rejected(1, why ?? 'not a real-time frame')
        if (Math.abs(body.length - FRAME_BODY) <= DAMAGED_SLACK) slots.push(null)
      }
    }
    this.tell(this.clock.read(slots, receiptUs))
  }

  /** Hands over what was held back. */
  end(): void {
    this.tell(this.clock.flush())
  }

  private tell(frames: readonly TimedFrame<Reading | null>[]): void {
    const samples: Sample[] = []
    const gaps: Gap[] = []
    // A frame spans a whole number of mains periods.
    const mainsHz = (this.timing.periods * 1e6) / this.clock.truePeriodUs
    let latest = 0
    for (const { frame, sendUs, receiptUs, lostBefore } of frames) {
      if (lostBefore > 0) {
        this.lost += lostBefore
        this.averager.restart()
      }
      if (frame === null) {
        this.damaged++
        this.averager.restart()
        continue
      }
      const reading = this.averager.add(frame)
      if (!reading) continue
      const gap = this.gapBefore(sendUs)
      if (gap) gaps.push(gap)
      samples.push({ sendUs, receiptUs, reading, mainsHz })
      this.lastSendUs = sendUs
      latest = Math.max(latest, Math.abs(receiptUs - sendUs) / 1000)
    }
    if (samples.length > 0) {
      this.events.lateness(latest)
      this.events.samples(packSamples(samples))
    }
    for (const gap of gaps) this.events.gap(gap)
  }

  private gapBefore(toUs: TimeUs): Gap | null {
    const { lost, damaged, lastSendUs } = this
    this.lost = 0
    this.damaged = 0
    if (lost + damaged === 0 || lastSendUs === null) return null
    const samples =
      this.timing.windows === 1 ? lost + damaged : Math.max(1, Math.round((toUs - lastSendUs) / this.periodUs) - 1)
    const parts = [lost > 0 ? `${count(lost)} lost on the way` : '', damaged > 0 ? `${count(damaged)} damaged` : '']
    return {
      fromUs: lastSendUs,
      toUs,
      lost: samples,
      cause: lost > 0 ? 'frames-lost' : 'rejected',
      text: parts.filter(Boolean).join(', '),
    }
  }
}

const count = (frames: number): string => (frames === 1 ? '1 frame' : `${frames} frames`)
