import type { ChannelInfo, TimeUs } from '@contract/model'
import { powerFactor } from '../../engine/series/ac-power'
import type { SampleBlock } from '../../ports/samples'
import type { Reading } from './reading'

const measured = (key: string, label: string, unit: 'V' | 'A' | 'W' | '1'): ChannelInfo => ({
  key,
  label,
  unit,
  kind: 'windowed',
  type: 'f64',
})

/** What one sample holds, in the order of its values. Keys are kept in session files: never renamed. */
export const CHANNELS: readonly ChannelInfo[] = [
  measured('voltage', 'Voltage', 'V'),
  measured('current', 'Current', 'A'),
  measured('power', 'Power', 'W'),
  measured('voltage_peak', 'Voltage peak', 'V'),
  measured('current_peak', 'Current peak', 'A'),
  measured('power_factor', 'Power factor', '1'),
  { key: 'frequency', label: 'Frequency', unit: 'Hz', kind: 'gauge', type: 'f64' },
  { key: 'receipt', label: 'Receipt time', unit: 'us', kind: 'time', type: 'i64' },
]

/** One reading with its device-send time and the time its last frame was received. */
export interface Sample {
  readonly sendUs: TimeUs
  readonly receiptUs: TimeUs
  readonly reading: Reading
  /** Mains as followed by then, Hz; NaN while it is not known. */
  readonly mainsHz: number
}

const volts = (reading: Reading): number => Math.sqrt(reading.meanSquareVolts)
const amps = (reading: Reading): number => Math.sqrt(reading.meanSquareAmps)

/**
 * Samples as a block in the order of CHANNELS; roots are taken here, after averaging. The power factor is P / (U·I) as it
 * comes out, NaN without current: rounding can put it a little beyond ±1, and cutting that off would pull means below 1.
 */
export function packSamples(samples: readonly Sample[]): SampleBlock {
  const column = (of: (reading: Reading) => number): Float64Array =>
    Float64Array.from(samples, ({ reading }) => of(reading))
  return {
    timesUs: Float64Array.from(samples, ({ sendUs }) => sendUs),
    values: [
      column(volts),
      column(amps),
      column((r) => r.watts),
      column((r) => r.peakVolts),
      column((r) => r.peakAmps),
      column((r) => powerFactor(r.watts, volts(r), amps(r))),
      Float64Array.from(samples, ({ mainsHz }) => mainsHz),
      BigInt64Array.from(samples, ({ receiptUs }) => BigInt(Math.round(receiptUs))),
    ],
  }
}
