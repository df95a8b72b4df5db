import { chmod, lstat, mkdtemp, rename, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Fault } from '../../base/fault'
import type { Bench } from '../../ports/transport'
import { PtySlot } from './pty-slot'

/** A simulated instrument behind a pseudo-terminal that any program can open. */
export interface Pty {
  /** Stays the same while the terminal behind it changes: a link to the terminal that is plugged in now. */
  readonly path: string
  /** Ends the far end by its process id and removes the link. Idempotent. */
  close(): Promise<void>
}

export interface PtyOptions {
  /** Where to put the link; by default in a new folder of its own. */
  readonly link?: string
  /** What the link is called there. */
  readonly name?: string
  /** The far end could not be renewed after a host closed it. At most one call. */
  readonly failed?: (fault: Fault) => void
}

/**
 * Plays a bench on a pseudo-terminal through socat. The bench is plugged in with the first bytes of a host (hosts always
 * speak first) and unplugged when the host closes; the next host finds a fresh terminal behind the same path.
 * Faults: SIMULATOR_FAILED when socat is missing or ends, or the link cannot be made.
 */
export async function openPty(bench: Bench, options: PtyOptions = {}): Promise<Pty> {
  const folder = options.link ? null : await mkdtemp(join(tmpdir(), 'wattbench-'))
  // Another account has to get as far as the terminal itself to learn that it may not open it.
  if (folder) await chmod(folder, 0o755)
  const path = options.link ?? join(folder ?? '', options.name ?? 'powerspy2')
  const far = new FarEnd(bench, path, options.failed ?? (() => undefined))
  try {
    await far.start()
  } catch (error) {
    // A far end that stayed would keep this process alive for ever.
    await far.stop()
    if (folder) await rm(folder, { recursive: true, force: true })
    throw error
  }
  let closing: Promise<void> | null = null
  const close = async (): Promise<void> => {
    await far.stop()
    if (folder) await rm(folder, { recursive: true, force: true })
  }
  return {
    path,
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

/** Keeps two terminals: the one in use and one that is ready, so that a host may close and open again at once. */
class FarEnd {
  private current: PtySlot | null = null
  private spare: PtySlot | null = null
  /** The one whose host the bench is plugged into. */
  private plugged: PtySlot | null = null
  private stopped = false
  private linked = false

  constructor(
    private readonly bench: Bench,
    private readonly path: string,
    private readonly failed: (fault: Fault) => void,
  ) {}

  async start(): Promise<void> {
    await keepForeign(this.path)
    this.current = await this.slot()
    this.spare = await this.slot()
    await this.link(this.current.terminal)
  }

  async stop(): Promise<void> {
    if (this.stopped) return
    this.stopped = true
    this.unplug()
    await Promise.all([this.current?.end(), this.spare?.end()])
    if (this.linked) await rm(this.path, { force: true })
  }

  private slot(): Promise<PtySlot> {
    return PtySlot.open({
      heard: (slot, bytes) => this.hear(slot, bytes),
      closed: (slot) => this.renew(slot),
    })
  }

  private hear(slot: PtySlot, bytes: Uint8Array): void {
    if (slot !== this.current || this.stopped) return
    if (this.plugged !== slot) {
      this.unplug()
      this.plugged = slot
      this.bench.plug(
        (answer) => slot.say(answer),
        () => slot.hangUp(),
      )
    }
    this.bench.hear(bytes)
  }

  private renew(slot: PtySlot): void {
    if (this.stopped || (slot !== this.current && slot !== this.spare)) return
    void this.replace(slot).catch((error: unknown) => {
      if (!this.stopped) this.failed(error instanceof Fault ? error : linkFailed(this.path, error))
    })
  }

  private async replace(slot: PtySlot): Promise<void> {
    if (slot === this.current) {
      this.current = this.spare ?? (await this.slot())
      this.spare = null
      await this.link(this.current.terminal)
      if (this.plugged === slot) this.unplug()
    }
    const spare = await this.slot()
    if (this.stopped) await spare.end()
    else this.spare = spare
  }

  private unplug(): void {
    if (this.plugged) this.bench.unplug()
    this.plugged = null
  }

  /** One rename: a host finds the old terminal or the new one, never nothing. */
  private async link(terminal: string): Promise<void> {
    const fresh = join(dirname(this.path), `.${process.pid}-${Date.now()}.link`)
    try {
      await symlink(terminal, fresh)
      await rename(fresh, this.path)
      this.linked = true
    } catch (error) {
      await rm(fresh, { force: true })
      throw linkFailed(this.path, error)
    }
  }
}

/** A link of an earlier run may be replaced; a file or folder of somebody is kept. */
async function keepForeign(path: string): Promise<void> {
  const there = await lstat(path).catch(() => null)
  if (there && !there.isSymbolicLink()) throw linkFailed(path, new Error('something that is no link lies there'))
}

const linkFailed = (path: string, error: unknown): Fault =>
  new Fault(
    {
      code: 'SIMULATOR_FAILED',
      title: 'The simulator cannot be reached',
      cause: `The link ${path} cannot be made: ${error instanceof Error ? error.message : String(error)}.`,
      consequence: 'No program can open the simulated meter.',
      next: 'Choose a path in a folder you may write to.',
    },
    error,
  )
