import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

const CLI = resolve(import.meta.dirname, '../../out/main/cli.js')

/** How long a test waits for a line or an end before it fails. */
const PATIENCE_MS = 15_000

/** A running command: its lines as they come, and how it ended. */
export class Running {
  readonly startedMs = performance.now()
  stdout = ''
  stderr = ''
  private readonly closed: Promise<number | null>
  private wake: () => void = () => undefined

  constructor(readonly child: ChildProcess) {
    child.stdout?.on('data', (text: Buffer) => {
      this.stdout += text.toString()
      this.wake()
    })
    child.stderr?.on('data', (text: Buffer) => {
      this.stderr += text.toString()
      this.wake()
    })
    this.closed = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null))
    void this.closed.then(() => this.wake())
  }

  /** Complete lines of standard output. */
  lines(): string[] {
    return this.stdout.split('\n').slice(0, -1)
  }

  /** Waits until `enough` is true; fails with all that was said. */
  async until(enough: (running: Running) => boolean): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS
    while (!enough(this)) {
      const left = deadline - performance.now()
      if (left <= 0 || this.child.exitCode !== null) {
        if (enough(this)) return
        throw new Error(`waited in vain\nstdout: ${this.stdout}\nstderr: ${this.stderr}`)
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, 200))
        this.wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  signal(name: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): void {
    this.child.kill(name)
  }

  /** The exit code, null when a signal ended it. */
  async end(): Promise<number | null> {
    return this.closed
  }

  /** Ends it, whatever it does. */
  async stop(): Promise<number | null> {
    this.signal('SIGTERM')
    return this.closed
  }
}

/** Starts the built command line. */
export function wattbench(args: readonly string[]): Running {
  return new Running(spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }))
}

/** Starts any other program. */
export function program(command: string, args: readonly string[]): Running {
  return new Running(spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] }))
}

/** Starts the simulated meter and gives the path of its terminal. */
export async function simulator(
  ...args: readonly string[]
): Promise<{ readonly meter: Running; readonly path: string }> {
  const meter = wattbench(['simulate', 'powerspy2', ...args])
  await meter.until(({ stdout }) => stdout.includes('\n'))
  return { meter, path: meter.lines()[0] ?? '' }
}
