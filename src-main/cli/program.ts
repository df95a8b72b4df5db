import { Command, CommanderError } from 'commander'
import { asFault } from '../base/fault'
import { APP_VERSION } from '../base/version'
import { DEVELOPMENT_RUNTIME, isDevelopmentRuntime } from '../workstation/runtime-mark'
import { addAlign } from './commands/align'
import { addCheckPlan } from './commands/check-plan'
import { addCollectdSetup } from './commands/collectd-setup'
import { addDoctor } from './commands/doctor'
import { addImport } from './commands/import'
import { addInspect } from './commands/inspect'
import { addPowerspy2 } from './commands/powerspy2'
import { addRead } from './commands/read'
import { addRecord } from './commands/record'
import { addServe } from './commands/serve'
import { addSessions } from './commands/sessions'
import { addSimulate } from './commands/simulate'
import { addStats } from './commands/stats'
import { addTree } from './commands/tree'
import { claimEarlySignal } from './early-signals'
import { EXIT, EXIT_TABLE, exitCodeOf } from './exit-codes'
import { bearLostReader, complain, faultText } from './say'

/** Adding a command is one line here and one file in commands/. */
const COMMANDS: readonly ((program: Command) => void)[] = [
  addPowerspy2,
  addRead,
  addTree,
  addCheckPlan,
  addRecord,
  addSessions,
  addStats,
  addImport,
  addInspect,
  addAlign,
  addServe,
  addCollectdSetup,
  addSimulate,
  addDoctor,
]

/** The table of all commands: what is run, what helps, and what the manual and the completion of a package are made of. */
export function createProgram(): Command {
  const program = new Command('wattbench')
    .description('Power measurement on the command line: instruments, simulators, sessions.')
    .version(versionText(), '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .showHelpAfterError('(--help shows what is possible)')
    .exitOverride()
  for (const add of COMMANDS) add(program)
  for (const command of everyCommand(program)) command.addHelpText('after', `\n${EXIT_TABLE}`)
  return program
}

const versionText = (): string =>
  isDevelopmentRuntime(process.execPath) ? `${APP_VERSION} (${DEVELOPMENT_RUNTIME})` : APP_VERSION

/** Runs the command line of this process, or the given words; the exit code of the process is set when it resolves. */
export async function runProgram(args: readonly string[] = process.argv.slice(2)): Promise<void> {
  const program = createProgram()
  bearLostReader()
  try {
    const done = program.parseAsync(args, { from: 'user' })
    // A command that ends in order on a signal has asked for it by now; for the others the signal does what it always does.
    const early = claimEarlySignal()
    if (early) process.kill(process.pid, early)
    await done
  } catch (error) {
    process.exitCode = exitOf(error)
  }
}

function everyCommand(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(everyCommand)]
}

/** Commander has printed its own complaint already; everything else is said here, in words. */
function exitOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.good : EXIT.usage
  const fault = asFault(error)
  complain(faultText(fault.view))
  return exitCodeOf(fault.code)
}
