import { KEPT_TRAFFIC, type TrafficLine } from '@contract/traffic'
import type { Clock } from '../base/clock'
import type { Traffic } from '../ports/instrument'
import type { Teller } from './teller'

/** The page hears of new lines this often at most. */
const TELL_EVERY_MS = 200

/** The most lines told at once: nobody reads more; the newest are kept. */
const MOST_TOLD = 200

const MAX_TEXT = 400

interface Kept {
  readonly seq: number
  readonly instrumentId: string
  readonly line: Traffic
}

/**
 * The newest KEPT_TRAFFIC lines of all instruments. Lines are kept as they come and put into words only for somebody who
 * follows: a bench that sends thousands a second costs a slot each.
 */
export class TrafficLog {
  private readonly ring: (Kept | undefined)[] = new Array(KEPT_TRAFFIC)
  /** Number of the newest line; lines count from 1. */
  private newest = 0
  /** Number of the newest line the page was told; null while nobody follows. */
  private told: number | null = null
  private cancelTelling: (() => void) | null = null

  constructor(private readonly io: { readonly clock: Clock; readonly teller: Teller }) {}

  add(instrumentId: string, line: Traffic): void {
    const seq = ++this.newest
    this.ring[seq % KEPT_TRAFFIC] = { seq, instrumentId, line }
    if (this.told !== null) this.tellSoon()
  }

  /** The kept lines, oldest first; new ones are told until unfollow(). */
  follow(): readonly TrafficLine[] {
    this.unfollow()
    this.told = this.newest
    return this.since(this.newest - KEPT_TRAFFIC)
  }

  unfollow(): void {
    this.told = null
    this.cancelTelling?.()
    this.cancelTelling = null
  }

  private tellSoon(): void {
    this.cancelTelling ??= this.io.clock.after(TELL_EVERY_MS, () => {
      this.cancelTelling = null
      if (this.told === null) return
      const lines = this.since(Math.max(this.told, this.newest - MOST_TOLD))
      this.told = this.newest
      this.io.teller.tell('traffic:added', { lines })
    })
  }

  /** Kept lines after number `seq`. */
  private since(seq: number): readonly TrafficLine[] {
    const lines: TrafficLine[] = []
    for (let at = Math.max(0, seq) + 1; at <= this.newest; at++) {
      const kept = this.ring[at % KEPT_TRAFFIC]
      if (kept) lines.push(worded(kept))
    }
    return lines
  }
}

function worded({ seq, instrumentId, line }: Kept): TrafficLine {
  const { atUs, direction, meaning, level = 'plain' } = line
  return { seq, atUs, instrumentId, direction, text: printable(line), meaning: meaning?.() ?? '', level }
}

/** The text of a line with unprintable bytes as `\x00` and a backslash doubled; at most 400 characters, a cut is marked by `…`. */
export function printable({ direction, text }: Pick<Traffic, 'direction' | 'text'>): string {
  let shown = ''
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    // Beyond ASCII a remark holds words ("voltage × current"), the wire holds bytes.
    const bare = code < 0x20 || (direction === 'note' ? code === 0x7f : code >= 0x7f)
    const next = bare ? `\\x${code.toString(16).padStart(2, '0')}` : char === '\\' ? '\\\\' : char
    if (shown.length + next.length >= MAX_TEXT) return `${shown}…`
    shown += next
  }
  return shown
}
