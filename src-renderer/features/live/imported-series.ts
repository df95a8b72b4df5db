import type { SeriesGroup } from '@contract/collectd'
import { SERIES_GROUPS } from '@contract/collectd'
import { type ChannelId, type ChannelInfo, channelId, RESOURCE_KIND } from '@contract/model'
import type { SessionView } from '@contract/sessions'
import { isImported } from '../../lib/imported'
import { type Family, familyOf, type ImportedChannel, inOrder, nameOf } from './import-table'
import { stepOf } from './lane-table'

type SessionSource = SessionView['sourceInfos'][number]

/** A channel of an imported or pushed series on its way to a lane. */
export interface LaneChannel extends ImportedChannel {
  readonly id: ChannelId
  readonly key: string
  readonly step: ReturnType<typeof stepOf>
}

/** The series of one machine that make one lane. */
export interface ImportedLane {
  /** As the session names the machine; what is shown is `shownHost`. */
  readonly host: string
  readonly shownHost: string
  readonly group: SeriesGroup
  readonly family: Family
  readonly counts: boolean
  readonly title: string
  readonly channels: readonly LaneChannel[]
  /** Pushed by a script and stamped here: there is no clock to align. */
  readonly pushed: boolean
}

const known = new WeakMap<readonly SessionSource[], readonly ImportedLane[]>()

/** Lanes of everything that was imported or pushed, by machine, unit and meaning. Worked out once for a session. */
export function importedLanes({ sourceInfos, clocks }: Pick<SessionView, 'sourceInfos' | 'clocks'>) {
  const held = known.get(sourceInfos)
  if (held) return held
  const hosts = new Map(clocks.flatMap(({ host, sourceIds }) => sourceIds.map((id) => [id, host] as const)))
  const lanes = new Map<string, ImportedLane>()
  for (const source of sourceInfos.filter(isImported)) {
    const series = source.kind === RESOURCE_KIND ? pushedOf(source) : seriesOf(source, hosts.get(source.id))
    for (const info of source.channels) {
      if (info.kind === 'time') continue
      const channel = channelOf(source, series.path, info)
      const family = source.kind === RESOURCE_KIND ? pushedFamily(series.path) : familyOf(channel)
      const counts = channel.counter !== null
      const key = [series.host, source.kind, family.name, channel.counter ?? '', channel.unit].join('\n')
      const lane = lanes.get(key) ?? {
        ...series,
        family,
        counts,
        title: counts ? `${family.title}, ${channel.counter === 'raw' ? 'raw counter' : 'total'}` : family.title,
        channels: [],
        pushed: source.kind === RESOURCE_KIND,
      }
      lanes.set(key, { ...lane, channels: [...lane.channels, channel] })
    }
  }
  const sorted = [...lanes.values()].map((lane) => ({ ...lane, channels: lane.channels.toSorted(inOrder) }))
  known.set(sourceInfos, sorted)
  return sorted
}

interface Series {
  readonly host: string
  readonly shownHost: string
  readonly path: string
  readonly group: SeriesGroup
}

/** Machine and path of a series. Shown is the machine name: main wrote it so that nothing in it is unseen. */
function seriesOf({ machineName, settings }: SessionSource, clockHost: string | undefined): Series {
  const at = machineName.indexOf('/')
  const shownHost = at < 0 ? machineName : machineName.slice(0, at)
  const path = at < 0 ? machineName : machineName.slice(at + 1)
  const group = SERIES_GROUPS.find((one) => one === settings.group) ?? 'Other'
  const host = clockHost ?? (typeof settings.host === 'string' ? settings.host : shownHost)
  return { host, shownHost, path, group }
}

const pushedOf = ({ machineName, channels, name }: SessionSource): Series => ({
  host: machineName,
  shownHost: machineName,
  path: channels[0]?.label ?? name,
  group: 'Other',
})

/** A number a script pushed: what it measures only its name tells. */
const pushedFamily = (name: string): Family => ({
  ...familyOf({ path: `pushed/${name}`, unit: '1' }),
  name: `pushed-${name}`,
  title: name,
  byDefault: (channels) => channels,
})

function channelOf(source: SessionSource, path: string, info: ChannelInfo): LaneChannel {
  const { key, label, unit, kind } = info
  const column = source.kind === RESOURCE_KIND ? '' : label.replace(/(^| )(rate|total|raw counter|value)$/, '')
  return {
    id: channelId(source.id, key),
    key,
    path,
    column,
    name: source.kind === RESOURCE_KIND ? label : nameOf({ path, column }),
    unit,
    counter: kind !== 'counter' ? null : key.endsWith('.raw') ? 'raw' : 'total',
    step: stepOf(info),
  }
}
