import type { InstrumentView } from '@contract/instruments'
import type { SessionView } from '@contract/sessions'
import { SHORTEST_US } from '../lib/x-range'

/** True time between two samples of each source, in seconds; sources that never told are left out. */
export function periodsOf(
  session: SessionView | null,
  instruments: readonly InstrumentView[],
): ReadonlyMap<string, number> {
  const told = session
    ? session.sourceInfos.map(({ id, periodS }) => [id, periodS] as const)
    : instruments.map(({ id, timing }) => [id, timing ? timing.trueMs / 1e3 : null] as const)
  return new Map(told.flatMap(([id, periodS]) => (periodS && periodS > 0 ? [[id, periodS] as const] : [])))
}

/** The shortest stretch worth showing: one sample of the fastest source, in microseconds. */
export const shortestOf = (periods: ReadonlyMap<string, number>): number =>
  periods.size === 0 ? SHORTEST_US : Math.max(SHORTEST_US, Math.round(Math.min(...periods.values()) * 1e6))
