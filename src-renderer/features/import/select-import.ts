import { type ClockChoice, clockWords, offsetWords } from '@contract/clocks'
import type { ArchiveInspection } from '@contract/collectd'
import { type ChosenCount, countChosen } from '@contract/imports'
import { formatDay, formatTime } from '@contract/quantity'
import type { SessionRow } from '@contract/sessions'
import { type ImportPlan, mayTake, spanOf, type Wizard } from '../../state/imports'

/** A session that may take the series; null is one of its own. */
export interface TargetChoice {
  readonly id: string | null
  readonly words: string
}

export const choicesOf = (inspection: ArchiveInspection, filters: readonly string[] | null): ChosenCount =>
  countChosen(inspection, filters)

/** Sessions offered: a new one, then the newest, those that were recorded at the same time first. */
export function targetsOf(
  inspection: ArchiveInspection,
  rows: readonly SessionRow[],
  zone: string,
  nowUs: number,
): readonly TargetChoice[] {
  const span = spanOf(inspection)
  const year = new Date(nowUs / 1_000).getUTCFullYear()
  const meets = ({ startUs, endUs }: SessionRow): boolean =>
    span !== null && startUs <= span.toUs && (endUs ?? startUs) >= span.fromUs
  const words = (row: SessionRow): string =>
    `${row.name}, ${formatDay(row.startUs, zone, year)}${meets(row) ? ', same time' : ''}`
  const able = rows.filter(mayTake).toSorted((a, b) => Number(meets(b)) - Number(meets(a)) || b.startUs - a.startUs)
  return [
    { id: null, words: 'A new session' },
    ...able.slice(0, MOST_TARGETS).map((row) => ({ id: row.id, words: words(row) })),
  ]
}

/** A longer list would not be read. */
const MOST_TARGETS = 200

/** Where the filters in force come from. */
export function filterWords(from: ImportPlan['filtersFrom'], filters: readonly string[] | null): string {
  if (filters === null) return 'Every series is imported.'
  const words = {
    session: 'The list of the session’s last import.',
    settings: 'Your list from Settings.',
    powergoblin: 'PowerGoblin’s list on this computer (default.json), until you set your own in Settings.',
    default: 'The documented list, until you set your own in Settings.',
    person: 'Your list for this import; the session remembers it.',
  }
  return words[from]
}

/** First and last row, by the clock of the machine. */
export function timesOf(inspection: ArchiveInspection, zone: string): readonly (readonly [string, string])[] {
  const span = spanOf(inspection)
  if (!span) return []
  const year = 0
  const moment = (us: number): string =>
    `${formatDay(us, zone, year).split(' ').slice(0, -1).join(' ')} ${formatTime(us, zone, 3)}`
  return [
    ['First row', moment(span.fromUs)],
    ['Last row', moment(span.toUs)],
  ]
}

/** What will be done about a machine's clock. */
export function choiceWords(choice: ClockChoice | undefined, before: string | null): string {
  if (!choice) return before ?? 'Not aligned'
  if (choice.by === 'none') return 'Not aligned'
  return choice.by === 'offset' ? `Aligned by hand, ${offsetWords(choice.offsetUs)}` : clockWords(choice.clock)
}

/** 0 … 3, or 4 when everything is done. */
export const stepOf = ({ at }: Wizard): number =>
  ({ choose: 0, reading: 0, select: 1, align: 2, confirm: 3, importing: 3, done: 4 })[at]
