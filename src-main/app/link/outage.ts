import type { Gap, GapCause, TimeUs } from '@contract/model'

/** The time without data between the end of a connection and the first sample of the next: one gap, told at both ends. */
export class Outage {
  private open: { readonly fromUs: TimeUs; readonly cause: GapCause; readonly text: string } | null = null

  /** The gap that begins after `lastUs`; null when nothing was ever sampled or one is open already. */
  start(lastUs: TimeUs | null, cause: GapCause, text: string): Gap | null {
    if (lastUs === null || this.open) return null
    this.open = { fromUs: lastUs, cause, text }
    return { ...this.open, toUs: null, lost: null }
  }

  /** The same gap with its end, and how many samples it swallowed; null when none is open. */
  end(firstUs: TimeUs, periodUs: number): Gap | null {
    const { open } = this
    this.open = null
    if (!open) return null
    const lost = Math.max(0, Math.round((firstUs - open.fromUs) / periodUs) - 1)
    return { ...open, toUs: firstUs, lost, text: `${open.text}; connected again` }
  }
}
