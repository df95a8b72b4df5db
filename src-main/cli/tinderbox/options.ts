import { InvalidArgumentError, Option } from 'commander'
import type { GroupColumn } from '../../engine/power-tree/channel-file'
import { type ChannelRange, parseChannelList } from '../../engine/power-tree/channel-list'
import { NPLCS, nplcFor } from '../../instruments/agilent-34980a/codec'

/** What `read` and `tree` have in common. */
export interface MeasuringOptions {
  readonly file: string
  readonly addr?: string
  readonly loop: number
  readonly nplc: number
  readonly groupColumn: GroupColumn
}

export const FILE_FORMAT_HELP = `
A channel file has one row per line, fields split by commas: channel, name, group, resistance, rail_voltage, rail,
parent_chan, type. Older forms without group or without the last two fields work as well; lines starting with # are
comments. "wattbench check-plan FILE --explain" tells how each row is understood.`

export const ADDRESS_HELP = `
Without --addr the voltmeter is that of WATTBENCH_VOLTMETER, else the saved one when there is exactly one.
WATTBENCH_NOW=SECONDS stamps scan i with SECONDS + i instead of the time of day, for comparisons.`

export const fileOption = (): Option => new Option('-f, --file <file>', 'channel file').makeOptionMandatory()

export const addressOption = (): Option =>
  new Option('-a, --addr <host[:port]>', 'DNS name or IP address of the voltmeter, port 5025 unless given')

export const loopOption = (): Option => new Option('-l, --loop <n>', 'times to measure').argParser(loops).default(1)

export const nplcOption = (): Option =>
  new Option('-n, --nplc <cycles>', `integration time in mains periods: ${NPLCS.join(', ')}, or the next higher one`)
    .argParser(nplc)
    .default(1)

export const groupColumnOption = (): Option =>
  new Option('--group-column <when>', 'whether rows have a group; auto: unless their third field is a number')
    .choices(['auto', 'always', 'never'])
    .default('auto')

export function channelList(text: string): readonly ChannelRange[] {
  const parsed = parseChannelList(text)
  if ('badItem' in parsed) {
    throw new InvalidArgumentError(
      `"${parsed.badItem}" is neither a channel nor a range. A list looks like 2001,2004-2010.`,
    )
  }
  return parsed.ranges
}

function loops(text: string): number {
  const n = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(n) || n < 1) {
    throw new InvalidArgumentError('The number of measurements is a whole number from 1.')
  }
  return n
}

function nplc(text: string): number {
  const asked = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : 0
  if (nplcFor(asked) === null) {
    throw new InvalidArgumentError(`The integration time is a number above 0, at most ${NPLCS.at(-1)} mains periods.`)
  }
  return asked
}
