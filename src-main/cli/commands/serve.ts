import { DEFAULT_API_SETTINGS } from '@contract/api-server'
import type { LogEntry } from '@contract/log'
import { type Command, InvalidArgumentError } from 'commander'
import { apiPatch, checked } from '../../app/guards'
import { systemClock } from '../../base/clock'
import { composeHeadless } from '../../compose'
import { houseFolders } from '../../house-folders'
import { complain, untilInterrupted } from '../say'

interface Options {
  readonly port: number
  readonly bind?: string
  readonly allow?: readonly string[]
  readonly cors?: true
}

/** Where a token may come from without showing up in the list of processes. */
const TOKEN_VARIABLE = 'WATTBENCH_TOKEN'

const HELP = `
Answers PowerGoblin's HTTP API v2 until interrupted: upload scripts work with HOST=localhost:8080. Messages go into one session,
made with the first of them; meters are connected by session/latest/meter/ID/add. One address is printed a line.

Without --bind only this computer is answered. Beyond it a token is asked for: ${TOKEN_VARIABLE}, else the one of the
settings, else a new one that is kept there. Scripts use it as HOST=wattbench:TOKEN@bench:8080.`

/** `wattbench serve`: the HTTP API without a window. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('answer upload scripts (HTTP API v2) without a window, until Ctrl-C')
    .option('--port <n>', 'port to listen on', port, DEFAULT_API_SETTINGS.port)
    .option('--bind <address>', 'IP address to listen on, such as 0.0.0.0 (default: this computer only)')
    .option('--allow <address/bits>', 'answer this network without a token; may be given several times', collect)
    .option('--cors', 'let pages of websites call')
    .addHelpText('after', HELP)
    .exitOverride()
    .action(serve)
}

async function serve(options: Options): Promise<void> {
  const stop = untilInterrupted()
  const token = process.env[TOKEN_VARIABLE]
  const wanted = checked(apiPatch, 'serve', { ...options, ...(token ? { token } : {}) })
  const app = await composeHeadless(houseFolders(), systemClock(), sayOnStderr)
  try {
    const { addresses, settings } = await app.serve(wanted)
    for (const address of addresses) process.stdout.write(`${address}\n`)
    if (settings.bind !== null) {
      const secret = token ? TOKEN_VARIABLE : settings.token
      complain(`wattbench: Scripts reach it with HOST=wattbench:${secret}@HOST:${settings.port}`)
    }
    await ended(stop.signal)
  } finally {
    await app.stop()
  }
}

function sayOnStderr({ subject, text }: LogEntry): void {
  complain(`${subject}: ${text}`)
}

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

function port(text: string): number {
  const number = Number(text)
  if (!/^\d{1,5}$/.test(text) || number < 1 || number > 65_535) throw new InvalidArgumentError('A port is 1 to 65535.')
  return number
}

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]
