import type { ChannelInfo, SiUnit } from '@contract/model'
import type { DashId, SignalColour } from '../../ui/Swatch'

/** How the lane of one quantity is named and drawn. */
export interface Quantity {
  /** Part of the lane's id; kept in locked axes, never shown. */
  readonly name: string
  readonly title: string
  /** What stands in the legend when the channel is alone in its lane: P, U, I. */
  readonly symbol: string
  readonly unit: SiUnit
  readonly isIt: (channel: ChannelInfo) => boolean
  /** Shown without being asked for: by every source, its first channel alone, by the first source that measures it, or never. */
  readonly byDefault: 'each' | 'each-first' | 'first' | 'never'
  /** One source has many: those that are switched off stand under Add lane and not in the legend. */
  readonly many?: boolean
  /** First colour of the first source, then those of the next. */
  readonly colours: readonly SignalColour[]
  /** Share of the height. */
  readonly weight: number
  /** The axis starts at zero. */
  readonly fromZero: boolean
  /** The smallest span its axis may show, in its unit. */
  readonly least: number
  /** Where its axis ends, unless the data go beyond; null where there is no natural end. */
  readonly most: number | null
  /** Its axis while there is no sample. */
  readonly empty: readonly [number, number]
  /** Decimals of a value without prefix. */
  readonly decimals: number
}

const isPeak = ({ key, label }: ChannelInfo): boolean => /peak/i.test(`${key} ${label}`)
const isCrest = ({ key, label }: ChannelInfo): boolean => /crest/i.test(`${key} ${label}`)
/** Rows of a channel file: their power, and what the voltmeter read behind them. */
const isRail = ({ key }: ChannelInfo): boolean => /^power_n?\d+$/.test(key)
const isReading = ({ key }: ChannelInfo): boolean => /^volts_\d+$/.test(key)
const isSense = (channel: ChannelInfo): boolean => isReading(channel) && channel.label.endsWith(' sense')
const effective = (unit: SiUnit) => (channel: ChannelInfo) =>
  channel.unit === unit && !isPeak(channel) && !isCrest(channel) && !isRail(channel) && !isReading(channel)
const peak = (unit: SiUnit) => (channel: ChannelInfo) =>
  channel.unit === unit && isPeak(channel) && !isRail(channel) && !isReading(channel)

/** The quantities that are known, in the order of their lanes. No channel is two of them. */
export const QUANTITIES: readonly Quantity[] = [
  {
    name: 'power',
    title: 'Wall power',
    symbol: 'P',
    unit: 'W',
    isIt: effective('W'),
    byDefault: 'each',
    colours: ['s1', 's2', 's6', 's8'],
    weight: 2,
    fromZero: true,
    least: 1,
    most: null,
    empty: [0, 80],
    decimals: 2,
  },
  {
    name: 'rails',
    title: 'Rails',
    symbol: 'P',
    unit: 'W',
    isIt: isRail,
    byDefault: 'each-first',
    many: true,
    colours: ['s8', 's3', 's7', 's4', 's2', 's6', 's5', 's1'],
    weight: 1.5,
    fromZero: true,
    least: 0.5,
    most: null,
    empty: [0, 10],
    decimals: 3,
  },
  {
    name: 'voltage',
    title: 'Voltage',
    symbol: 'U',
    unit: 'V',
    isIt: effective('V'),
    byDefault: 'first',
    colours: ['s5', 's8', 's2', 's7'],
    weight: 1,
    fromZero: false,
    least: 2,
    most: null,
    empty: [220, 240],
    decimals: 1,
  },
  {
    name: 'current',
    title: 'Current',
    symbol: 'I',
    unit: 'A',
    isIt: effective('A'),
    byDefault: 'first',
    colours: ['s3', 's4', 's1', 's6'],
    weight: 1,
    fromZero: true,
    least: 0.01,
    most: null,
    empty: [0, 0.4],
    decimals: 3,
  },
  {
    name: 'power-factor',
    title: 'Power factor',
    symbol: 'PF',
    unit: '1',
    isIt: (channel) => channel.unit === '1' && /power.?factor|^pf$/i.test(`${channel.key}`),
    byDefault: 'first',
    colours: ['s7', 's2', 's4', 's8'],
    weight: 1,
    fromZero: true,
    least: 1,
    most: 1,
    empty: [0, 1],
    decimals: 3,
  },
  {
    name: 'frequency',
    title: 'Frequency',
    symbol: 'f',
    unit: 'Hz',
    isIt: effective('Hz'),
    byDefault: 'first',
    colours: ['s4', 's3', 's8', 's5'],
    weight: 1,
    fromZero: false,
    least: 0.1,
    most: null,
    empty: [49.9, 50.1],
    decimals: 3,
  },
  {
    name: 'rail-voltage',
    title: 'Rail voltage',
    symbol: 'U',
    unit: 'V',
    isIt: (channel) => isReading(channel) && !isSense(channel),
    byDefault: 'never',
    many: true,
    colours: ['s5', 's2', 's8', 's7', 's4', 's3', 's6', 's1'],
    weight: 1,
    fromZero: true,
    least: 0.5,
    most: null,
    empty: [0, 12],
    decimals: 3,
  },
  {
    name: 'sense-voltage',
    title: 'Sense voltage',
    symbol: 'U',
    unit: 'V',
    isIt: isSense,
    byDefault: 'never',
    many: true,
    colours: ['s7', 's2', 's8', 's5', 's4', 's3', 's6', 's1'],
    weight: 1,
    fromZero: true,
    least: 0.0005,
    most: null,
    empty: [0, 0.02],
    decimals: 4,
  },
  {
    name: 'voltage-peak',
    title: 'Voltage peak',
    symbol: 'U peak',
    unit: 'V',
    isIt: peak('V'),
    byDefault: 'never',
    colours: ['s2', 's5', 's7', 's8'],
    weight: 1,
    fromZero: false,
    least: 5,
    most: null,
    empty: [310, 340],
    decimals: 1,
  },
  {
    name: 'current-peak',
    title: 'Current peak',
    symbol: 'I peak',
    unit: 'A',
    isIt: peak('A'),
    byDefault: 'never',
    colours: ['s6', 's3', 's1', 's4'],
    weight: 1,
    fromZero: true,
    least: 0.01,
    most: null,
    empty: [0, 0.8],
    decimals: 3,
  },
]

