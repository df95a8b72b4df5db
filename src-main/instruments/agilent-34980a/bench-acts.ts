import { type Cards, type ChannelErrors, ChannelRules } from './bench-cards'
import type { BenchState, Kept } from './bench-state'
import { numberIn, ScpiError } from './bench-syntax'
import { encodeVolts } from './codec'

/** What the commands act on. */
export interface BenchParts {
  readonly state: BenchState
  readonly cards: Cards
  readonly errors: ChannelErrors
  readonly identity: string
  /** Endless error queue. */
  readonly stuck: boolean
  /** Scans the channels (null: the internal multimeter) into memory, which takes its time. */
  scan(channels: readonly number[] | null): Promise<readonly Kept[]>
}

/** Channels of a list, or the errors of the list put into the queue: then nothing may be done. */
export function listed(text: string | undefined, parts: BenchParts): readonly number[] {
  if (text === undefined) throw new ScpiError(-109, 'Missing parameter')
  const read = new ChannelRules(parts.cards, parts.errors).read(text)
  const errors = read.filter((item) => item instanceof ScpiError)
  const last = errors.pop()
  if (!last) return read.filter((item) => typeof item === 'number')
  for (const { code, message } of errors) parts.state.complain(code, message)
  throw last
}

/** The list among the arguments and what stands before it. */
export function withList(args: readonly string[], parts: BenchParts): [readonly string[], readonly number[] | null] {
  const last = args[args.length - 1]
  return last?.startsWith('(') ? [args.slice(0, -1), listed(last, parts)] : [args, null]
}

/** Ascending and without duplicates, unless `ROUT:SCAN:ORD OFF`. */
export const inScanOrder = (channels: readonly number[], ordered: boolean): readonly number[] =>
  ordered ? [...new Set(channels)].sort((a, b) => a - b) : channels

/** `CONF:VOLT:DC`: resets format, trigger and what its channels had; gives its channels, null for the internal multimeter. */
export function configure(args: readonly string[], parts: BenchParts): readonly number[] | null {
  const [[range = 'AUTO', resolution = 'DEF'], channels] = withList(args, parts)
  numberIn(range, { AUTO: 0, DEF: 0, MIN: 0.1, MAX: 300 })
  numberIn(resolution, { DEF: 0, MIN: 0, MAX: 1 })
  const { state } = parts
  state.plainFormat()
  state.trigger = 'IMM'
  state.triggers = 1
  state.sweeps = 1
  for (const channel of channels ?? []) for (const map of [state.nplcs, state.ranges, state.delays]) map.delete(channel)
  if (channels === null) state.nplc = 1
  else state.scanList = inScanOrder(channels, state.ordered)
  return channels
}

/** One reading with the fields that are switched on. */
function told(reading: Kept, { format }: BenchState): string {
  const fields = [encodeVolts(reading.volts) + (format.unit ? ' VDC' : '')]
  if (format.time) fields.push(format.absolute ? dateAndTime(reading.epochS) : reading.atS.toFixed(3).padStart(13, '0'))
  if (format.channel && reading.channel !== null) fields.push(String(reading.channel).padStart(4, '0'))
  if (format.alarm) fields.push('0')
  return fields.join(',')
}

function dateAndTime(epochS: number): string {
  const date = new Date(epochS * 1000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${date.getUTCFullYear()},${two(date.getUTCMonth() + 1)},${two(date.getUTCDate())}`
  const second = (date.getUTCSeconds() + date.getUTCMilliseconds() / 1000).toFixed(3).padStart(6, '0')
  return `${day},${two(date.getUTCHours())},${two(date.getUTCMinutes())},${second}`
}

/** Readings with the fields that are switched on. */
export const tellAll = (readings: readonly Kept[], state: BenchState): string =>
  readings.map((r) => told(r, state)).join(',')

/** Triggers × sweeps over the list, as TRIG:COUN and SAMP:COUN say. */
export async function measure(args: readonly string[], parts: BenchParts): Promise<readonly Kept[]> {
  const { state } = parts
  const [rest, own] = withList(args, parts)
  if (rest.length > 0) throw new ScpiError(-108, 'Parameter not allowed')
  if (state.trigger !== 'IMM' && state.trigger !== 'TIM') throw new ScpiError(-214, 'Trigger deadlock')
  if (state.triggers === Number.POSITIVE_INFINITY) throw new ScpiError(-221, 'Settings conflict')
  const channels = own ?? (state.scanList.length > 0 ? state.scanList : null)
  state.memory = []
  const readings: Kept[] = []
  for (let sweep = 0; sweep < state.triggers * state.sweeps; sweep++) readings.push(...(await parts.scan(channels)))
  return readings
}
