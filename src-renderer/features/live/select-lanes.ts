import type { SeriesGroup } from '@contract/collectd'
import type { InstrumentView } from '@contract/instruments'
import { type ChannelId, type ChannelInfo, channelId, type SiUnit } from '@contract/model'
import type { SessionView } from '@contract/sessions'
import { isImported } from '../../lib/imported'
import type { Layout } from '../../state/layout'
import type { Live } from '../../state/live'
import type { DashId, SignalColour } from '../../ui/Swatch'
import { axisOf, FAMILY_ORDER } from './import-table'
import { type ImportedLane, importedLanes } from './imported-series'
import { DECIMALS, dashOf, isDrawable, QUANTITIES, type Quantity, quantityOf, type Step, stepOf } from './lane-table'

/** One channel as a line of a lane. */
export interface SignalSpec {
  readonly id: ChannelId
  readonly key: string
  /** Its name in the legend: "P", "DC_IN". */
  readonly name: string
  readonly colour: SignalColour
  /** Solid when it is alone in its lane, else the dash of its colour. */
  readonly dash: DashId
  readonly step: Step
  /** Decimals of a value without prefix. */
  readonly decimals: number
  /** Of an imported series: where it comes from, `cpu-0/cpu-user`. */
  readonly path?: string
}

/** A lane: the channels of one source, or of one imported machine, that measure one quantity, how it is named and drawn. */
export interface LaneSpec {
  /** Stable: source or machine, and quantity. */
  readonly id: string
  /** Of a lane of an imported machine: no source has it, each series is one of its own. */
  readonly sourceId: string
  /** Name of the source, or of the imported machine. */
  readonly sourceName: string
  /** The imported machine as the session knows it; null for an instrument. */
  readonly machine: string | null
  /** What an imported lane belongs to in a list of hundreds. */
  readonly group?: SeriesGroup
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
function lanesOf(
  sources: readonly Source[],
  order: readonly string[],
  choice: LaneChoice,
  imported: readonly (LaneSpec & { readonly pushed: boolean })[] = [],
): readonly LaneSpec[] {
  const taken = new Set<string>()
  const crowded = imported.some(({ pushed }) => !pushed)
  const found = sources.flatMap((source) => {
    const byQuantity = new Map<string, ChannelInfo[]>()
    for (const channel of source.channels.filter(isDrawable)) {
      const { name } = quantityOf(channel)
      byQuantity.set(name, [...(byQuantity.get(name) ?? []), channel])
    }
    const lanes = [...byQuantity].map(([name, channels]) => {
      const quantity = quantityOf(channels[0] as ChannelInfo)
      const { byDefault } = quantity
      // Beside imported series a meter shows its power: all lanes together are more than a screen holds.
      const isDefault = byDefault.startsWith('each') || (byDefault === 'first' && !taken.has(name) && !crowded)
      return { name, lane: laneOf(source, quantity, channels, order.indexOf(source.id), isDefault, choice) }
    })
    for (const { name } of lanes) taken.add(name)
    return lanes
  })
  const place = (name: string): number => {
    const at = QUANTITIES.findIndex((one) => one.name === name)
    return at < 0 ? QUANTITIES.length : at
  }
  const own = found.toSorted((a, b) => place(a.name) - place(b.name)).map(({ lane }) => lane)
  const isPower = ({ unit }: LaneSpec): boolean => unit === 'W'
  return isolated(
    imported.length === 0 ? own : [...own.filter(isPower), ...imported, ...own.filter((lane) => !isPower(lane))],
    choice,
  )
}

/** Imported lanes shown by default at most: each of them takes its least height. */
const MOST_IMPORTED = 8
/** Of these, numbers that scripts pushed. */
const MOST_PUSHED = 2

/** Lanes of imported series: those of the known families first, machines side by side. */
function importedSpecs(session: SessionView, { shown }: LaneChoice) {
  const place = ({ family, counts, pushed }: ImportedLane): number => {
    const at = FAMILY_ORDER.indexOf(family.name)
    return counts ? 100 : at >= 0 ? at : pushed ? 50 : 60
  }
  const lanes = importedLanes(session).toSorted((a, b) => place(a) - place(b))
  let left = MOST_IMPORTED
  let pushedLeft = MOST_PUSHED
  return lanes.map((lane) => {
    const hasRoom = left > 0 && (!lane.pushed || pushedLeft > 0)
    const first = new Set(lane.counts || !hasRoom ? [] : lane.family.byDefault(lane.channels))
    if (first.size > 0) left--
    if (first.size > 0 && lane.pushed) pushedLeft--
    const signals = lane.channels.map((channel, at): SignalSpec => {
      const { colour, turn } = lane.family.look(channel, at)
      const { id, key, name, step, path, unit } = channel
      return { id, key, name, colour, dash: dashOf(colour, turn), step, decimals: DECIMALS[unit], path }
    })
    const on = lane.channels.filter((channel) => shown[channel.id] ?? first.has(channel)).map(({ id }) => id)
    return { ...importedSpec(lane, signals, new Set(on)), pushed: lane.pushed }
  })
}

function importedSpec(lane: ImportedLane, all: readonly SignalSpec[], on: ReadonlySet<ChannelId>): LaneSpec {
  const { host, shownHost, family, counts, channels, title, group } = lane
  const unit = channels[0]?.unit ?? '1'
  const counter = channels[0]?.counter
  const signals = all.filter(({ id }) => on.has(id))
  return {
    id: `${host}/${family.name}/${counter ?? 'level'}/${unit}`,
    sourceId: `machine ${host}`,
    sourceName: shownHost,
    machine: host,
    group,
    simulated: false,
    title,
    unit,
    signals: on.size === 1 ? signals.map((signal) => ({ ...signal, dash: 'solid' })) : signals,
    hidden: all.filter(({ id }) => !on.has(id)),
    many: true,
    weight: 1,
    most: counts ? null : family.most,
    ...axisOf(unit, counts),
    ...(family.most === null || counts ? {} : { least: family.most }),
    decimals: DECIMALS[unit],
    testId: `lane-${family.name.replace(/[^a-z0-9-]+/gi, '-')}${counter ? `-${counter}` : ''}`,
  }
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
      step: stepOf(channel),
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
    machine: null,
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
  const measured = session.sourceInfos.filter((source) => !isImported(source))
  const order = [...new Set([...instruments, ...measured].map(({ id }) => id))]
  return lanesOf(measured, order, choice, importedSpecs(session, choice))
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
