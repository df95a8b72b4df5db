import type { ChannelInfo, SourceInfo } from '@contract/model'
import type { ChannelStats } from '@contract/series'
import { readPlan } from './read-plan'
import { headlineKeys } from './scan-samples'

/** The channels that speak for several sources in one number. */
export interface Headline {
  readonly sourceId: string
  /** Positions in the source; their sum is meant. Not empty. */
  readonly positions: readonly number[]
}

/**
 * The power that is named first: that of the first meter of the mains (a windowed power channel); without one the roots of
 * the first voltmeter together, or the first power channel there is. Null when nothing has power.
 */
export function headlineOf(sources: readonly SourceInfo[]): Headline | null {
  const wall = sources.find(({ channels }) => channels.some(isWindowedPower))
  if (wall) return { sourceId: wall.id, positions: [wall.channels.findIndex(isWindowedPower)] }
  const other = sources.find(({ channels }) => channels.some(isOtherPower))
  if (!other) return null
  const { channels, channelFile } = other
  const plan = channelFile && readPlan(channelFile.text).plan
  const keys = plan ? headlineKeys(plan) : []
  const roots = keys.map((key) => channels.findIndex((channel) => channel.key === key)).filter((at) => at >= 0)
  return { sourceId: other.id, positions: roots.length > 0 ? roots : [channels.findIndex(isOtherPower)] }
}

/** Mean and energy of several rows together: their sums, NaN where one has none; the coverage is the smallest. */
export function together(
  rows: readonly ChannelStats[],
): Pick<ChannelStats, 'mean' | 'coveragePercent'> & { readonly energyJ: number } {
  const sum = (of: (row: ChannelStats) => number) => rows.reduce((total, row) => total + of(row), 0)
  return {
    mean: sum(({ mean }) => mean),
    energyJ: sum(({ energyJ }) => energyJ ?? Number.NaN),
    coveragePercent: Math.min(...rows.map(({ coveragePercent }) => coveragePercent)),
  }
}

/** A meter of the mains tells means over whole periods. */
export const isWindowedPower = ({ unit, kind }: ChannelInfo): boolean => unit === 'W' && kind === 'windowed'
const isOtherPower = ({ unit, kind }: ChannelInfo): boolean => unit === 'W' && (kind === 'gauge' || kind === 'rate')
