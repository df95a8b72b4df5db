import type { ChildProcess } from 'node:child_process'
import { Fault } from '../../base/fault'
import { NOT_FOUND, spawnAlone } from '../spawn-alone'

/** What a slot tells. `closed` comes once, when the host closed the terminal or socat ended. */
interface SlotEvents {
  heard(slot: PtySlot, bytes: Uint8Array): void
  closed(slot: PtySlot): void
}

/** `ptmx`: socat then holds no slave itself, so that it sees the host close. The group may open it, as real ports. */
const TERMINAL = 'PTY,ptmx,rawer,mode=0660'

/** Answers that no host reads are dropped beyond this, as a radio link would. */
const MOST_UNREAD = 65_536

/** How long socat stays after the host closed: long enough to pass on its last bytes. */
const LINGER_S = '0.001'

const STARTS_WITHIN_MS = 5_000

/** One socat with one pseudo-terminal. It ends with this process, because its standard input then ends. */
export class PtySlot {
  terminal = ''
  private over = false
  private readonly exited: Promise<void>

  private constructor(
    private readonly child: ChildProcess,
    private readonly events: SlotEvents,
  ) {
    this.exited = new Promise((resolve) => {
      child.once('close', () => {
        this.close()
        resolve()
      })
    })
    child.stdin?.on('error', () => this.close())
    child.stdout?.on('data', (bytes: Uint8Array) => {
      if (!this.over) events.heard(this, bytes)
    })
  }

  /** Rejects with SIMULATOR_FAILED. */
  static open(events: SlotEvents): Promise<PtySlot> {
    return new Promise((resolve, reject) => {
      const child = spawnAlone('socat', ['-d', '-d', '-t', LINGER_S, TERMINAL, 'STDIO'])
      let said = ''
      let slot: PtySlot | null = null
      const fail = (fault: Fault): void => {
        clearTimeout(timer)
        child.kill()
        reject(fault)
      }
      const timer = setTimeout(() => fail(socatFailed('it did not name a terminal in time')), STARTS_WITHIN_MS)
      child.once('error', (error: NodeJS.ErrnoException) =>
        fail(error.code === 'ENOENT' ? socatMissing() : socatFailed(error.message)),
      )
      child.once('exit', (code) =>
        fail(code === NOT_FOUND ? socatMissing() : socatFailed(`it ended with ${code}: ${said.trim()}`)),
      )
      child.stderr.on('data', (text: Buffer) => {
        said = (said + text.toString()).slice(-2_000)
        const terminal = /PTY is (\S+)\n/.exec(said)?.[1]
        if (!slot && terminal && said.includes('starting data transfer')) {
          clearTimeout(timer)
          child.removeAllListeners('exit')
          slot = new PtySlot(child, events)
          slot.terminal = terminal
          resolve(slot)
        }
      })
    })
  }

  say(bytes: Uint8Array): void {
    const { stdin } = this.child
    if (this.over || !stdin || stdin.writableLength > MOST_UNREAD) return
    stdin.write(bytes)
  }

  /** The terminal disappears under the host, as when a radio link is lost. */
  hangUp(): void {
    this.child.kill('SIGKILL')
  }

  /** Resolves when socat has ended. */
  async end(): Promise<void> {
    this.over = true
    this.child.kill()
    await this.exited
  }

  private close(): void {
    if (this.over) return
    this.over = true
    this.child.kill()
    this.events.closed(this)
  }
}

const socatMissing = (): Fault =>
  new Fault({
    code: 'SIMULATOR_FAILED',
    title: 'The simulator did not start',
    cause: 'The program socat is not installed; it makes the pseudo-terminal.',
    consequence: 'No simulated meter can be opened by path.',
    next: 'Run "sudo apt-get install -y socat", then start again.',
    command: 'sudo apt-get install -y socat',
  })

const socatFailed = (said: string): Fault =>
  new Fault({
    code: 'SIMULATOR_FAILED',
    title: 'The simulator did not start',
    cause: `The program socat failed: ${said}.`,
    consequence: 'No simulated meter can be opened by path.',
    next: 'Start again; if it fails again, check that /dev/ptmx exists and may be opened.',
  })
