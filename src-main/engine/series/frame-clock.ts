import type { TimeUs } from '@contract/model'
import { FrameRate } from './frame-rate'
import { LowerEnvelope } from './lower-envelope'

/** How long a smallest delay is believed; mains frequency and crystals wander slowly against it. */
const WINDOW_US = 30_000_000

/** Mains strays less than ±0.5 % from the frequency read at the start, so the period may follow its trend that far. */
const MOST_TREND = 0.005

/** Later than this many periods is suspicious; a frame that stays m − 0.25 periods late proves m lost ones. */
const ROOM = 0.25

/**
 * Links jitter by tens of milliseconds. A frame this long stands out of that: the next one alone can prove a loss. Of shorter
 * frames several in a row are late now and then, so their lateness must last.
 */
const LONG_FRAME_US = 200_000
const LASTING_US = 600_000

/**
 * Frames held back at most. Each held one is at least a period less late than the one before, so more than this means
 * a stall of minutes that drains frame by frame.
 */
const MOST_HELD = 256

export interface TimedFrame<F> {
  readonly frame: F
  /** Estimated device-send time; strictly rising by at least 1 µs. */
  readonly sendUs: TimeUs
  readonly receiptUs: TimeUs
  /** Frames that were lost right before this one. */
  readonly lostBefore: number
}

export interface FrameClockOptions {
  /** Periods × 1 / mains frequency. */
  readonly periodUs: number
  /**
   * `settled`: a suspiciously late frame is held back until the next one (of frames below 200 ms: 0.6 s) shows whether frames
   * were lost before it.
   * `prompt`: nothing is held; a loss is then reported with the frame that proves it.
   */
  readonly mode: 'settled' | 'prompt'
}

interface Numbered<F> {
  readonly frame: F
  /** Number of the period it was sent in; moves when frames turn out to be lost before it. */
  k: number
  readonly receiptUs: TimeUs
}

/** Lateness that has not vanished yet. While it lasts, offset and trend stand still. */
interface Doubt {
  readonly sinceUs: TimeUs
  /** The first frame it concerns. */
  readonly fromK: number
  /** Whole periods by which the last frame of the last read was late. */
  readonly periods: number
  /** Smallest lateness of the reads so far, in periods. */
  readonly least: number
}

/**
 * Tells when a meter sent its periodic frames, from when they were received: T is the nominal period at first; the smallest
 * (receipt − k·T) of the last 30 s sets the offset and its trend corrects T by at most ±0.5 %. All frames of one read enter
 * the minimum before the first is stamped.
 *
 * Lost frames are found from time alone: a frame m periods late is only late if its lateness vanishes within the same read
 * or at the next frame; if the next frame comes alone and is still ≥ m − 0.25 periods late, m frames were lost. Frames below
 * 200 ms must stay late for 0.6 s instead, and the least lateness counts. On a link that always bunches no frame comes alone:
 * there, lateness that did not vanish for 30 s proves the loss, at that later time.
 */
export class FrameClock<F> {
  private readonly envelope = new LowerEnvelope(WINDOW_US)
  private readonly rate: FrameRate
  /** How long lateness must last to prove a loss. */
  private readonly lastingUs: number
  private originUs: TimeUs | null = null
  private nextK = 0
  private slope = 0
  private offset: number | null = null
  private lastSendUs = Number.NEGATIVE_INFINITY
  private lostUntold = 0
  private held: Numbered<F>[] = []
  private doubt: Doubt | null = null

  constructor(private readonly options: FrameClockOptions) {
    this.rate = new FrameRate(options.periodUs, MOST_TREND)
    this.lastingUs = options.periodUs < LONG_FRAME_US ? LASTING_US : 0
  }

  /** The period as corrected by now, µs. */
  get periodUs(): number {
    return this.options.periodUs + this.slope
  }

  /**
   * The period by the receipts of the last 30 s (or 60 frames), µs, to be shown as a measurement: smoother than periodUs, which
   * follows at once. NaN for the first 10 s, and while jitter, few reads or a trend beyond ±0.5 % leave more than 0.05 % in doubt.
   */
  get truePeriodUs(): number {
    return this.rate.truePeriodUs
  }

