import type { TimeUs } from '@contract/model'
import type { Clock } from '../base/clock'

/** 2026-01-01T00:00:00Z. */
export const TEST_START_US = 1_767_225_600_000_000

/** A clock that moves only when told to; timers fire in order while it moves. */
export class ManualClock implements Clock {
  private us: TimeUs
  private timers: { readonly atUs: TimeUs; readonly order: number; readonly then: () => void }[] = []
  private order = 0

  constructor(startUs: TimeUs = TEST_START_US) {
    this.us = startUs
  }

  nowUs(): TimeUs {
    return this.us
  }

  after(ms: number, then: () => void): () => void {
    const timer = { atUs: this.us + Math.round(ms * 1000), order: this.order++, then }
    this.timers.push(timer)
    return () => {
      this.timers = this.timers.filter((other) => other !== timer)
    }
  }

  /** Moves time forward while nothing runs, as a sleeping computer does: timers come late, with the next advance(). */
  standStill(ms: number): void {
    this.us += Math.round(ms * 1000)
  }

  /** Moves time forward, firing timers as they come due and letting promises settle between them. */
  async advance(ms: number): Promise<void> {
    const endUs = this.us + Math.round(ms * 1000)
    await settle()
    for (;;) {
      const due = this.timers.filter((t) => t.atUs <= endUs).sort((a, b) => a.atUs - b.atUs || a.order - b.order)[0]
      if (!due) break
      this.timers = this.timers.filter((other) => other !== due)
      this.us = Math.max(this.us, due.atUs)
      due.then()
      await settle()
    }
    this.us = endUs
  }
}

/** Lets every promise that can settle without I/O do so: a turn of the event loop runs all of them. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
