import type { InstrumentView } from '@contract/instruments'
import { type ChannelId, type ChannelInfo, channelId, type SiUnit } from '@contract/model'
import type { SessionView } from '@contract/sessions'
import type { Live } from '../../state/live'
import type { SignalColour } from '../../ui/Swatch'

/** A lane: one channel of one source, how it is named and drawn. */
export interface LaneSpec {
  readonly id: ChannelId
  readonly sourceId: string
  readonly sourceName: string
  readonly simulated: boolean
  readonly title: string
  /** Symbol of the quantity: P, U, I. */
  readonly symbol: string
  readonly unit: SiUnit
  readonly colour: SignalColour
  /** Share of the height. */
  readonly weight: number
  readonly fromZero: boolean
  /** The smallest span its axis may show, in its unit. */
  readonly least: number
  /** Its axis while there is no sample. */
  readonly empty: readonly [number, number]
  /** Decimals of a value without prefix. */
  readonly decimals: number
  readonly testId: string
}

interface Look extends Pick<LaneSpec, 'symbol' | 'colour' | 'weight' | 'fromZero' | 'least' | 'empty' | 'decimals'> {
  readonly title: string
  readonly testId: string
}

/** The quantities that are drawn, in this order; one lane each per source. */
const LOOKS: readonly (readonly [SiUnit, Look])[] = [
  [
    'W',
    {
      title: 'Wall power',
      symbol: 'P',
      colour: 's1',
      weight: 2,
      fromZero: true,
      least: 1,
      empty: [0, 80],
      decimals: 2,
      testId: 'lane-power',
    },
  ],
  [
    'V',
    {
      title: 'Voltage',
      symbol: 'U',
      colour: 's5',
      weight: 1,
      fromZero: false,
      least: 2,
      empty: [220, 240],
      decimals: 1,
      testId: 'lane-voltage',
    },
  ],
  [
    'A',
    {
      title: 'Current',
      symbol: 'I',
      colour: 's3',
      weight: 1,
      fromZero: true,
      least: 0.01,
      empty: [0, 0.4],
      decimals: 3,
      testId: 'lane-current',
    },
  ],
]

interface Source {
  readonly id: string
  readonly name: string
  readonly simulated: boolean
  readonly channels: readonly ChannelInfo[]
}

/** Peaks and crest values are kept, but a lane shows the effective value. */
const isDrawn = ({ key, label, kind }: ChannelInfo): boolean =>
  kind !== 'time' && kind !== 'counter' && !/peak|crest/i.test(`${key} ${label}`)

const lanesOf = (sources: readonly Source[]): readonly LaneSpec[] =>
  LOOKS.flatMap(([unit, look]) =>
    sources.flatMap((source) => {
      const channel = source.channels.find((one) => one.unit === unit && isDrawn(one))
      if (!channel) return []
      const [id, sourceId] = [channelId(source.id, channel.key), source.id]
      return [{ ...look, id, sourceId, sourceName: source.name, simulated: source.simulated, unit }]
    }),
  )

/** Lanes of what comes in now: of every source that is connected, or still has something to show. */
export const selectLiveLanes = (
  instruments: readonly InstrumentView[],
  live: Pick<Live, 'lanes'>,
): readonly LaneSpec[] =>
  lanesOf(
    instruments.filter(
      ({ id, link, channels }) =>
        link.at !== 'closed' || channels.some(({ key }) => live.lanes.has(channelId(id, key))),
    ),
  )

export const selectSessionLanes = (session: SessionView): readonly LaneSpec[] => lanesOf(session.sourceInfos)

/** The channels of a source that stand beside its power. */
export function secondaryChannels(channels: readonly ChannelInfo[]): Readonly<Record<'V' | 'A', string | null>> {
  const key = (unit: SiUnit): string | null => channels.find((one) => one.unit === unit && isDrawn(one))?.key ?? null
  return { V: key('V'), A: key('A') }
}