const ALL_COLOURS: readonly SignalColour[] = ['s8', 's2', 's6', 's4', 's7', 's3', 's5', 's1']

export const DECIMALS: Readonly<Record<SiUnit, number>> = {
  W: 2,
  V: 1,
  A: 3,
  VA: 1,
  var: 1,
  Hz: 3,
  J: 1,
  s: 3,
  Ah: 3,
  '°C': 1,
  '%': 1,
  B: 0,
  'B/s': 0,
  'bit/s': 0,
  '1/s': 1,
  rpm: 0,
  dBm: 1,
  dB: 1,
  jiffies: 0,
  '1': 3,
  us: 0,
}

/** The quantity of a channel; one that is not in the table has a lane of its own under its label, when asked for. */
export function quantityOf(channel: ChannelInfo): Quantity {
  const known = QUANTITIES.find(({ isIt }) => isIt(channel))
  if (known) return known
  const { key, label, unit } = channel
  const turn = [...key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7) % ALL_COLOURS.length
  return {
    name: `channel-${key}`,
    title: label,
    symbol: label,
    unit,
    isIt: (other) => other.key === key,
    byDefault: 'never',
    colours: [...ALL_COLOURS.slice(turn), ...ALL_COLOURS.slice(0, turn)],
    weight: 1,
    fromZero: false,
    least: 0.1,
    most: null,
    empty: [0, 1],
    decimals: DECIMALS[unit],
  }
}

/** The dash of a colour, for a plot of two lines or more. */
export const DASH_OF: Readonly<Record<SignalColour, DashId>> = {
  s1: 'solid',
  s2: 'dashed',
  s3: 'dotted',
  s4: 'dash-dot',
  s5: 'long',
  s6: 'short',
  s7: 'dash-dot-dot',
  s8: 'long-dot',
}

const DASH_LIST: readonly DashId[] = [
  'solid',
  'dashed',
  'dotted',
  'dash-dot',
  'long',
  'short',
  'dash-dot-dot',
  'long-dot',
]

/** The dash of a colour that comes for the `turn`-th time in one plot: each time the next one. */
export const dashOf = (colour: SignalColour, turn: number): DashId =>
  DASH_LIST[(DASH_LIST.indexOf(DASH_OF[colour]) + turn) % DASH_LIST.length] ?? 'solid'

/** What is joined by a straight line between two momentary readings, as their energy is; other gauges hold until the next. */
const CONTINUOUS: ReadonlySet<SiUnit> = new Set(['W', 'V', 'A', 'VA', 'var', 'Hz'])

/** What a line does between two samples: the value holds until the next, it was so since the one before, or null: straight. */
export type Step = 'until-next' | 'since-before' | null

export const stepOf = ({ kind, unit }: Pick<ChannelInfo, 'kind' | 'unit'>): Step => {
  if (kind === 'rate') return 'since-before'
  return kind === 'gauge' && !CONTINUOUS.has(unit) ? 'until-next' : null
}

/** Time stamps and rising totals are kept, but a lane shows what has a level. */
export const isDrawable = ({ kind }: ChannelInfo): boolean => kind !== 'time' && kind !== 'counter'
