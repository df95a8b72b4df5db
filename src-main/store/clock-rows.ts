import type { ClockMethod, HostClock, MachineClock } from '@contract/clocks'
import type { TimeUs } from '@contract/model'
import { mapTime } from '../engine/series/clock-map'
import { type Database, number, numberOrNull, type Param, text } from './database'
import { hasImports } from './import-tables'

/**
 * Alignment of machines; added to a session file with its first one. Stamps in the file are never changed by it. `method` none: a person
 * wants the machine not to be aligned, which sync messages that come later do not change.
 */
const CREATE_CLOCK_MAP = `
CREATE TABLE IF NOT EXISTS clock_map (
  host TEXT PRIMARY KEY, offset_us REAL NOT NULL, drift_ppm REAL NOT NULL, ref_us INTEGER NOT NULL, residual_us REAL,
  method TEXT NOT NULL, points INTEGER NOT NULL) WITHOUT ROWID;`

/** Machines imported into a session, in the order of their names, with their clocks. */
export function readClocks(file: Database): readonly MachineClock[] {
  if (!hasImports(file)) return []
  const sources = file.rows(`SELECT CAST(host AS BLOB), CAST(key AS BLOB) FROM imported_source
    JOIN source ON source.id = imported_source.source ORDER BY host, source.id`)
  const clocks = readClockMap(file)
  const machines = new Map<string, string[]>()
  for (const [host, key] of sources) {
    const known = machines.get(text(host))
    if (known) known.push(text(key))
    else machines.set(text(host), [text(key)])
  }
  return [...machines].map(([host, sourceIds]) => ({ host, sourceIds, clock: clocks.get(host) ?? null }))
}

function readClockMap(file: Database): ReadonlyMap<string, HostClock> {
  const table = "SELECT CAST(count(*) AS INTEGER) FROM sqlite_schema WHERE type = 'table' AND name = 'clock_map'"
  if (number(file.rows(table)[0]?.[0]) === 0) return new Map()
  const query = `SELECT CAST(host AS BLOB), CAST(offset_us AS REAL), CAST(drift_ppm AS REAL), CAST(ref_us AS INTEGER),
    CAST(residual_us AS REAL), CAST(method AS BLOB), CAST(points AS INTEGER) FROM clock_map WHERE method <> 'none'`
  return new Map(
    file.rows(query).map(([host, offsetUs, driftPpm, refUs, residualUs, method, points]) => [
      text(host),
      {
        offsetUs: number(offsetUs),
        driftPpm: number(driftPpm),
        refUs: number(refUs),
        residualUs: numberOrNull(residualUs),
        method: text(method) as ClockMethod,
        points: number(points),
      },
    ]),
  )
}

/** What a person decided: null takes the alignment of a machine back, and keeps it so. */
export function writeClock(file: Database, host: string, clock: HostClock | null): void {
  file.exec(CREATE_CLOCK_MAP)
  file.run(`${INSERT} ON CONFLICT (host) DO UPDATE SET ${NEW_VALUES}`, ...rowOf(host, clock))
}

/** What sync messages tell: kept unless a person decided otherwise. */
export function writeSyncClock(file: Database, host: string, clock: HostClock): void {
  file.exec(CREATE_CLOCK_MAP)
  const own = "clock_map.method = 'sync'"
  file.run(`${INSERT} ON CONFLICT (host) DO UPDATE SET ${NEW_VALUES} WHERE ${own}`, ...rowOf(host, clock))
}

const COLUMNS = ['host', 'offset_us', 'drift_ppm', 'ref_us', 'residual_us', 'method', 'points'] as const
const INSERT = `INSERT INTO clock_map (${COLUMNS.join(', ')}) VALUES (?,?,?,?,?,?,?)`
const NEW_VALUES = COLUMNS.slice(1)
  .map((column) => `${column} = excluded.${column}`)
  .join(', ')

function rowOf(host: string, clock: HostClock | null): Param[] {
  if (!clock) return [host, 0, 0, 0, null, 'none', 0n]
  const { offsetUs, driftPpm, refUs, residualUs, method, points } = clock
  return [host, offsetUs, driftPpm, refUs, residualUs, method, BigInt(points)]
}

/** First and last stamp of a source, as they are in the file. */
export interface RawSpan {
  readonly firstUs: TimeUs
  readonly lastUs: TimeUs
  readonly clock: HostClock | null
}

/** Raw spans of all sources when a machine is aligned; null when none is. */
export function spansIfAligned(file: Database): readonly RawSpan[] | null {
  const aligned = readClocks(file).filter(({ clock }) => clock !== null)
  if (aligned.length === 0) return null
  const clocks = new Map(aligned.flatMap(({ sourceIds, clock }) => sourceIds.map((id) => [id, clock] as const)))
  const edge = (order: 'ASC' | 'DESC', stamp: 'first_us' | 'last_us') =>
    `(SELECT ${stamp} FROM chunk WHERE source = source.id AND channel = 0 ORDER BY seq ${order} LIMIT 1)`
  const query = `SELECT CAST(key AS BLOB), CAST(${edge('ASC', 'first_us')} AS INTEGER), CAST(${edge('DESC', 'last_us')} AS INTEGER)
    FROM source`
  return file.rows(query).flatMap(([key, first, last]) => {
    const [firstUs, lastUs] = [numberOrNull(first), numberOrNull(last)]
    return firstUs === null || lastUs === null ? [] : [{ firstUs, lastUs, clock: clocks.get(text(key)) ?? null }]
  })
}

/**
 * What a session spans on our clock. An end that only an aligned machine reaches moves with it; one that was set by a recording
 * stays.
 */
export function alignedSpan(
  raw: { readonly startUs: TimeUs; readonly endUs: TimeUs },
  spans: readonly RawSpan[],
): { readonly startUs: TimeUs; readonly endUs: TimeUs } {
  const ours = spans.map(({ firstUs, lastUs, clock }) =>
    clock ? { firstUs: mapTime(clock, firstUs), lastUs: mapTime(clock, lastUs) } : { firstUs, lastUs },
  )
  const moved = spans.filter(({ clock }) => clock)
  const starts = ours.map(({ firstUs }) => firstUs - 1)
  const ends = ours.map(({ lastUs }) => lastUs)
  if (!moved.some(({ firstUs }) => firstUs - 1 === raw.startUs)) starts.push(raw.startUs)
  if (!moved.some(({ lastUs }) => lastUs === raw.endUs)) ends.push(raw.endUs)
  return {
    startUs: starts.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    endUs: ends.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  }
}
