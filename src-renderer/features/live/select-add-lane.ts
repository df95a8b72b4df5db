import { SERIES_GROUPS } from '@contract/collectd'
import type { LaneSpec, SignalSpec } from './select-lanes'
import { unitWords } from './y-range'

/** A channel that can be drawn. */
export interface AddLaneChannel {
  readonly id: string
  readonly title: string
  /** Of an imported series, `cpu-0/cpu-user`; '' for others. */
  readonly path: string
  readonly unit: string
  readonly on: boolean
}

/** Channels of one source, or of one group of an imported machine. */
export interface AddLaneGroup {
  readonly key: string
  readonly name: string
  readonly simulated: boolean
  readonly channels: readonly AddLaneChannel[]
}

/** Every channel that can be drawn: by source in the order of its lanes, then by imported machine and group. */
export function selectAddLane(lanes: readonly LaneSpec[]): readonly AddLaneGroup[] {
  const groups = new Map<string, LaneSpec[]>()
  const measured = lanes.filter(({ machine }) => machine === null)
  const imported = lanes.filter(({ machine }) => machine !== null)
  for (const lane of [...measured, ...imported.toSorted(byMachineAndGroup)]) {
    const key = `${lane.sourceId} ${lane.group ?? ''}`
    groups.set(key, [...(groups.get(key) ?? []), lane])
  }
  return [...groups].map(([key, own]) => {
    const [first] = own
    return {
      key,
      name: [first?.sourceName, first?.group].filter(Boolean).join(' · '),
      simulated: first?.simulated ?? false,
      channels: own.flatMap(channelsOf),
    }
  })
}

const isCounter = ({ id }: LaneSpec): boolean => /\/(total|raw)\/[^/]*$/.test(id)

/** Machines side by side, groups in their order, what is drawn before what only counts up. */
function byMachineAndGroup(a: LaneSpec, b: LaneSpec): number {
  const place = ({ group }: LaneSpec): number => SERIES_GROUPS.indexOf(group ?? 'Other')
  return (
    (a.machine ?? '').localeCompare(b.machine ?? '') ||
    place(a) - place(b) ||
    Number(isCounter(a)) - Number(isCounter(b))
  )
}

function channelsOf(lane: LaneSpec): readonly AddLaneChannel[] {
  const several = lane.signals.length + lane.hidden.length > 1
  const row = (on: boolean) => (signal: SignalSpec) => ({
    id: signal.id,
    title: several ? `${lane.title}, ${signal.name}` : lane.title,
    path: signal.path ?? '',
    unit: unitWords(lane.unit),
    on,
  })
  const all = [...lane.signals.map(row(true)), ...lane.hidden.map(row(false))]
  return all.toSorted((a, b) => NATURAL.compare(a.path, b.path) || NATURAL.compare(a.id, b.id))
}

const NATURAL = new Intl.Collator('en', { numeric: true })

/** A line of the list: the head of a group, or a channel. */
export type AddLaneRow =
  | { readonly kind: 'head'; readonly group: AddLaneGroup }
  | { readonly kind: 'channel'; readonly channel: AddLaneChannel }

/** The groups as lines, with only the channels that hold every word searched for, in any order. */
export function addLaneRows(groups: readonly AddLaneGroup[], search: string): readonly AddLaneRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return groups.flatMap((group): AddLaneRow[] => {
    const found = group.channels.filter(({ title, path, unit }) => {
      const text = `${group.name} ${title} ${path} ${unit}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
    if (found.length === 0) return []
    return [{ kind: 'head', group }, ...found.map((channel): AddLaneRow => ({ kind: 'channel', channel }))]
  })
}
