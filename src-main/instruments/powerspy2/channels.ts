import type { ChannelInfo, TimeUs } from '@contract/model'
import type { SampleBlock } from '../../ports/samples'
import type { Reading } from './reading'

const measured = (key: string, label: string, unit: 'V' | 'A' | 'W'): ChannelInfo => ({
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
  { key: 'receipt', label: 'Receipt time', unit: 'us', kind: 'time', type: 'i64' },
]

/** One reading with its device-send time and the time its last frame was received. */
export interface Sample {
  readonly sendUs: TimeUs
  readonly receiptUs: TimeUs
  readonly reading: Reading
}

/** Samples as a block in the order of CHANNELS; roots are taken here, after averaging. */
export function packSamples(samples: readonly Sample[]): SampleBlock {
  const column = (of: (reading: Reading) => number): Float64Array =>
    Float64Array.from(samples, ({ reading }) => of(reading))
  return {
    timesUs: Float64Array.from(samples, ({ sendUs }) => sendUs),
    values: [
      column((r) => Math.sqrt(r.meanSquareVolts)),
      column((r) => Math.sqrt(r.meanSquareAmps)),
      column((r) => r.watts),
      column((r) => r.peakVolts),
      column((r) => r.peakAmps),
      BigInt64Array.from(samples, ({ receiptUs }) => BigInt(Math.round(receiptUs))),
    ],
  }
}
