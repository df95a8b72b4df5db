import type { LogEntry } from '@contract/log'
import { formatIso } from '@contract/quantity'

/** Entries of the levels that are on, in the order they are held. */
export const ofLevels = (
  entries: readonly LogEntry[],
  levels: Readonly<Record<LogEntry['level'], boolean>>,
): readonly LogEntry[] => entries.filter(({ level }) => levels[level])

export function countLevels(entries: readonly LogEntry[]): Readonly<Record<LogEntry['level'], number>> {
  const counts = { info: 0, warn: 0, fault: 0 }
  for (const { level } of entries) counts[level]++
  return counts
}

/** The shown entries as lines of text, oldest first, as a bug report wants them. */
export const logText = (entries: readonly LogEntry[], zone: string): string =>
  entries
    .map(({ atUs, level, subject, text, times, fault }) =>
      [
        formatIso(atUs, zone),
        level,
        subject,
        `${text}${times > 1 ? ` (${times} times)` : ''}`,
        fault ? `${fault.code}: ${fault.cause} ${fault.consequence} ${fault.next}` : '',
      ].join('\t'),
    )
    .reverse()
    .join('\n')
