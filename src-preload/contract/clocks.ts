import type { TimeUs } from './model'
import { formatFixed } from './quantity'

/** Where an alignment comes from: a number a person gave, sync messages of the machine, or load edges two series share. */
export type ClockMethod = 'offset' | 'sync' | 'edges'

/**
 * How another machine's clock stands against ours: ours = theirs + offsetUs + driftPpm · 1e-6 · (theirs − refUs).
 * Applied whenever its samples are read; their stamps stay as they came.
 */
export interface HostClock {
  readonly offsetUs: number
  /** How much faster our clock runs than theirs, in millionths; 0 when it is not known. */
  readonly driftPpm: number
  /** Where offsetUs holds, on their clock. */
  readonly refUs: TimeUs
  /** What it may be wrong by, ±; null when nothing tells. */
  readonly residualUs: number | null
  readonly method: ClockMethod
  /** Sync messages, or steps two series were compared in; 0 for an offset given by hand. */
  readonly points: number
}

/** A machine whose series were imported into a session. */
export interface MachineClock {
  readonly host: string
  /** Its sources in the session. */
  readonly sourceIds: readonly string[]
  /** Null: not aligned, its stamps are taken as they are. */
  readonly clock: HostClock | null
}

/** An alignment a person may accept. */
export interface ClockProposal {
  readonly clock: HostClock
  /** 0 … 1: how well the edges agree, and how far the best match stands out from the next best; null where nothing was matched (sync messages). */
  readonly confidence: number | null
  /** What was compared with what. */
  readonly text: string
}

/** What a person decides about a machine's clock; the offset is added to its raw stamps. */
export type ClockChoice =
  | { readonly by: 'offset'; readonly offsetUs: number }
  | { readonly by: 'proposal'; readonly clock: HostClock }
  | { readonly by: 'none' }

/** An offset beyond this is a typing error: 100 years. */
export const MAX_OFFSET_US = 3.2e15

/** The alignment in words, for header, strip and reports. */
export function clockWords(clock: HostClock | null): string {
  if (!clock) return 'Not aligned'
  const { method, points, residualUs, driftPpm } = clock
  const error = residualUs === null ? 'error not known' : `±${spanWords(residualUs)}`
  const drift = driftPpm === 0 ? [] : [`drift ${formatFixed(driftPpm, Math.abs(driftPpm) < 1 ? 1 : 0)} ppm`]
  if (method === 'offset') return ['Aligned by hand', offsetWords(clock.offsetUs), ...drift].join(', ')
  const by = method === 'edges' ? 'load edges' : `${points} sync ${points === 1 ? 'point' : 'points'}`
  return [`Aligned by ${by}`, error, ...drift].join(', ')
}

/** The same for each machine of a session, by its name; what reports state beside their numbers. */
export const clockLines = (clocks: readonly MachineClock[]): readonly string[] =>
  clocks.map(({ host, clock }) => `${host}: ${clockWords(clock)}`)

/** Seconds with a sign: `+1.500 s`. */
export const offsetWords = (us: number): string => `${us < 0 ? '−' : '+'}${formatFixed(Math.abs(us) / 1e6, 3)} s`

function spanWords(us: number): string {
  const ms = us / 1_000
  if (ms < 1) return `${formatFixed(Math.max(0.1, ms), 1)} ms`
  return ms < 1_000 ? `${formatFixed(Math.ceil(ms), 0)} ms` : `${formatFixed(ms / 1_000, 1)} s`
}

export interface ClockRequests {
  'clocks:list': (sessionId: string) => readonly MachineClock[]
  /** Null when the session holds no sync messages of the machine, or nothing to compare. Changes nothing. */
  'clocks:propose': (sessionId: string, host: string, from: 'sync' | 'edges') => ClockProposal | null
  'clocks:set': (sessionId: string, host: string, choice: ClockChoice) => readonly MachineClock[]
}
