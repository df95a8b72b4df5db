import type { TimeUs } from '@contract/model'
import type { Clock } from '../../base/clock'
import { STOOD_STILL_MS } from './sleep-watch'
import { resetAfterMs, staleAfterMs, WATCH_EVERY_MS } from './watchdog'

export interface SilenceHearer {
  /** Too long without a sample to call it live; told again and again while it lasts. */
  stale(): void
  /** Too long to wait any more; told once, and the watch is over. */
  reset(silentMs: number): void
}

/** Looks for silence on a connected link, by the limits of watchdog.ts. */
export class SilenceWatch {
  private lastUs: TimeUs = 0
  private dueUs: TimeUs = 0
  private cancel: () => void = () => undefined

  constructor(
    private readonly clock: Clock,
    private readonly hearer: SilenceHearer,
  ) {}

  /** When a sample was received last, or the watch began. */
  get heardUs(): TimeUs {
    return this.lastUs
  }

  heard(): void {
    this.lastUs = this.clock.nowUs()
  }

  /** Watches from now on; `periodMs` may change while it does. A slow instrument asks for patience before the reset. */
  start(periodMs: () => number, patienceMs = 0): void {
    this.stop()
    this.heard()
    this.dueUs = this.lastUs
    this.look(periodMs, patienceMs)
  }

  stop(): void {
    this.cancel()
    this.cancel = () => undefined
  }

  private look(periodMs: () => number, patienceMs: number): void {
    // Nobody listened: what was sent meanwhile is still to be read.
    if (this.clock.nowUs() - this.dueUs > STOOD_STILL_MS * 1000) this.heard()
    this.dueUs = this.clock.nowUs() + WATCH_EVERY_MS * 1000
    const silentMs = (this.clock.nowUs() - this.lastUs) / 1000
    if (silentMs > staleAfterMs(periodMs())) this.hearer.stale()
    if (silentMs > Math.max(resetAfterMs(periodMs()), patienceMs)) this.hearer.reset(silentMs)
    else this.cancel = this.clock.after(WATCH_EVERY_MS, () => this.look(periodMs, patienceMs))
  }
}
