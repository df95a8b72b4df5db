import { type Command, InvalidArgumentError } from 'commander'
import { systemClock } from '../../base/clock'
import type { Fault } from '../../base/fault'
import { goodBench, PowerspyBench } from '../../instruments/powerspy2/bench'
import { FAULT_GRAMMAR, parseFaults } from '../../instruments/powerspy2/bench-faults'
import { type Mains, steadyMains } from '../../instruments/powerspy2/bench-mains'
import { LOAD_GRAMMAR, parseLoad } from '../../instruments/powerspy2/loads'
import { openPty } from '../../transports/sim/pty'
import { complain, untilInterrupted } from '../say'
import { grammarTable } from './grammar-table'
import { addSimulate34980a } from './simulate-34980a'

/** The simulated meter shows the same day on every start. */
const SEED = 1

interface Options {
  readonly link?: string
  readonly mains?: Mains
  readonly hardware: 1 | 2
  readonly serial: number
  readonly load: string
  readonly fault?: readonly string[]
}

const HELP = `
Prints the path of a pseudo-terminal, then plays the meter there until interrupted. A host may open and close it as often
as it likes. Needs socat.

Loads (--load), in watts and seconds:
${grammarTable(LOAD_GRAMMAR)}

Faults (--fault, may be given several times); N counts frames:
${grammarTable(FAULT_GRAMMAR)}`

/** `wattbench simulate KIND`: a meter any program can open. */
export function addSimulate(program: Command): void {
  const simulate = program.command('simulate').description('play an instrument for other programs')
  addSimulate34980a(simulate)
  simulate
    .command('powerspy2')
    .description('play a PowerSpy mains meter')
    .option('--link <path>', 'where to put the link to the pseudo-terminal (default: in a new folder)')
    .option(
      '--mains <hz>',
      '45 to 65, for example 49.9; 50~0.3 drifts by ±0.3 % within 10 minutes (default: 50)',
      mains,
    )
    .option('--hardware <n>', '1 (PowerSpy) or 2 (PowerSpy2)', hardware, 2)
    .option('--serial <n>', 'serial number, 0 to 65535', serial, 1111)
    .option('--load <spec>', 'what is plugged in', load, 'demo')
    .option('--fault <spec>', 'what goes wrong (default: nothing)', fault)
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const clock = systemClock()
      const stop = untilInterrupted()
      const faults = parseFaults(options.fault ?? [])
      const chosen = parseLoad(options.load, SEED)
      if (typeof faults === 'string' || typeof chosen === 'string') throw new Error('checked by the options already')
      const { mains = steadyMains(50), hardware, serial } = options
      const bench = new PowerspyBench({ ...goodBench(clock, SEED), mains, hardware, serial, load: chosen, faults })
      let broken: Fault | null = null
      const failed = (why: Fault): void => {
        broken = why
        stop.abort()
      }
      const pty = await openPty(bench, options.link ? { link: options.link, failed } : { failed })
      process.stdout.write(`${pty.path}\n`)
      complain(`wattbench: Playing PowerSpy #${serial} (simulated) until interrupted.`)
      await aborted(stop.signal)
      bench.off()
      await pty.close()
      if (broken) throw broken
    })
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

function mains(text: string): Mains {
  const [, hz, drift] = /^(\d+(?:\.\d+)?)(?:~(\d+(?:\.\d+)?))?$/.exec(text) ?? []
  const steady = steadyMains(Number(hz))
  if (!(steady.hz >= 45 && steady.hz <= 65))
    throw new InvalidArgumentError('Mains are 45 to 65 Hz, with a drift like 50~0.3.')
  return { ...steady, driftPercent: drift ? Number(drift) : 0 }
}

function hardware(text: string): 1 | 2 {
  if (text !== '1' && text !== '2') throw new InvalidArgumentError('Hardware is 1 or 2.')
  return text === '1' ? 1 : 2
}

function serial(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 0xffff) throw new InvalidArgumentError('Serial numbers are 0 to 65535.')
  return Number(text)
}

function load(text: string): string {
  const parsed = parseLoad(text, SEED)
  if (typeof parsed === 'string') throw new InvalidArgumentError(parsed)
  return text
}

function fault(text: string, before: readonly string[] = []): readonly string[] {
  const all = [...before, text]
  const parsed = parseFaults(all)
  if (typeof parsed === 'string') throw new InvalidArgumentError(parsed)
  return all
}
