import { type Command, InvalidArgumentError } from 'commander'
import { systemClock } from '../../base/clock'
import { powerspy2 } from '../../instruments/powerspy2/index'
import { createRfcomm } from '../../transports/bluetooth/rfcomm'
import { openSerial } from '../../transports/serial'
import { jsonLine, parseUnit, plainLine, readingOf, UNITS, type Unit } from '../powerspy2/reading-lines'
import { streamReadings } from '../powerspy2/stream-readings'
import { complain, untilInterrupted } from '../say'

interface Options {
  readonly device: string
  readonly interval: number
  readonly unit: Unit
  readonly debug: boolean
  readonly trace: boolean
  readonly count: number | null
  readonly reconnect: boolean
  readonly json: boolean
}

const HELP = `
Prints one line per reading, at once: TIMESTAMP READING, an integer of Unix microseconds (when the meter sent it) and an
integer in the chosen unit. It can stand in for the PowerSpy2 metric provider of the Green Metrics Tool.
The meter counts whole mains periods: 250 ms at 50 Hz are 12 periods, 240 ms; energy is power times that true window.
Ends with exit code 3 when the meter gives no answer for 10 s or hangs up, unless --reconnect is given.

Example: wattbench powerspy2 --unit mj --interval 250`

/** `wattbench powerspy2`: readings of one meter on standard output. */
export function addPowerspy2(program: Command): void {
  program
    .command('powerspy2')
    .description('print readings of a PowerSpy mains meter')
    .option('--device <path>', 'serial port of the meter', powerspy2.defaultAddress ?? undefined)
    .option('-i, --interval <ms>', 'milliseconds per reading', interval, 1000)
    .option('-u, --unit <unit>', `${UNITS.join(', ')}, in any case`, unit, 'mW')
    .option('--debug', 'print the traffic to standard error', false)
    .option('--trace', 'the same, with what each line means', false)
    .option('--count <n>', 'end after so many readings', count, null)
    .option('--reconnect', 'after a fault try the same meter again, after 1, 2, 4 … 30 s', false)
    .option('--json', 'print one JSON object per reading', false)
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const clock = systemClock()
      const line = (atUs: number, reading: number): string =>
        options.json ? jsonLine(atUs, reading, options.unit, powerspy2.machineName) : plainLine(atUs, reading)
      await streamReadings(
        { ...options, intervalMs: options.interval },
        {
          instrument: powerspy2,
          openLine: openSerial(clock),
          rfcomm: createRfcomm(clock),
          clock,
          print: (atUs, watts, windowMs) => {
            process.stdout.write(line(atUs, readingOf(watts, windowMs, options.unit)))
          },
          complain,
          stop: untilInterrupted(),
        },
      )
    })
}

const WHOLE = /^\d+$/

function interval(text: string): number {
  const why = WHOLE.test(text)
    ? powerspy2.refuse({ intervalMs: Number(text) })
    : 'The interval must be a whole number of milliseconds.'
  if (why) throw new InvalidArgumentError(why)
  return Number(text)
}

function unit(text: string): Unit {
  const known = parseUnit(text)
  if (!known) throw new InvalidArgumentError(`Units are ${UNITS.join(', ')}.`)
  return known
}

function count(text: string): number {
  if (!WHOLE.test(text) || Number(text) < 1) throw new InvalidArgumentError('The count must be a whole number from 1.')
  return Number(text)
}
