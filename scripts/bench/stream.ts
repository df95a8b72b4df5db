import type { ChannelInfo, SourceInfo } from '@contract/model'
import { instruments } from '../../src-main/instruments/index'
import type { SampleBlock, Values } from '../../src-main/ports/samples'

/** One mains period at 50 Hz: the fastest a PowerSpy2 sends. */
export const PERIOD_US = 20_000
export const START_US = 1_767_225_600_000_000

/** Around what the values of a channel wander. */
const SCALES: Readonly<Partial<Record<ChannelInfo['unit'], number>>> = {
  W: 42,
  V: 230,
  A: 0.2,
  VA: 46,
  var: 12,
  Hz: 50,
  J: 1,
  s: 1,
  '1': 0.9,
  us: 1,
}
const TABLE = 65_536
const wander = Float64Array.from({ length: TABLE }, (_v, i) => 1 + Math.sin(i / 300) / 3 + Math.sin(i * i) / 50)

/** A source with the channels of a PowerSpy2. */
export function benchSource(): SourceInfo {
  const kind = instruments[0]
  if (!kind) throw new Error('no instrument')
  const { machineName } = kind
  return {
    id: 's',
    kind: kind.kind,
    name: 's',
    machineName,
    simulated: true,
    identity: null,
    calibration: null,
    channels: kind.channels(kind.demoSettings),
  }
}

/** The channels of the source that a page draws. */
export const drawn = (source: SourceInfo): readonly string[] =>
  source.channels.filter(({ kind }) => kind !== 'time').map(({ key }) => `${source.id}/${key}`)

/** Rows `row` … `row + n − 1`, `lateUs` later than an even stream would have them. */
export function benchRows({ channels }: SourceInfo, row: number, n: number, lateUs = 0): SampleBlock {
  const timesUs = new Float64Array(n)
  for (let i = 0; i < n; i++) timesUs[i] = START_US + lateUs + (row + i + 1) * PERIOD_US
  return { timesUs, values: channels.map((channel, c) => column(channel, c, timesUs, row)) }
}

function column({ type, unit }: ChannelInfo, c: number, timesUs: Float64Array, row: number): Values {
  if (type === 'i64') return BigInt64Array.from(timesUs, (t) => BigInt(t) + 3000n)
  if (type === 'u64') return BigUint64Array.from(timesUs, (t) => BigInt(t))
  const values = new Float64Array(timesUs.length)
  const scale = SCALES[unit] ?? 1
  for (let i = 0; i < values.length; i++) values[i] = scale * wander[((row + i) * (c + 1)) % TABLE]!
  return values
}

/** Median and others of measured times. */
export function quantile(times: readonly number[], q: number): number {
  return [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * q))] ?? Number.NaN
}

/** Milliseconds that work took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
