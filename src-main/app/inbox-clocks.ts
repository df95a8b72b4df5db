import { clockWords, type HostClock, type MachineClock } from '@contract/clocks'
import type { SessionEvent } from '@contract/model'
import type { Log } from '../base/log'
import { shownName } from '../engine/collectd/shown-name'
import { type ClockMap, clockMapOf, type SyncPoint } from '../engine/series/clock-map'
import type { HostAlignment } from '../ports/inbox'
import type { SessionSink } from './inbox-desk'

/** All sync messages of a session by the address they came from. */
export function syncPoints(events: readonly SessionEvent[]): ReadonlyMap<string, readonly SyncPoint[]> {
  const points = new Map<string, SyncPoint[]>()
  for (const { kind, atUs, detail } of events) {
    if (kind !== 'sync' || typeof detail?.sentUs !== 'number') continue
    const from = senderOf(String(detail.from))
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
 * The clock of an imported machine: that of the address its archive came from, else the only one there is when no other machine's
 * archive came from there. Null: the sync messages say nothing of it.
 */
export function clockOfHost(events: readonly SessionEvent[], host: string): HostClock | null {
  const clocks = clocksOf(events)
  const senders = sendersOf(events)
  const own = clocks.find(({ from }) => from === senders.get(host))
  const only = clocks.length === 1 && ![...senders.values()].includes(clocks[0]!.from) ? clocks[0] : undefined
  const found = own ?? only
  if (!found) return null
  const { offsetUs, driftPpm, refUs, residualUs, points } = found
  return { offsetUs, driftPpm, refUs, residualUs, points, method: 'sync' }
}

/** The address the newest archive of each machine came from. */
function sendersOf(events: readonly SessionEvent[]): ReadonlyMap<string, string> {
  const senders = new Map<string, string>()
  for (const { kind, detail } of events) {
    if (kind !== 'import' || !Array.isArray(detail?.hosts) || typeof detail.from !== 'string') continue
    if (detail.from !== '') for (const host of detail.hosts) senders.set(String(host), senderOf(detail.from))
  }
  return senders
}

/** This computer is one sender, whichever of its two addresses a script found behind `localhost`. */
export const senderOf = (from: string): string => (from === '::1' ? '127.0.0.1' : from)

/** Aligns machines of a session as sync messages tell. */
export function alignBySync(
  sink: Pick<SessionSink, 'clock'>,
  events: readonly SessionEvent[],
  hosts: readonly string[],
): void {
  for (const host of hosts) {
    const clock = clockOfHost(events, host)
    if (clock) sink.clock(host, clock)
  }
}

/** How machines are aligned, in words. */
export const alignedWords = (clocks: readonly MachineClock[]): readonly HostAlignment[] =>
  clocks.map(({ host, clock }) => ({ host, text: clockWords(clock) }))

/** Puts into the log what has changed since `before`. */
export function sayAlignment(log: Log, before: readonly HostAlignment[], now: readonly HostAlignment[]): void {
  for (const { host, text } of now) {
    const said = before.find((one) => one.host === host)?.text ?? clockWords(null)
    if (said !== text) log.say('info', 'Clock', `${shownName(host)}: ${text}.`)
  }
}
