import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'

/** A process that has a device node open. */
export interface Holder {
  readonly pid: number
  readonly command: string
}

const PTY = /^\/dev\/pts\/(\d+)$/

/** Looked at between two turns of the event loop: about 5 ms of a busy desktop. */
const PROCESSES_A_TURN = 50

/**
 * Who holds a device node open, as far as /proc tells this account; null when nobody is seen. As root nothing else
 * protects an open port: TIOCEXCL lets root through. The process at the far end of a pseudo-terminal (the owner of its
 * master) is no holder. `path` is resolved: no links.
 */
export async function findHolder(path: string): Promise<Holder | null> {
  const terminal = PTY.exec(path)?.[1]
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  for (const [index, pid] of pids.entries()) {
    if (index % PROCESSES_A_TURN === 0) await setImmediate()
    const open = openFiles(pid)
    if (!open.some(({ target }) => target === path)) continue
    if (terminal !== undefined && ownsMaster(pid, open, terminal)) continue
    return { pid: Number(pid), command: commandOf(pid) }
  }
  return null
}

interface OpenFile {
  readonly fd: string
  readonly target: string
}

/** What `read` gives, or `otherwise` for a process that is gone or belongs to somebody else. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}

const openFiles = (pid: string): readonly OpenFile[] =>
  attempt(() => readdirSync(`/proc/${pid}/fd`), []).map((fd) => ({
    fd,
    target: attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`), ''),
  }))

const ownsMaster = (pid: string, open: readonly OpenFile[], terminal: string): boolean =>
  open
    .filter(({ target }) => target.endsWith('/ptmx'))
    .map(({ fd }) => attempt(() => readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'), ''))
    .some((info) => /^tty-index:\s*(\d+)$/m.exec(info)?.[1] === terminal)

/** Enough to recognise a program by; the rest of a command line only fills the banner. */
const LONGEST_COMMAND = 80

function commandOf(pid: string): string {
  const words = attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'), '')
    .split('\0')
    .filter(Boolean)
  if (words.length > 0) return words.join(' ').slice(0, LONGEST_COMMAND)
  return attempt(() => readFileSync(`/proc/${pid}/comm`, 'utf8'), 'unknown').trim()
}
