import type { InstrumentView } from '@contract/instruments'
import type { Derived, Readout as Raw } from '@contract/live'
import { channelId } from '@contract/model'
import {
  type EnergyUnit,
  formatAge,
  formatEnergy,
  formatQuantity,
  formatTime,
  joined,
  type Prefix,
  type QuantityText,
} from '@contract/quantity'
import { linkWords } from '../../lib/link-words'
import { gapsNote, otherUnit, type ReadoutStrip, type ReadoutText, worthOf } from './readout-words'
import { secondaryChannels } from './select-lanes'

/** Keeps a prefix still for one readout; `key` names it. */
export type HoldPrefix = (key: string, x: number) => Prefix

export interface LiveReadoutsInput {
  readonly source: InstrumentView | null
  readonly powerKey: string | null
  /** What the big number is: "Wall power", or the root of a power tree. */
  readonly powerTitle?: string
  readonly readouts: ReadonlyMap<string, Raw>
  readonly derived: readonly Derived[]
  readonly energyUnit: EnergyUnit
  /** Start of the recording under way, or null. */
  readonly recordingSinceUs: number | null
  readonly zone: string
  readonly nowUs: number
  readonly hold: HoldPrefix
}

const stopped = (source: InstrumentView | null): boolean => source !== null && source.link.at !== 'live'

/** What the newest value is worth: its age, and what the link is doing while nothing comes. */
function nowWorth(source: InstrumentView | null, ageS: number, nowUs: number): string {
  const known = Number.isFinite(ageS)
  if (source === null || source.link.at === 'live') return known ? `age ${formatAge(ageS)}` : 'no sample yet'
  if (source.link.at === 'stale' && known) return `stale, ${formatAge(ageS)} old`
  const { words } = linkWords(source.link, source.health, nowUs)
  return known ? `${formatAge(ageS)} old · ${words}` : words
}

/** What means and energy count: the session that is recorded, or everything since a moment. */
function scopeWords(sinceUs: number | undefined, { recordingSinceUs, zone }: LiveReadoutsInput): string {
  if (sinceUs === undefined) return recordingSinceUs === null ? 'since connected' : 'session'
  const ofRecording = recordingSinceUs !== null && sinceUs >= recordingSinceUs - 1e6
  return ofRecording ? 'session' : `since ${formatTime(sinceUs, zone, 0)}`
}

/** The strip of what comes in now: wall power, its means and its energy, each with what it is worth. */
export function selectLiveReadouts(input: LiveReadoutsInput): ReadoutStrip {
  const { source, powerKey, readouts, energyUnit, hold } = input
  const raw = source && powerKey !== null ? readouts.get(channelId(source.id, powerKey)) : undefined
  const watts = (key: string, x: number): QuantityText => formatQuantity(x, 'W', { prefix: hold(key, x) })
  const nothing = Number.NaN
  const now = raw?.now ?? nothing
  const ageS = raw ? Math.max(0, input.nowUs - raw.nowUs) / 1e6 : nothing
  const stale = raw !== undefined && stopped(source)
  const scope = scopeWords(raw?.allSinceUs, input)
  const energyJ = raw?.energyJ ?? nothing
  const held = hold('energy', energyUnit === 'Wh' ? energyJ / 3_600 : energyJ)
  return {
    big: [
      {
        key: 'now',
        label: `${input.powerTitle ?? 'Wall power'}, ${stale ? 'last value' : 'now'}`,
        value: watts('now', now),
        worth: nowWorth(source, ageS, input.nowUs),
        stale,
        testId: 'readout-power-now',
      },
      {
        key: 'mean1m',
        label: 'Mean, 1 min',
        value: watts('mean1m', raw?.mean1m ?? nothing),
        ...worthOf(raw?.n1m ?? 0, raw?.expected1m ?? 0),
        testId: 'readout-mean-1min',
      },
      {
        key: 'meanAll',
        label: `Mean, ${scope}`,
        value: watts('meanAll', raw?.meanAll ?? nothing),
        ...worthOf(raw?.nAll ?? 0, raw?.expectedAll ?? 0),
        testId: 'readout-mean-session',
      },
      {
        key: 'energy',
        label: `Energy, ${scope}`,
        value: formatEnergy(energyJ, energyUnit, held.power < -3 ? {} : { prefix: held }),
        worth: raw
          ? `${joined(formatEnergy(energyJ, otherUnit(energyUnit)))} · ${gapsNote(raw.gaps, raw.gapS)}`
          : 'no samples yet',
        testId: 'readout-energy',
      },
    ],
    secondary: source ? secondaryOf(source, input, stale) : [],
  }
}

/** Decimals of what stands beside the power: no more than the meter, or what it follows from, resolves. */
const DECIMALS = {
  V: 1,
  A: 3,
  Hz: 2,
  apparent: 1,
  power_factor: 3,
  reactive: 1,
  crest_voltage: 2,
  crest_current: 2,
} as const satisfies Readonly<Record<Derived['key'] | 'V' | 'A' | 'Hz', number>>

/** The order in which they are read; where there is room for four, the first four are in view. */
const ORDER: readonly string[] = ['V', 'A', 'apparent', 'power_factor', 'Hz']

const placeOf = (key: string): number => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length)

/** Voltage, current, power factor and frequency as measured, and what follows from them. */
function secondaryOf(
  source: InstrumentView,
  { readouts, derived }: LiveReadoutsInput,
  stale: boolean,
): readonly ReadoutText[] {
  const beside = secondaryChannels(source.channels)
  const channels = [
    ['V', 'Voltage', beside.V],
    ['A', 'Current', beside.A],
    ['power_factor', 'Power factor', source.channels.find(({ key }) => key === 'power_factor')?.key ?? null],
    ['Hz', 'Frequency', source.channels.find(({ unit }) => unit === 'Hz')?.key ?? null],
  ] as const
  const measured = channels.flatMap(([key, label, channel]) => {
    if (channel === null) return []
    const x = readouts.get(channelId(source.id, channel))?.now ?? Number.NaN
    const value = formatQuantity(x, key === 'power_factor' ? '1' : key, { decimals: DECIMALS[key] })
    return [{ key, label, value, stale, testId: `readout-${label.toLowerCase().replace(' ', '-')}` }]
  })
  const following = derived
    .filter(({ sourceId }) => sourceId === source.id)
    .map(({ key, label, unit, value: x }) => ({
      key,
      label,
      value: formatQuantity(x, unit, { decimals: DECIMALS[key] }),
      stale,
      testId: `readout-${key.replace('_', '-')}`,
    }))
  return [...measured, ...following].toSorted((one, other) => placeOf(one.key) - placeOf(other.key))
}
