import { access, constants, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../base/clock'
import { type Rfcomm, type RfcommNode, SERIAL_CHANNEL } from '../../ports/rfcomm'
import { spawnAlone } from '../spawn-alone'
import { bindCancelled, bindFailed, dismissed, noPasswordWindow, noRfcomm } from './rfcomm-faults'

/** Where the kernel tells of rfcomm nodes, and how one is made. Tests have a place of their own. */
export interface RfcommPlace {
  /** The kernel's list of terminals; `rfcommN/address` and `rfcommN/channel` are readable by everybody. */
  readonly sysfs: string
  /** Where the nodes are. */
  readonly dev: string
  /** Programs that may be `rfcomm`, absolute. */
  readonly programs: readonly string[]
  /** What runs it with administrator rights; null when this process has them. Exit codes of pkexec. */
  readonly elevate: string | null
}

export const THIS_COMPUTER: RfcommPlace = {
  sysfs: '/sys/class/tty',
  dev: '/dev',
  programs: ['/usr/bin/rfcomm', '/usr/sbin/rfcomm', '/bin/rfcomm', '/usr/local/bin/rfcomm'],
  elevate: process.getuid?.() === 0 ? null : '/usr/bin/pkexec',
}

/** Typing a password may take a while. */
const BIND_MS = 120_000

/** pkexec(1): 126, the person closed the window; 127, not authorised, or no window could be opened. */
const CLOSED = 126
const REFUSED = 127

const ADDRESS = /^([0-9A-F]{2}:){5}[0-9A-F]{2}$/

export function createRfcomm(clock: Clock, place: RfcommPlace = THIS_COMPUTER): Rfcomm {
  const pathOf = (number: number): string => join(place.dev, `rfcomm${number}`)
  const command = (number: number, bluetooth: string): string =>
    `sudo rfcomm bind ${number} ${bluetooth} ${SERIAL_CHANNEL}`
  return {
    pathOf,
    command,
    program: () => firstRunnable(place.programs),
    async nodes() {
      const names = await readdir(place.sysfs).catch((): string[] => [])
      const numbers = names.flatMap((name) => /^rfcomm(\d+)$/.exec(name)?.[1] ?? []).map(Number)
      const all = await Promise.all(
        numbers.sort((a, b) => a - b).map((number) => readNode(place.sysfs, number, pathOf(number))),
      )
      return all.filter((node) => node !== null)
    },
    async bind(number, bluetooth, signal) {
      // Nothing but a number and an address is ever run with administrator rights.
      if (!Number.isInteger(number) || number < 0 || !ADDRESS.test(bluetooth)) throw bindFailed('no address', '')
      const byHand = command(number, bluetooth)
      const program = await firstRunnable(place.programs)
      if (program === null) throw noRfcomm()
      const words = [program, 'bind', String(number), bluetooth, String(SERIAL_CHANNEL)]
      if (place.elevate === null) {
        const { code, said } = await run(clock, words, signal)
        if (code !== 0) throw bindFailed(said, byHand)
        return
      }
      if ((await firstRunnable([place.elevate])) === null)
        throw noPasswordWindow('The program pkexec is not installed on this computer.', byHand)
      const { code, said } = await run(clock, [place.elevate, '--disable-internal-agent', ...words], signal)
      if (code === CLOSED) throw dismissed(byHand)
      if (code === REFUSED) throw noPasswordWindow(whyRefused(said), byHand)
      if (code !== 0) throw bindFailed(said, byHand)
    },
  }
}

const whyRefused = (said: string): string =>
  /agent/i.test(said)
    ? 'There is no polkit agent in this desktop session.'
    : `Administrator rights were refused: ${said}.`

async function readNode(sysfs: string, number: number, path: string): Promise<RfcommNode | null> {
  const folder = join(sysfs, `rfcomm${number}`)
  const read = (file: string): Promise<string> => readFile(join(folder, file), 'utf8').catch(() => '')
  const bluetooth = (await read('address')).trim().toUpperCase()
  const channel = Number((await read('channel')).trim() || SERIAL_CHANNEL)
  return ADDRESS.test(bluetooth) ? { number, path, bluetooth, channel } : null
}

async function firstRunnable(programs: readonly string[]): Promise<string | null> {
  for (const program of programs) {
    const found = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (found) return program
  }
  return null
}

/** Exit code and the last words of a program; killed when cancelled or too slow. */
function run(
  clock: Clock,
  [command = '', ...args]: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly code: number; readonly said: string }> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(bindCancelled())
    const child = spawnAlone(command, args, { LC_ALL: 'C' })
    let words = ''
    const keep = (data: Buffer): void => {
      words = `${words}${data.toString()}`.slice(-1_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.stdin.on('error', () => undefined)
    child.stdin.end()
    const end = (): void => void child.kill('SIGTERM')
    const cancelLate = clock.after(BIND_MS, end)
    signal.addEventListener('abort', end, { once: true })
    const settle = (code: number, said: string): void => {
      cancelLate()
      signal.removeEventListener('abort', end)
      if (signal.aborted) reject(bindCancelled())
      else resolve({ code, said: lastLine(said) })
    }
    child.on('error', (error) => settle(REFUSED, error.message))
    child.on('close', (code) => settle(code ?? 1, words))
  })
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.replace(/\.$/, '') || 'nothing'
