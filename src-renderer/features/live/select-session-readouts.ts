import { type EnergyUnit, formatEnergy, formatQuantity, joined, type QuantityText } from '@contract/quantity'
import type { ChannelStats } from '@contract/series'
import { gapsNote, otherUnit, type ReadoutStrip, worthOf } from './readout-words'

/** The strip of an opened session: its wall power (or the root of its power tree) over its whole length, from raw samples. */
export function selectSessionReadouts(
  power: ChannelStats | null,
  energyUnit: EnergyUnit,
  busy: boolean,
  title = 'Wall power',
): ReadoutStrip {
  const w = (x: number | undefined): QuantityText => formatQuantity(x ?? Number.NaN, 'W')
  const energyJ = power?.energyJ ?? Number.NaN
  const worth = power ? worthOf(power.n, power.expected) : { worth: busy ? 'reading' : 'no power channel' }
  return {
    big: [
      {
        key: 's-mean',
        label: `${title}, mean of session`,
        value: w(power?.mean),
        ...worth,
        testId: 'readout-mean-session',
      },
      { key: 's-min', label: 'Smallest sample', value: w(power?.min), worth: 'whole session', testId: 'readout-min' },
      { key: 's-max', label: 'Largest sample', value: w(power?.max), worth: 'whole session', testId: 'readout-max' },
      {
        key: 's-energy',
        label: 'Energy, session',
        value: formatEnergy(energyJ, energyUnit),
        worth: power
          ? `${joined(formatEnergy(energyJ, otherUnit(energyUnit)))} · ${gapsNote(power.gaps, power.gapS)}`
          : busy
            ? 'reading'
            : 'no power channel',
        testId: 'readout-energy',
      },
    ],
    secondary: [],
  }
}
