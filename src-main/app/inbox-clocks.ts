import type { SessionEvent } from '@contract/model'
import { type ClockMap, clockMapOf, type SyncPoint } from '../engine/series/clock-map'

/** All sync messages of a session by the address they came from. */
export function syncPoints(events: readonly SessionEvent[]): ReadonlyMap<string, readonly SyncPoint[]> {
  const points = new Map<string, SyncPoint[]>()
  for (const { kind, atUs, detail } of events) {
    if (kind !== 'sync' || typeof detail?.sentUs !== 'number') continue
    const from = String(detail.from)
    const known = points.get(from) ?? []
    known.push({ sentUs: detail.sentUs, receivedUs: atUs })
    points.set(from, known)
  }
  return points
}

/** How the clock of each sender stands. */
export function clocksOf(events: readonly SessionEvent[]): readonly (ClockMap & { readonly from: string })[] {
  return [...syncPoints(events)].flatMap(([from, points]) => {
    const map = clockMapOf(points)
    return map ? [{ from, ...map }] : []
  })
}

/**
 * The clock of an imported machine: that of the address its archive came from, else the only one there is. Null: not aligned.
 * Applied when samples are read; stamps stay as they are.
 */
export function clockOfHost(events: readonly SessionEvent[], host: string): ClockMap | null {
  const clocks = clocksOf(events)
  const sent = events.filter(
    ({ kind, detail }) => kind === 'import' && Array.isArray(detail?.hosts) && detail.hosts.includes(host),
  )
  const from = sent.at(-1)?.detail?.from
  return clocks.find((clock) => clock.from === from) ?? (clocks.length === 1 ? (clocks[0] ?? null) : null)
}
