import type { ChannelId, ChannelInfo, SourceInfo, TimeUs } from '@contract/model'
import type { Measured } from '../../engine/series/edge-match'

/** Rows of one channel whose load is compared, in time order. */
export interface Curve {
  readonly id: ChannelId
  /** For people: source and channel. */
  readonly name: string
  readonly channel: ChannelInfo
  readonly periodS: number | null
  /** −1 where load lowers the value, as a processor's idle time. */
  readonly sign: 1 | -1
  readonly fromUs: TimeUs
  readonly toUs: TimeUs
  rows(span: { readonly fromUs: TimeUs; readonly toUs: TimeUs }): AsyncIterable<Measured>
}

/** A source with what is known of its rows. */
export type CurveSource = SourceInfo & {
  readonly periodS: number | null
  readonly settings: Readonly<Record<string, string | number | boolean>>
}

/** A channel that tells of load. */
export interface Load {
  readonly source: CurveSource
  readonly channel: ChannelInfo
  readonly sign: 1 | -1
}

/** Series of a machine that are tried; the one that stands out most counts. */
export const MOST_TRIED = 3

/** Beginnings of the names of collectd's files that tell of load. */
export const LOAD_FILTERS: readonly string[] = [
  ...['counter-', 'energy', 'power', 'cpu-user', 'cpu-idle', 'percent-user', 'percent-idle'],
]

export const nameOf = ({ source, channel }: Load): string => `${source.name} ${channel.label}`

/** The first channel of power that no machine was imported with. */
export function wallAmong(sources: readonly CurveSource[]): Load | null {
  for (const source of sources) {
    const channel = source.channels.find(({ unit, kind }) => unit === 'W' && (kind === 'windowed' || kind === 'gauge'))
    if (channel) return { source, channel, sign: 1 }
  }
  return null
}

/** Channels of a machine that tell of its load: power first, packages before their parts, then what its processors do. */
export function loadsAmong(sources: readonly CurveSource[]): readonly Load[] {
  const all = sources.flatMap((source) => source.channels.map((channel) => ({ source, channel })))
  const power = all
    .filter(({ channel }) => channel.unit === 'W')
    .map((one): Load => ({ ...one, sign: 1 }))
    .toSorted((a, b) => partOf(a) - partOf(b))
  const load = all.flatMap((one): readonly Load[] => {
    const path = pathOf(one)
    if (one.channel.unit !== '%' || !/^(cpu|aggregation)/.test(path)) return []
    if (path.includes('idle')) return [{ ...one, sign: -1 }]
    return path.includes('user') ? [{ ...one, sign: 1 }] : []
  })
  return [...power, ...load]
}

const pathOf = ({ source }: Pick<Load, 'source'>): string => String(source.settings.path ?? '')

/** A package holds its cores: what it draws shows more of the load. */
const partOf = (load: Load): number => (/psys|package/.test(pathOf(load)) ? 0 : 1)
