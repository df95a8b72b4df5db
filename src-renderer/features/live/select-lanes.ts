import type { InstrumentView } from '@contract/instruments'
import { type ChannelId, type ChannelInfo, channelId, type SiUnit } from '@contract/model'
import type { SessionView } from '@contract/sessions'
import type { Layout } from '../../state/layout'
import type { Live } from '../../state/live'
import type { DashId, SignalColour } from '../../ui/Swatch'
import { dashOf, holds, isDrawable, QUANTITIES, type Quantity, quantityOf } from './lane-table'

/** One channel as a line of a lane. */
export interface SignalSpec {
  readonly id: ChannelId
  readonly key: string
  /** Its name in the legend: "P", "DC_IN". */
  readonly name: string
  readonly colour: SignalColour
  /** Solid when it is alone in its lane, else the dash of its colour. */
  readonly dash: DashId
  /** A value holds until the next one. */
  readonly step: boolean
  /** Decimals of a value without prefix. */
  readonly decimals: number
}

/** A lane: the channels of one source that measure one quantity, how it is named and drawn. */
export interface LaneSpec {
  /** Stable: source and quantity. */
  readonly id: string
  readonly sourceId: string
  readonly sourceName: string
  readonly simulated: boolean
  readonly title: string
  readonly unit: SiUnit
  /** Those shown; a lane without one is not drawn. */
  readonly signals: readonly SignalSpec[]
  /** Those of this lane that are switched off. */
  readonly hidden: readonly SignalSpec[]
  /** There are so many that those switched off are left out of the legend. */
  readonly many: boolean
  /** Share of the height. */
  readonly weight: number
  readonly fromZero: boolean
  /** The smallest span its axis may show, in its unit. */
  readonly least: number
  /** Where its axis ends, unless the data go beyond; null where there is no natural end. */
  readonly most: number | null
  /** Its axis while there is no sample. */
  readonly empty: readonly [number, number]
  /** Decimals of a value without prefix. */
  readonly decimals: number
  readonly testId: string
}

/** What a person added, hid or isolated. */
export type LaneChoice = Pick<Layout, 'shown' | 'only' | 'onlyLane'>

interface Source {
  readonly id: string
  readonly name: string
  readonly simulated: boolean
  readonly channels: readonly ChannelInfo[]
}

export const signalsOf = (specs: readonly LaneSpec[]): readonly SignalSpec[] => specs.flatMap(({ signals }) => signals)

/** All lanes there could be, in the order of their quantities; those with nothing switched on have no `signals`. */
function lanesOf(sources: readonly Source[], order: readonly string[], choice: LaneChoice): readonly LaneSpec[] {
  const taken = new Set<string>()
  const found = sources.flatMap((source) => {
    const byQuantity = new Map<string, ChannelInfo[]>()
    for (const channel of source.channels.filter(isDrawable)) {
      const { name } = quantityOf(channel)
      byQuantity.set(name, [...(byQuantity.get(name) ?? []), channel])
    }
    const lanes = [...byQuantity].map(([name, channels]) => {
      const quantity = quantityOf(channels[0] as ChannelInfo)
      const { byDefault } = quantity
      const isDefault = byDefault.startsWith('each') || (byDefault === 'first' && !taken.has(name))
      return { name, lane: laneOf(source, quantity, channels, order.indexOf(source.id), isDefault, choice) }
    })
    for (const { name } of lanes) taken.add(name)
    return lanes
  })
  const place = (name: string): number => {
    const at = QUANTITIES.findIndex((one) => one.name === name)
    return at < 0 ? QUANTITIES.length : at
  }
  return isolated(
    found.toSorted((a, b) => place(a.name) - place(b.name)).map(({ lane }) => lane),
    choice,
  )
}

