import type { InstrumentView } from '@contract/instruments'
import type { LogEntry } from '@contract/log'
import type { Log } from '../state/log'

/** The banner to show and how many more wait in the log. */
export interface BannerChoice {
  readonly entry: LogEntry
  readonly more: number
}

/**
 * The newest entry that carries a fault, was not closed since it last came, and is not over: an instrument that has
 * been live since then speaks for itself.
 */
export function selectBanner(log: Log, instruments: readonly InstrumentView[]): BannerChoice | null {
  const over = (entry: LogEntry): boolean =>
    instruments.some(({ name, link }) => name === entry.subject && link.at === 'live' && link.sinceUs > entry.atUs)
  const open = log.entries.filter(
    (entry) => entry.fault !== null && (log.dismissed.get(entry.id) ?? 0) < entry.times && !over(entry),
  )
  const [entry] = open
  return entry ? { entry, more: open.length - 1 } : null
}
