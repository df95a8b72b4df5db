import type { TimeUs } from './model'

/** The newest lines of wire traffic that are kept, of all instruments together. */
export const KEPT_TRAFFIC = 2_000

/** One frame, command or remark as it went over the wire. */
export interface TrafficLine {
  /** Rises by one per line, also of lines that were never shown. */
  readonly seq: number
  readonly atUs: TimeUs
  readonly instrumentId: string
  readonly direction: 'sent' | 'received' | 'note'
  /** What crossed the wire, unprintable bytes escaped; at most 400 characters. */
  readonly text: string
  /** What it means, in words: "P 44.31 W", "identity"; '' where there is nothing to add. */
  readonly meaning: string
  readonly level: 'plain' | 'warn' | 'fault'
}

export interface TrafficRequests {
  /** The kept lines, oldest first; from now on new ones are told until `traffic:unfollow`. */
  'traffic:follow': () => readonly TrafficLine[]
  'traffic:unfollow': () => void
}

export interface TrafficEvents {
  /** New lines, oldest first, a few times a second. A jump in their seq means that lines were left out. */
  'traffic:added': { readonly seq: number; readonly lines: readonly TrafficLine[] }
}
