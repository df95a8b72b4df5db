import type { Gap, TimeUs } from '@contract/model'

/** What must be empty, or equal, when the books are right. */
export interface Balance {
  readonly source: string
  readonly sent: number
  readonly stored: number
  /** Sent and not stored, inside a gap that says so. */
  readonly inGaps: number
  /** Sent before the first sample that was stored, or after the last one. */
  readonly outside: number
  /** Lost frames by the gaps that counted them one by one, and how many were sent in those gaps. */
  readonly counted: { readonly said: number; readonly true: number }
  /** Sent, not stored, and in no gap: samples that vanished without a word. */
  readonly vanished: number
  /** Stored, but never sent. */
  readonly invented: number
  readonly gaps: number
}

/** Gaps whose `lost` counts frames of a running stream, not time. */
const COUNTED: readonly string[] = ['frames-lost', 'rejected']

/**
 * Holds every single sample that was sent against what was stored: each one is in the session, or in a gap. A stored sample is that
 * which was sent at its time, give or take `slackUs`. Keeps only what is not settled yet.
 */
export class Ledger {
  private readonly open: TimeUs[] = []
  private missing: TimeUs[] = []
  private sent = 0
  private stored = 0
  private inGaps = 0
  private outside = 0
  private said = 0
  private counted = 0
  private invented = 0
  private gaps = 0
  private begun = false

  constructor(
    private readonly source: string,
    private readonly slackUs: number,
  ) {}

  send(atUs: TimeUs): void {
    this.sent++
    this.open.push(atUs)
  }

  store(timesUs: Float64Array): void {
    for (const t of timesUs) {
      this.stored++
      while (this.open.length > 0 && this.open[0]! < t - this.slackUs) this.miss(this.open.shift()!)
      if (this.open.length > 0 && this.open[0]! <= t + this.slackUs) this.open.shift()
      else this.invented++
      this.begun = true
    }
  }

  gap({ fromUs, toUs, lost, cause }: Gap): void {
    if (toUs === null) return
    this.gaps++
    const left = this.missing.filter((t) => t < fromUs - this.slackUs || t > toUs + this.slackUs)
    const inside = this.missing.length - left.length
    this.missing = left
    this.inGaps += inside
    if (!COUNTED.includes(cause)) return
    this.said += lost ?? 0
    this.counted += inside
  }

  /** When everything is over. */
  close(): Balance {
    const { source, sent, stored, inGaps, invented, gaps } = this
    this.outside += this.open.length
    return {
      source,
      sent,
      stored,
      inGaps,
      outside: this.outside,
      counted: { said: this.said, true: this.counted },
      vanished: this.missing.length,
      invented,
      gaps,
    }
  }

  private miss(t: TimeUs): void {
    if (this.begun) this.missing.push(t)
    else this.outside++
  }
}

/** Null when the books are right, else what is wrong with them. */
export function complaint(balance: Balance): string | null {
  const { source, sent, stored, inGaps, outside, vanished, invented, counted } = balance
  if (vanished > 0) return `${source}: ${vanished} samples were sent, not stored, and are in no gap`
  if (invented > 0) return `${source}: ${invented} stored samples were never sent`
  if (sent !== stored + inGaps + outside)
    return `${source}: ${sent} sent, ${stored} stored, ${inGaps} in gaps, ${outside} outside`
  if (counted.said !== counted.true)
    return `${source}: gaps count ${counted.said} lost frames, ${counted.true} were sent in them`
  return null
}
