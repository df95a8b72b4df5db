import {
  type EnergyUnit,
  formatBytes,
  formatDay,
  formatDuration,
  formatFixed,
  formatPercent,
  joined,
} from '@contract/quantity'
import type { SessionRow, SessionView } from '@contract/sessions'

/** One line of the table as text. */
export interface SessionLine {
  readonly id: string
  readonly name: string
  readonly state: SessionRow['state'] | 'damaged'
  readonly started: string
  readonly duration: string
  readonly energy: string
  readonly meanW: string
  readonly coverage: string
  readonly thin: boolean
  readonly sources: string
  readonly simulated: boolean
  readonly size: string
}

export interface LineOptions {
  readonly zone: string
  readonly energyUnit: EnergyUnit
  readonly nowUs: number
}

const fixed = (x: number | null, decimals: number): string => formatFixed(x ?? Number.NaN, decimals)

/** Energy in the column's one unit: hundredths of a Wh or whole joules, finer only for what would vanish. */
function energyText(joules: number | null, unit: EnergyUnit): string {
  if (joules === null) return fixed(null, 0)
  const x = unit === 'Wh' ? joules / 3_600 : joules
  const decimals = unit === 'Wh' ? 2 : 0
  return fixed(x, Math.abs(x) < 10 ** (1 - decimals) && x !== 0 ? decimals + 2 : decimals)
}

export function sessionLine(row: SessionRow, { zone, energyUnit, nowUs }: LineOptions): SessionLine {
  const endUs = row.endUs ?? (row.state === 'recording' ? nowUs : null)
  return {
    id: row.id,
    name: row.name,
    state: row.fault ? 'damaged' : row.state,
    started: formatDay(row.startUs, zone, new Date(nowUs / 1_000).getUTCFullYear()),
    duration: endUs === null ? '—' : formatDuration(Math.max(0, endUs - row.startUs) / 1e6),
    energy: energyText(row.energyJ, energyUnit),
    meanW: fixed(row.meanW, 2),
    coverage: formatPercent(row.coveragePercent ?? Number.NaN),
    thin: row.coveragePercent !== null && row.coveragePercent < 98,
    sources: sourceWords(row.sources),
    simulated: row.sources.some(({ simulated }) => simulated),
    size: joined(formatBytes(row.bytes)),
  }
}

/** Instruments by name; the many series of imported machines by their number. */
function sourceWords(sources: SessionRow['sources']): string {
  const imported = sources.filter(({ kind }) => kind === COLLECTD).length
  const names = sources.filter(({ kind }) => kind !== COLLECTD).map(({ name }) => name)
  return [...names, ...(imported > 0 ? [`${imported} collectd series`] : [])].join(', ')
}

const COLLECTD = 'collectd'

/** Newest first; every word of the search must occur in name, source or state. */
export function findSessions(rows: readonly SessionRow[], search: string): readonly SessionRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const textOf = (row: SessionRow): string =>
    [
      row.name,
      row.state,
      row.id,
      ...row.sources.flatMap(({ name, kind, simulated }) => [name, kind, simulated ? 'simulated' : '']),
    ]
      .join(' ')
      .toLowerCase()
  return rows
    .filter((row) => words.every((word) => textOf(row).includes(word)))
    .toSorted((a, b) => b.startUs - a.startUs)
}

/** The lines of the detail panel: term and what is known. */
export function sessionFacts(view: SessionView): readonly (readonly [string, string])[] {
  const infos = view.sourceInfos.filter(({ kind }) => kind !== COLLECTD)
  const list = (words: readonly (string | null)[]): string => words.filter(Boolean).join(', ') || 'not stored'
  return [
    ['Instruments', list(infos.map(({ name, identity }) => (identity ? `${name} #${identity.serial}` : name)))],
    [
      'Firmware',
      list(
        infos.map(({ identity }) => (identity ? `hardware ${identity.hardware}, firmware ${identity.firmware}` : null)),
      ),
    ],
    [
      'Interval',
      list(
        infos.map(({ periodS }) =>
          periodS === null ? null : `${formatFixed(periodS * 1_000, Number.isInteger(periodS * 1_000) ? 0 : 3)} ms`,
        ),
      ),
    ],
    ['Calibration', list(infos.map(({ calibration }) => calibration?.date ?? null))],
    ['Samples', formatFixed(view.samples, 0)],
    ['Gaps', view.gapCount === 0 ? 'none' : formatFixed(view.gapCount, 0)],
  ]
}
