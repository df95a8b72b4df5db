import type { ChannelInfo, SourceInfo } from '@contract/model'
import type { SampleBlock } from '../ports/samples'
import { TEST_START_US } from './manual-clock'

const START = TEST_START_US
/** Spacing of testRows. */
export const PERIOD_US = 250_000

const channel = (
  key: string,
  unit: ChannelInfo['unit'],
  kind: ChannelInfo['kind'],
  type: ChannelInfo['type'],
): ChannelInfo => ({
  key,
  label: key,
  unit,
  kind,
  type,
})

/** A source with one channel of every value type. */
export function testSource(id = 'meter'): SourceInfo {
  return {
    id,
    kind: 'powerspy2',
    name: `Tisch “${id}” µ`,
    machineName: 'psu_energy_ac_powerspy2_machine',
    simulated: true,
    identity: { model: 'PowerSpy2', serial: `S-${id}`, hardware: '2', firmware: '1.0' },
    calibration: null,
    channels: [
      channel('power', 'W', 'windowed', 'f64'),
      channel('count', '1', 'counter', 'u64'),
      channel('received', 'us', 'time', 'i64'),
    ],
  }
}

/** Rows from ≤ i < from + n of an endless even stream; a spike at every 5000th, NaN at every 97th row. */
export function testRows(from: number, n: number): SampleBlock {
  const rows = Array.from({ length: n }, (_, k) => from + k)
  return {
    timesUs: Float64Array.from(rows, (i) => START + (i + 1) * PERIOD_US),
    values: [
      Float64Array.from(rows, (i) => (i % 97 === 96 ? Number.NaN : i % 5_000 === 4_321 ? 400 : 50 + Math.sin(i))),
      BigUint64Array.from(rows, (i) => 2n ** 63n + BigInt(i)),
      BigInt64Array.from(rows, (i) => BigInt(START + (i + 1) * PERIOD_US) - 2n ** 40n),
    ],
  }
}
