import type { InstrumentView } from '@contract/instruments'
import { formatCount, formatIso, formatTime } from '@contract/quantity'
import { KEPT_TRAFFIC, type TrafficLine } from '@contract/traffic'
import type { Traffic, TrafficFilter } from '../../state/traffic'

/** A row of the console: a line, or a note about lines that never came. */
export type TrafficRow =
  | { readonly kind: 'line'; readonly line: TrafficLine }
  | { readonly kind: 'left-out'; readonly count: number; readonly beforeSeq: number }

/** Whether a line is looked at. `instrumentId` is the chosen instrument; null while none is, and then all are shown. */
export function passes(line: TrafficLine, filter: TrafficFilter, instrumentId: string | null): boolean {
  if (!filter[line.direction]) return false
  if (filter.whose === 'this' && instrumentId !== null && line.instrumentId !== instrumentId) return false
  const wanted = filter.text.trim().toLowerCase()
  return wanted === '' || `${line.text}\n${line.meaning}`.toLowerCase().includes(wanted)
}

/** The rows to show, oldest first. A jump in the numbers of the lines is said where it is, also when its neighbours are hidden. */
export function trafficRows(
  lines: readonly TrafficLine[],
  filter: TrafficFilter,
  instrumentId: string | null,
): readonly TrafficRow[] {
  const rows: TrafficRow[] = []
  let [missing, lastSeq] = [0, lines[0] ? lines[0].seq - 1 : 0]
  const say = (beforeSeq: number): void => {
    if (missing > 0) rows.push({ kind: 'left-out', count: missing, beforeSeq })
    missing = 0
  }
  for (const line of lines) {
    missing += line.seq - lastSeq - 1
    lastSeq = line.seq
    if (!passes(line, filter, instrumentId)) continue
    say(line.seq)
    rows.push({ kind: 'line', line })
  }
  say(lastSeq + 1)
  return rows
}

/** How many lines of the filter came in since the console was frozen: "38 new", "over 2 000 new", '' for none. */
export function newWords({ lines, frozen, filter }: Traffic, instrumentId: string | null): string {
  if (!frozen) return ''
  const newest = frozen.at(-1)?.seq ?? 0
  const count = lines.filter((line) => line.seq > newest && passes(line, filter, instrumentId)).length
  const all = (lines[0]?.seq ?? 0) <= newest + 1
  if (count === 0 && all) return ''
  return all ? `${formatCount(count)} new` : `over ${formatCount(count === 0 ? KEPT_TRAFFIC : count)} new`
}

/** A name short enough for a narrow column: "bench A" of "PowerSpy2 bench A". */
export const shortName = (name: string): string => name.replace(/^PowerSpy2?\s+(?=\S)/, '')

/** Names by instrument, as the console shows them. */
export const namesOf = (list: readonly InstrumentView[]): ReadonlyMap<string, string> =>
  new Map(list.map(({ id, name }) => [id, shortName(name)]))

export const leftOutWords = (count: number): string =>
  `… ${formatCount(count)} ${count === 1 ? 'line' : 'lines'} left out`

export const DIRECTIONS = { sent: 'tx', received: 'rx', note: 'app' } as const

const isoMs = (atUs: number, zone: string): string => {
  const iso = formatIso(atUs, zone)
  return `${iso.slice(0, 19)}${formatTime(atUs, zone, 3).slice(8)}${iso.slice(19)}`
}

/** Rows as text for a bug report: tab-separated, times in ISO 8601 with milliseconds and offset. */
export const trafficText = (rows: readonly TrafficRow[], names: ReadonlyMap<string, string>, zone: string): string =>
  rows
    .map((row) =>
      row.kind === 'left-out'
        ? leftOutWords(row.count)
        : [
            isoMs(row.line.atUs, zone),
            names.get(row.line.instrumentId) ?? row.line.instrumentId,
            DIRECTIONS[row.line.direction],
            row.line.text,
            row.line.meaning,
          ].join('\t'),
    )
    .join('\n')
