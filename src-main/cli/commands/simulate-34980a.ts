import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { ChannelFile } from '@contract/model'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { systemClock } from '../../base/clock'
import { Fault } from '../../base/fault'
import { BENCH_TIMING, goodBench, VoltmeterBench } from '../../instruments/agilent-34980a/bench'
import { CARDS, type Cards, FULL, parseCards } from '../../instruments/agilent-34980a/bench-cards'
import { FAULT_GRAMMAR, parseFaults } from '../../instruments/agilent-34980a/bench-faults'
import { LOAD_GRAMMAR, parseLoad } from '../../instruments/agilent-34980a/bench-loads'
import { DEMO_PLAN } from '../../instruments/agilent-34980a/demo-plan'
import { planOf } from '../../instruments/agilent-34980a/plan-file'
import { openTcpBench } from '../../transports/sim/tcp-bench'
import { SCPI_PORT } from '../../transports/tcp'
import { EXIT } from '../exit-codes'
import { complain, untilInterrupted } from '../say'
import { grammarTable } from './grammar-table'

/** The simulated meter shows the same day on every start. */
const SEED = 1

interface Options {
  readonly port: number
  readonly plan: ChannelFile
  readonly load: string
  readonly cards: Cards
  readonly mains: 50 | 60
  readonly fault?: readonly string[]
}

const HELP = `
Prints HOST:PORT, then plays the voltmeter there until interrupted. It listens on this computer only; several programs may
be connected and share its state, as on the real one. Readings take their time: relays and two integrations a channel.

Loads (--load):
${grammarTable(LOAD_GRAMMAR)}

Faults (--fault, may be given several times); N counts scans from 1:
${grammarTable(FAULT_GRAMMAR)}

Example: wattbench simulate 34980a --plan board.csv --fault overload:2001`

/** `wattbench simulate 34980a`: a voltmeter any program can reach. */
export function addSimulate34980a(simulate: Command): void {
  simulate
    .command('34980a')
    .description('play an Agilent 34980A switch/measure unit on a TCP port')
    .option('--port <n>', 'TCP port on this computer, 0 for any free one', port, SCPI_PORT)
    .addOption(
      new Option('--plan <file>', 'channel file of the board that is wired to it')
        .argParser(plan)
        .default(DEMO_PLAN, 'a small example'),
    )
    .option('--load <spec>', 'what the board does', 'demo')
    .addOption(
      new Option('--cards <list>', `what is in slots 1, 2 …: ${Object.keys(CARDS).join(', ')}, - for none`)
        .argParser(cards)
        .default(FULL, '34922A in each'),
    )
    .option('--mains <hz>', 'mains frequency, 50 or 60: how long an integration takes', mains, BENCH_TIMING.mainsHz)
    .option('--fault <spec>', 'what goes wrong (default: nothing)', fault)
    .addHelpText('after', HELP)
    .exitOverride()
    .action(play)
}

async function play(options: Options): Promise<void> {
  const wired = planOf(options.plan)
  const faults = parseFaults(options.fault ?? [])
  const load = typeof wired === 'string' ? wired : parseLoad(options.load, wired, SEED, textOf)
  if (typeof faults === 'string' || typeof load === 'string') {
    complain(`wattbench: ${typeof load === 'string' ? load : faults}`)
    process.exitCode = EXIT.usage
    return
  }
  const stop = untilInterrupted()
  const clock = systemClock()
  const timing = { ...BENCH_TIMING, mainsHz: options.mains }
  const bench = new VoltmeterBench({ ...goodBench(clock, SEED), load, cards: options.cards, timing, faults })
  const tcp = await openTcpBench(bench, { port: options.port })
  process.stdout.write(`${tcp.address}\n`)
  complain(`wattbench: Playing a 34980A (simulated) with ${options.plan.name} until interrupted.`)
  await new Promise<void>((resolve) => {
    if (stop.signal.aborted) resolve()
    else stop.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  bench.off()
  await tcp.close()
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 0xffff) throw new InvalidArgumentError('Ports are 0 to 65535.')
  return Number(text)
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Fault({
      code: 'BAD_REQUEST',
      title: `${path} cannot be read`,
      cause: `The system said: ${error instanceof Error ? error.message : String(error)}.`,
      consequence: 'Nothing was simulated.',
      next: 'Give a file that can be read.',
    })
  }
}

function plan(path: string): ChannelFile {
  const file = { name: basename(path), text: textOf(path) }
  const read = planOf(file)
  if (typeof read === 'string') throw new InvalidArgumentError(read)
  return file
}

function cards(text: string): Cards {
  const read = parseCards(text)
  if (typeof read === 'string') throw new InvalidArgumentError(read)
  return read
}

function mains(text: string): 50 | 60 {
  if (text !== '50' && text !== '60') throw new InvalidArgumentError('Mains are 50 or 60.')
  return text === '60' ? 60 : 50
}

function fault(text: string, before: readonly string[] = []): readonly string[] {
  const all = [...before, text]
  const parsed = parseFaults(all)
  if (typeof parsed === 'string') throw new InvalidArgumentError(parsed)
  return all
}
