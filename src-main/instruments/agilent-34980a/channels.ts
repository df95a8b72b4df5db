import type { ChannelInfo, TimeUs } from '@contract/model'
import type { PlanRow } from '@contract/tree'
import type { Plan } from '../../engine/power-tree/plan'
import { solve } from '../../engine/power-tree/solve'
import type { SampleBlock } from '../../ports/samples'
import type { ScanReadings } from './voltmeter'

/** Keys are kept in session files: never renamed. Negative channels are written with an n: `power_n1`. */
const keyOf = (what: 'power' | 'volts', channel: number): string => `${what}_${channel < 0 ? `n${-channel}` : channel}`

const watts = ({ channel, name }: PlanRow): ChannelInfo => ({
  key: keyOf('power', channel),
  label: name,
  unit: 'W',
  kind: 'gauge',
  type: 'f64',
})

const volts = ({ channel, name, kind }: PlanRow): ChannelInfo => ({
  key: keyOf('volts', channel),
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

/**
 * What one sample of a plan holds: the power of every row that has one, roots first; the reading of every channel, rails
 * first; when the scan began and ended, and the time from its first to its last channel.
 */
export function channelsOf(plan: Plan): readonly ChannelInfo[] {
  return [...powerRows(plan).map(watts), ...readRows(plan).map(volts), ...TIMES]
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
export const stampOf = ({ startUs, endUs }: Pick<ScanReadings, 'startUs' | 'endUs'>): TimeUs =>
  Math.round((startUs + endUs) / 2)

/** Scans as rows of samples, in the order of channelsOf(); NaN where there is no number. */
export function packer(plan: Plan): (scan: ScanReadings, loop: number) => SampleBlock {
  const [powers, reads] = [powerRows(plan), readRows(plan)]
  const { positions } = plan.links
  return (scan, loop) => {
    const solved = solve(plan, { startUs: scan.startUs, endUs: scan.endUs, loop, readings: scan.readings })
    const one = (value: number | null | undefined): Float64Array => Float64Array.of(value ?? Number.NaN)
    const read = (channel: number): number | null => {
      const reading = scan.readings.get(channel)
      return typeof reading === 'number' ? reading : null
    }
    return {
      timesUs: Float64Array.of(stampOf(scan)),
      values: [
        ...powers.map(({ channel }) => one(solved.rows[positions.get(channel) ?? -1]?.value)),
        ...reads.map(({ channel }) => one(read(channel))),
        ...[scan.startUs, scan.endUs, scan.skewUs].map((us) => BigInt64Array.of(BigInt(us))),
      ],
    }
  }
}
