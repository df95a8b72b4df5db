import type { FaultView } from '@contract/fault'
import type { ConnectStep } from '@contract/instruments'

/**
 * Where a link stands. `attempt` is 0 for a person's own connect and counts reconnect tries from 1; it falls back to 0
 * only when a sample arrives, so a meter that answers but never streams still meets longer and longer pauses.
 */
export type Link =
  | { readonly at: 'closed' }
  | { readonly at: 'connecting'; readonly attempt: number; readonly step: ConnectStep }
  | { readonly at: 'live' }
  | { readonly at: 'stale' }
  | { readonly at: 'waiting'; readonly attempt: number; readonly waitMs: number; readonly fault: FaultView }
  | { readonly at: 'failed'; readonly fault: FaultView }
  | { readonly at: 'closing' }

export type Cue =
  | { readonly cue: 'connect' }
  | { readonly cue: 'step'; readonly step: ConnectStep }
  | { readonly cue: 'sample' }
  | { readonly cue: 'quiet' }
  | { readonly cue: 'lost'; readonly fault: FaultView; readonly retry: boolean }
  | { readonly cue: 'retry' }
  | { readonly cue: 'close' }
  | { readonly cue: 'closed' }

/** The longest pause between two tries. */
const MAX_BACKOFF_MS = 30_000

/** 1, 2, 4 … 30 s before try 1, 2, 3 … */
export const backoffMs = (attempt: number): number => Math.min(1000 * 2 ** (attempt - 1), MAX_BACKOFF_MS)

/** Pure: the next state, or undefined when the cue means nothing here. Timers and wires belong to the supervisor. */
export function nextLink(link: Link, cue: Cue): Link | undefined {
  switch (cue.cue) {
    case 'connect':
      return link.at === 'closed' || link.at === 'failed' ? { at: 'connecting', attempt: 0, step: 'open' } : undefined
    case 'step':
      return link.at === 'connecting' ? { ...link, step: cue.step } : undefined
    case 'sample':
      return link.at === 'connecting' || link.at === 'stale' ? { at: 'live' } : undefined
    case 'quiet':
      return link.at === 'live' ? { at: 'stale' } : undefined
    case 'lost':
      return lost(link, cue.fault, cue.retry)
    case 'retry':
      return link.at === 'waiting' ? { at: 'connecting', attempt: link.attempt, step: 'open' } : undefined
    case 'close':
      return link.at === 'closed' || link.at === 'closing' ? undefined : { at: 'closing' }
    case 'closed':
      return link.at === 'closing' ? { at: 'closed' } : undefined
  }
}

function lost(link: Link, fault: FaultView, retry: boolean): Link | undefined {
  if (link.at !== 'connecting' && link.at !== 'live' && link.at !== 'stale') return undefined
  const wasUp = link.at !== 'connecting' || link.attempt > 0
  if (!retry || !wasUp) return { at: 'failed', fault }
  const attempt = link.at === 'connecting' ? link.attempt + 1 : 1
  return { at: 'waiting', attempt, waitMs: backoffMs(attempt), fault }
}