  /** All frames of one read, and when it was received. Returns what is settled, in order. */
  read(frames: readonly F[], receiptUs: TimeUs): TimedFrame<F>[] {
    if (frames.length === 0) return []
    this.originUs ??= receiptUs
    const fresh = frames.map((frame) => ({ frame, k: this.nextK++, receiptUs }))
    const lost = this.provenLoss(fresh.length === 1, receiptUs)
    // What was held back is decided now; the fresh frames may raise the next doubt.
    const settled = lost > 0 ? this.renumber(lost, fresh, receiptUs) : []
    this.held.push(...fresh)
    const newest = this.nextK - 1
    this.rate.add(newest, this.delayOf(newest, receiptUs), receiptUs)
    const wait = this.weigh(fresh[0]?.k ?? 0, receiptUs) && this.options.mode === 'settled'
    // Until it is known whether frames were lost, the last estimate stands.
    if (!this.doubt) this.rate.refresh(receiptUs)
    return wait && this.held.length <= MOST_HELD ? settled : [...settled, ...this.flush()]
  }

  /** Whatever is held back, as merely late: at the end of a stream. */
  flush(): TimedFrame<F>[] {
    const settled = this.held
    this.held = []
    for (const { k, receiptUs } of settled) {
      this.envelope.add(receiptUs - (this.originUs ?? receiptUs), k, this.delayOf(k, receiptUs), this.slope)
    }
    if (!this.doubt) this.slope = this.envelope.slope(this.options.periodUs * MOST_TREND)
    if (!this.doubt || this.offset === null) this.offset = this.envelope.floor(this.slope)
    return settled.map((one) => this.stamp(one))
  }

  /** Receipt − k·T since the first receipt. */
  private delayOf(k: number, receiptUs: TimeUs): number {
    return receiptUs - (this.originUs ?? receiptUs) - k * this.options.periodUs
  }

  /** How late the newest frame is, in periods; 0 before there is anything to compare with. */
  private lateness(receiptUs: TimeUs): number {
    if (this.offset === null) return 0
    const k = this.nextK - 1
    return (this.delayOf(k, receiptUs) - this.slope * k - this.offset) / this.periodUs
  }

  private provenLoss(alone: boolean, receiptUs: TimeUs): number {
    if (!this.doubt) return 0
    const late = this.lateness(receiptUs)
    const ageUs = receiptUs - this.doubt.sinceUs
    const least = Math.max(0, Math.floor(Math.min(late, this.doubt.least) + ROOM))
    if (ageUs >= WINDOW_US) return least
    if (!alone || ageUs < this.lastingUs) return 0
    if (this.lastingUs > 0) return least
    return late >= this.doubt.periods - ROOM ? this.doubt.periods : 0
  }

  /** Moves the undecided frames, and what follows, by the frames that were lost before them; returns the held ones. */
  private renumber(lost: number, fresh: Numbered<F>[], atUs: TimeUs): TimedFrame<F>[] {
    if (this.doubt) {
      this.envelope.renumber(this.doubt.fromK, lost, this.options.periodUs)
      this.rate.renumber(this.doubt.fromK, lost)
      this.rate.refresh(atUs)
    }
    for (const one of [...this.held, ...fresh]) one.k += lost
    this.nextK += lost
    this.lostUntold += lost
    this.doubt = null
    return this.held.length > 0 ? this.flush() : []
  }

  /** Opens, goes on with or ends the doubt; true when the next read can decide about what is held. */
  private weigh(firstK: number, receiptUs: TimeUs): boolean {
    const late = this.lateness(receiptUs)
    const periods = Math.floor(late + ROOM)
    const before = this.doubt
    if (periods <= 0) {
      this.doubt = null
      return false
    }
    this.doubt = before
      ? { ...before, periods, least: Math.min(before.least, late) }
      : { sinceUs: receiptUs, fromK: firstK, periods, least: late }
    return !before || periods < before.periods || receiptUs - before.sinceUs < this.lastingUs
  }

  private stamp({ frame, k, receiptUs }: Numbered<F>): TimedFrame<F> {
    const estimate = Math.floor((this.originUs ?? receiptUs) + k * this.periodUs + (this.offset ?? 0))
    // Nothing is received before it was sent, whatever the trend says.
    this.lastSendUs = Math.max(Math.min(estimate, receiptUs), this.lastSendUs + 1)
    const lostBefore = this.lostUntold
    this.lostUntold = 0
    return { frame, sendUs: this.lastSendUs, receiptUs, lostBefore }
  }
}