function laneOf(
  source: Source,
  quantity: Quantity,
  channels: readonly ChannelInfo[],
  rank: number,
  isDefault: boolean,
  { shown }: LaneChoice,
): LaneSpec {
  const { name, title, unit, colours, weight, fromZero, least, most, empty, decimals, symbol } = quantity
  const alone = channels.length === 1
  const signals = channels.map((channel, i): SignalSpec => {
    const at = (quantity.many ? 0 : Math.max(0, rank)) + i
    const colour = colours[at % colours.length] ?? 's8'
    return {
      id: channelId(source.id, channel.key),
      key: channel.key,
      name: alone ? symbol : channel.label,
      colour,
      dash: alone ? 'solid' : dashOf(colour, Math.floor(at / colours.length)),
      step: holds(channel),
      decimals,
    }
  })
  const isOn = ({ id }: SignalSpec): boolean =>
    shown[id] ?? (isDefault && (quantity.byDefault !== 'each-first' || id === signals[0]?.id))
  const on = signals.filter(isOn)
  return {
    id: `${source.id}/${name}`,
    sourceId: source.id,
    sourceName: source.name,
    simulated: source.simulated,
    title,
    unit,
    signals: on.length === 1 && quantity.many ? on.map((signal) => ({ ...signal, dash: 'solid' })) : on,
    hidden: signals.filter((signal) => !isOn(signal)),
    many: quantity.many ?? false,
    ...{ weight, fromZero, least, most, empty, decimals },
    testId: `lane-${name}`,
  }
}

/** The lanes with only the isolated channel or lane switched on; an isolation of something else counts for nothing. */
function isolated(lanes: readonly LaneSpec[], { only, onlyLane }: LaneChoice): readonly LaneSpec[] {
  const has = (lane: LaneSpec): boolean => lane.id === onlyLane || signalsOf([lane]).some(({ id }) => id === only)
  if (!lanes.some(has)) return lanes
  return lanes.map((lane) => {
    if (lane.id === onlyLane) return lane
    const keep = lane.signals.filter(({ id }) => id === only)
    return { ...lane, signals: keep, hidden: [...lane.hidden, ...lane.signals.filter(({ id }) => id !== only)] }
  })
}

const NO_CHOICE: LaneChoice = { shown: {}, only: null, onlyLane: null }

/**
 * Lanes of what comes in now: of every source that is connected, or still has something to show. A source keeps its
 * colours while others come and go.
 */
export const selectLiveLanes = (
  instruments: readonly InstrumentView[],
  live: Pick<Live, 'lanes'>,
  choice: LaneChoice = NO_CHOICE,
): readonly LaneSpec[] =>
  lanesOf(
    instruments.filter(
      ({ id, link, channels }) =>
        link.at !== 'closed' || channels.some(({ key }) => live.lanes.has(channelId(id, key))),
    ),
    instruments.map(({ id }) => id),
    choice,
  )

/** Lanes of a session; sources among the saved instruments have the colours they have live. */
export function selectSessionLanes(
  session: SessionView,
  instruments: readonly InstrumentView[] = [],
  choice: LaneChoice = NO_CHOICE,
): readonly LaneSpec[] {
  const order = [...new Set([...instruments, ...session.sourceInfos].map(({ id }) => id))]
  return lanesOf(session.sourceInfos, order, choice)
}

/** Lanes that are drawn. */
export const shownLanes = (lanes: readonly LaneSpec[]): readonly LaneSpec[] =>
  lanes.filter(({ signals }) => signals.length > 0)

/** The power the readouts speak of: that of the first source, whether its lane is drawn or not. */
export function powerOf(
  lanes: readonly LaneSpec[],
): (SignalSpec & { readonly sourceId: string; readonly title: string }) | null {
  const lane = lanes.find(({ unit }) => unit === 'W')
  const signal = lane && [...lane.signals, ...lane.hidden][0]
  return lane && signal ? { ...signal, sourceId: lane.sourceId, title: lane.many ? signal.name : lane.title } : null
}

/** The channels of a source that stand beside its power. */
export function secondaryChannels(channels: readonly ChannelInfo[]): Readonly<Record<'V' | 'A', string | null>> {
  const key = (name: string): string | null =>
    channels.find((one) => isDrawable(one) && quantityOf(one).name === name)?.key ?? null
  return { V: key('voltage'), A: key('current') }
}
