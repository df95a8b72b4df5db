import type { ChannelId } from '@contract/model'
import { formatFixed, formatQuantity, formatSpan, joined, NO_VALUE } from '@contract/quantity'
import type { SampleAt } from '@contract/series'
import type { DashId, SignalColour } from '../../ui/Swatch'
import type { LaneSpec } from './select-lanes'
import { copiedSource, signalName, tabbed } from './select-stats'

/** One signal at the two cursors, as text. */
export interface CursorRow {
  readonly id: string
  readonly title: string
  readonly source: string
  readonly simulated: boolean
  readonly colour: SignalColour
  readonly dash: DashId
  readonly unit: string
  readonly a: string
  readonly timeA: string
  readonly b: string
  readonly timeB: string
  readonly delta: string
  readonly perSecond: string
}

export type Samples = ReadonlyMap<ChannelId, SampleAt>

/** Values of each signal at A and B: those of its own nearest samples, whose times are told. */
export function selectCursors(
  specs: readonly LaneSpec[],
  a: Samples,
  b: Samples,
  time: (tUs: number) => string,
): readonly CursorRow[] {
  return specs
    .flatMap((lane) => lane.signals.map((signal) => ({ lane, signal })))
    .map(({ lane, signal }) => {
      const [at, bt] = [a.get(signal.id), b.get(signal.id)]
      const value = (sample: SampleAt | undefined): string =>
        sample ? formatFixed(sample.value, signal.decimals) : NO_VALUE
      const apart = at && bt && at.tUs !== bt.tUs ? { dv: bt.value - at.value, dt: (bt.tUs - at.tUs) / 1e6 } : null
      return {
        id: signal.id,
        title: signalName(lane, signal),
        source: lane.sourceName,
        simulated: lane.simulated,
        colour: signal.colour,
        dash: signal.dash,
        unit: lane.unit === '1' ? '' : lane.unit,
        a: value(at),
        timeA: at ? time(at.tUs) : NO_VALUE,
        b: value(bt),
        timeB: bt ? time(bt.tUs) : NO_VALUE,
        delta: apart ? formatFixed(apart.dv, signal.decimals) : NO_VALUE,
        perSecond: apart ? formatFixed(apart.dv / apart.dt, signal.decimals + 1) : NO_VALUE,
      }
    })
}

/** Longer than this a time between two cursors is no period of anything. */
const LONGEST_PERIOD_S = 10

/** "Δt 1.200 s · 1/Δt 833.3 mHz"; the frequency only where it may mean one. Null until both are set. */
export function apartWords(a: number | null, b: number | null): string | null {
  if (a === null || b === null) return null
  const seconds = (b - a) / 1e6
  const hertz = seconds !== 0 && Math.abs(seconds) <= LONGEST_PERIOD_S ? 1 / Math.abs(seconds) : null
  return `Δt ${formatSpan(seconds)}${hertz === null ? '' : ` · 1/Δt ${joined(formatQuantity(hertz, 'Hz'))}`}`
}

export const CURSOR_COLUMNS = [
  ['unit', 'unit'],
  ['a', 'at A'],
  ['timeA', 'sample at A'],
  ['b', 'at B'],
  ['timeB', 'sample at B'],
  ['delta', 'Δ'],
  ['perSecond', 'Δ per s'],
] as const satisfies readonly (readonly [keyof CursorRow, string])[]

/** The table as tab-separated text; `head` tells where the cursors stand. */
export const cursorsText = (head: readonly string[], rows: readonly CursorRow[]): string =>
  tabbed([
    head,
    ['signal', 'source', ...CURSOR_COLUMNS.map(([, words]) => words)],
    ...rows.map((row) => [row.title, copiedSource(row), ...CURSOR_COLUMNS.map(([field]) => row[field])]),
  ])
