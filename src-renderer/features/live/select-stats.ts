import { formatCount, formatFixed, formatPercent } from '@contract/quantity'
import type { SelectionSummary } from '@contract/series'
import type { SignalColour } from '../../ui/Swatch'
import type { LaneSpec } from './select-lanes'

/** One row of the statistics table, as text. */
export interface StatsRow {
  readonly id: string
  readonly title: string
  readonly source: string
  readonly simulated: boolean
  readonly colour: SignalColour
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

/** Rows in the order of the lanes; a lane without an answer yet has no row. */
export function selectStats(specs: readonly LaneSpec[], stats: readonly SelectionSummary[]): readonly StatsRow[] {
  return specs.flatMap((spec) => {
    const one = stats.find(({ channel }) => channel === spec.id)
    if (!one) return []
    const value = (x: number): string => formatFixed(x, spec.decimals)
    return [
      {
        id: spec.id,
        title: spec.title,
        source: spec.sourceName,
        simulated: spec.simulated,
        colour: spec.colour,
        unit: spec.unit,
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

/** The columns, in order: head, which field, whether it is a number. */
export const STATS_COLUMNS = [
  ['unit', 'unit'],
  ['mean', 'mean'],
  ['min', 'min'],
  ['max', 'max'],
  ['sigma', 'σ'],
  ['median', 'median'],
  ['p5', 'p5'],
  ['p95', 'p95'],
  ['p99', 'p99'],
  ['energyJ', 'energy J'],
  ['energyWh', 'energy Wh'],
  ['samples', 'n / expected'],
  ['coverage', 'coverage %'],
  ['largestGap', 'largest gap s'],
] as const satisfies readonly (readonly [keyof StatsRow, string])[]

/** The table as tab-separated text, with its scope in the first line: what "Copy table" puts on the clipboard. */
export function statsText(scopeWords: string, rows: readonly StatsRow[]): string {
  const heads = ['signal', 'source', ...STATS_COLUMNS.map(([, head]) => head)]
  const lines = rows.map((row) => [row.title, row.source, ...STATS_COLUMNS.map(([field]) => row[field])])
  return [[scopeWords], heads, ...lines].map((cells) => cells.join('\t').replaceAll('\u00a0', ' ')).join('\n')
}
