import {
  type EnergyUnit,
  formatCount,
  formatDate,
  formatFixed,
  formatIso,
  formatPercent,
  formatSpan,
  formatTime,
} from '@contract/quantity'
import type { SelectionSummary } from '@contract/series'
import type { Range } from '../../lib/x-range'
import type { DashId, SignalColour } from '../../ui/Swatch'
import type { ClockLine } from './select-clocks'
import type { GapRow } from './select-gaps'
import type { LaneSpec, SignalSpec } from './select-lanes'

/** One row of the statistics table, as text. */
export interface StatsRow {
  readonly id: string
  readonly title: string
  readonly source: string
  readonly simulated: boolean
  readonly colour: SignalColour
  readonly dash: DashId
  readonly unit: string
  readonly mean: string
  readonly min: string
  readonly max: string
  readonly sigma: string
  readonly median: string
  readonly p5: string
  readonly p95: string
  readonly p99: string
  readonly energyJ: string
  readonly energyWh: string
  readonly samples: string
  readonly coverage: string
  readonly thin: boolean
  readonly largestGap: string
}

/** Decimals of an energy column: three digits of what matters, never more than six. */
const energyDecimals = (x: number): number =>
  Math.abs(x) >= 1_000 ? 0 : Math.abs(x) >= 100 ? 1 : Math.abs(x) >= 10 ? 2 : 3

const energy = (j: number | null, factor: number): string =>
  j === null ? '' : formatFixed(j / factor, energyDecimals(j / factor))

/** What a signal is called in a table: by its own name where its lane may hold several, else by its lane's. */
export const signalName = (lane: LaneSpec, signal: SignalSpec): string => {
  const several = lane.signals.length + lane.hidden.length > 1
  if (lane.machine !== null) return signal.name === lane.title ? lane.title : `${lane.title}, ${signal.name}`
  return several ? signal.name : lane.title
}

/** Rows in the order of the lanes; a signal without an answer yet has no row. */
export function selectStats(specs: readonly LaneSpec[], stats: readonly SelectionSummary[]): readonly StatsRow[] {
  return specs
    .flatMap((lane) => lane.signals.map((signal) => ({ lane, signal })))
    .flatMap(({ lane, signal }) => {
      const one = stats.find(({ channel }) => channel === signal.id)
      if (!one) return []
      const value = (x: number): string => formatFixed(x, signal.decimals)
      return [
        {
          id: signal.id,
          title: signalName(lane, signal),
          source: lane.sourceName,
          simulated: lane.simulated,
          colour: signal.colour,
          dash: signal.dash,
          unit: lane.unit === '1' ? '' : lane.unit,
          mean: value(one.mean),
          min: value(one.min),
          max: value(one.max),
          sigma: value(one.sigma),
          median: value(one.median),
          p5: value(one.p5),
          p95: value(one.p95),
          p99: value(one.p99),
          energyJ: energy(one.energyJ, 1),
          energyWh: energy(one.energyJ, 3_600),
          samples: `${formatCount(one.n)} / ${formatCount(one.expected)}`,
          coverage: formatPercent(one.coveragePercent),
          thin: one.coveragePercent < 98,
          largestGap: one.largestGapS === 0 ? 'none' : formatFixed(one.largestGapS, 3),
        },
      ]
    })
}

type Column = readonly [field: keyof StatsRow, head: string]

const BEFORE_ENERGY: readonly Column[] = [
  ['unit', 'unit'],
  ['mean', 'mean'],
  ['min', 'min'],
  ['max', 'max'],
  ['sigma', 'σ'],
  ['median', 'median'],
  ['p5', 'p5'],
  ['p95', 'p95'],
  ['p99', 'p99'],
]
const ENERGY: Readonly<Record<EnergyUnit, Column>> = {
  J: ['energyJ', 'energy J'],
  Wh: ['energyWh', 'energy Wh'],
}
const AFTER_ENERGY: readonly Column[] = [
  ['samples', 'n / expected'],
  ['coverage', 'coverage %'],
  ['largestGap', 'largest gap s'],
]

/** The columns in order: which field, and its head. The person's unit of energy comes first. */
export const statsColumns = (energyUnit: EnergyUnit): readonly Column[] => [
  ...BEFORE_ENERGY,
  ENERGY[energyUnit],
  ENERGY[energyUnit === 'J' ? 'Wh' : 'J'],
  ...AFTER_ENERGY,
]

const UNIT_OF: Partial<Record<keyof StatsRow, string>> = {
  energyJ: 'J',
  energyWh: 'Wh',
  coverage: '%',
  largestGap: 's',
  samples: '',
}

/** The unit a cell is copied with. */
export const unitOf = (field: keyof StatsRow, row: StatsRow): string => UNIT_OF[field] ?? row.unit

/** What "Copy table" says before the table: what it is about, in times a machine reads too. */
export interface StatsScopeText {
  readonly scope: string
  readonly range: Range
  /** Zone the times are written in. */
  readonly zone: string
  readonly gaps: readonly GapRow[]
  readonly gapsWords: string
  /** Imported machines among the rows, and how their clocks stand. */
  readonly clocks: readonly ClockLine[]
}

/** The table as tab-separated text, with its scope before it and its gaps after it. */
export function statsText(about: StatsScopeText, rows: readonly StatsRow[], energyUnit: EnergyUnit): string {
  const { fromUs, toUs } = about.range
  const columns = statsColumns(energyUnit)
  const lines = rows.map((row) => [row.title, copiedSource(row), ...columns.map(([field]) => String(row[field]))])
  const gaps = about.gaps.map((gap) => [gap.source, gap.iso, gap.length, gap.cause, gap.lost])
  return tabbed([
    [`Statistics of ${about.scope}`],
    ['from', formatIsoMs(fromUs, about.zone), 'to', formatIsoMs(toUs, about.zone), 'zone', about.zone],
    ['duration', formatSpan((toUs - fromUs) / 1e6)],
    ['signal', 'source', ...columns.map(([, head]) => head)],
    ...lines,
    ...about.clocks.map(({ host, sentence }) => ['clock', host, sentence]),
    [about.gapsWords],
    ...(gaps.length > 0 ? [['source', 'gap from', 'length', 'cause', 'lost samples'], ...gaps] : []),
  ])
}

/** A source in a copied table: what is simulated stays marked outside the window too. */
export const copiedSource = (row: { readonly source: string; readonly simulated: boolean }): string =>
  row.simulated ? `${row.source} (simulated)` : row.source

/** Lines of cells as tab-separated text. */
export const tabbed = (lines: readonly (readonly string[])[]): string =>
  lines.map((cells) => cells.join('\t').replaceAll('\u00a0', ' ')).join('\n')

/** ISO 8601 to the millisecond, with offset. */
export const formatIsoMs = (tUs: number, zone: string): string =>
  `${formatDate(tUs, zone)}T${formatTime(tUs, zone, 3)}${formatIso(tUs, zone).slice(19)}`
