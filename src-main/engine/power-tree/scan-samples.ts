import type { ChannelInfo, TimeUs } from '@contract/model'
import type { PlanRow } from '@contract/tree'
import type { Rows } from '../series/raw-ring'
import type { Plan } from './plan'
import type { Reading, Scan } from './scan'
import { solve } from './solve'

/** A scan with the time from its first channel to its last, µs. */
export interface TimedScan extends Omit<Scan, 'loop'> {
  readonly skewUs: number
}

/** Keys are kept in session files: never renamed. Negative channels are written with an n: `power_n1`. */
const powerKey = (channel: number): string => `power_${channel < 0 ? `n${-channel}` : channel}`
const voltsKey = (channel: number): string => `volts_${channel}`
const OVERLOAD = 'overload_'
/** Channels whose overload one sample of a flag channel can tell. */
const FLAGS = 64

const watts = ({ channel, name }: PlanRow): ChannelInfo => ({
  key: powerKey(channel),
  label: name,
  unit: 'W',
  kind: 'gauge',
  type: 'f64',
})

const volts = ({ channel, name, kind }: PlanRow): ChannelInfo => ({
  key: voltsKey(channel),
  label: kind === 'voltage' ? name : `${name} sense`,
  unit: 'V',
  kind: 'gauge',
  type: 'f64',
})

const TIMES: readonly ChannelInfo[] = [
  { key: 'scan_start', label: 'Scan start', unit: 'us', kind: 'time', type: 'i64' },
  { key: 'scan_end', label: 'Scan end', unit: 'us', kind: 'time', type: 'i64' },
  { key: 'skew', label: 'First to last channel', unit: 'us', kind: 'time', type: 'i64' },
]

const flags = (n: number): ChannelInfo => ({
  key: `${OVERLOAD}${n}`,
  label: 'Overloaded channels',
  unit: '1',
  kind: 'time',
  type: 'u64',
})

/**
 * What one sample of a plan holds: the power of every row that has one, roots first; the reading of every channel, rails
 * first; when the scan began and ended, and the time from its first to its last channel; bit b of `overload_k` says that
 * the reading 64 (k − 1) + b of these was an overload.
 */
export function scanChannels(plan: Plan): readonly ChannelInfo[] {
  const reads = readRows(plan)
  const masks = Array.from({ length: Math.ceil(reads.length / FLAGS) }, (_, k) => flags(k + 1))
  return [...powerRows(plan).map(watts), ...reads.map(volts), ...TIMES, ...masks]
}

/** Keys of the channels that hold the power of the roots; of the first row with power where there is no root. */
export function headlineKeys(plan: Plan): readonly string[] {
  const rows = powerRows(plan)
  return rows.slice(0, Math.max(1, plan.links.roots.length)).map(({ channel }) => powerKey(channel))
}

function powerRows(plan: Plan): readonly PlanRow[] {
  const roots = new Set(plan.links.roots.map((at) => plan.rows[at]))
  const rows = plan.rows.filter(({ kind }) => kind !== 'voltage')
  return [...rows.filter((row) => roots.has(row)), ...rows.filter((row) => !roots.has(row))]
}

function readRows(plan: Plan): readonly PlanRow[] {
  const scanned = new Set(plan.scanChannels)
  const rows = plan.rows.filter(({ channel }) => scanned.has(channel))
  return [...rows.filter(({ kind }) => kind === 'voltage'), ...rows.filter(({ kind }) => kind !== 'voltage')]
}

/** The moment a scan speaks of: its middle, which no channel is further from than half the skew. */
export const stampOf = ({ startUs, endUs }: Pick<Scan, 'startUs' | 'endUs'>): TimeUs =>
  Math.round((startUs + endUs) / 2)

/** Scans as rows of samples, in the order of scanChannels(); NaN where there is no number. */
export function scanPacker(plan: Plan): (scan: TimedScan) => Rows {
  const [powers, reads] = [powerRows(plan), readRows(plan)]
  const { positions } = plan.links
  const masks = Math.ceil(reads.length / FLAGS)
  return ({ startUs, endUs, skewUs, readings }) => {
    const solved = solve(plan, { startUs, endUs, loop: 0, readings })
    const one = (value: number | null | undefined): Float64Array => Float64Array.of(value ?? Number.NaN)
    const over = new BigUint64Array(masks)
    const read = ({ channel }: PlanRow, at: number): Float64Array => {
      const reading = readings.get(channel)
      if (reading === 'overload') over[Math.floor(at / FLAGS)]! |= 1n << BigInt(at % FLAGS)
      return one(typeof reading === 'number' ? reading : null)
    }
    return {
      timesUs: Float64Array.of(stampOf({ startUs, endUs })),
      values: [
        ...powers.map(({ channel }) => one(solved.rows[positions.get(channel) ?? -1]?.value)),
        ...reads.map(read),
        ...[startUs, endUs, skewUs].map((us) => BigInt64Array.of(BigInt(us))),
        ...Array.from(over, (mask) => BigUint64Array.of(mask)),
      ],
    }
  }
}

/**
 * The way back: the scan in row `i` of a source's samples, bit for bit. `channels` are those of the source, as they were
 * recorded. Null when they are not those of the plan. Sessions of before there were flags tell an overload as no number.
 */
export function scanReader(
  plan: Plan,
  channels: readonly ChannelInfo[],
): ((rows: Rows, i: number) => TimedScan) | null {
  const columns = new Map(channels.map(({ key }, column) => [key, column]))
  const reads = readRows(plan).map(({ channel }) => ({ channel, column: columns.get(voltsKey(channel)) ?? -1 }))
  const [start = -1, end = -1, skew = -1] = TIMES.map(({ key }) => columns.get(key))
  if (start < 0 || end < 0 || skew < 0 || reads.some(({ column }) => column < 0)) return null
  const masks = Array.from(
    { length: Math.ceil(reads.length / FLAGS) },
    (_, k) => columns.get(`${OVERLOAD}${k + 1}`) ?? -1,
  )
  return ({ values }, i) => {
    const over = masks.map((column) => (column < 0 ? 0n : BigInt(values[column]![i]!)))
    const readings = new Map<number, Reading>()
    for (const [at, { channel, column }] of reads.entries()) {
      const value = Number(values[column]![i])
      if (!Number.isNaN(value)) readings.set(channel, value)
      else {
        const isOver = ((over[Math.floor(at / FLAGS)]! >> BigInt(at % FLAGS)) & 1n) === 1n
        readings.set(channel, isOver ? 'overload' : 'nan')
      }
    }
    return {
      startUs: Number(values[start]![i]),
      endUs: Number(values[end]![i]),
      skewUs: Number(values[skew]![i]),
      readings,
    }
  }
}
