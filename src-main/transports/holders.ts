import { readdir, readFile, readlink } from 'node:fs/promises'

/** A process that has a device node open. */
export interface Holder {
  readonly pid: number
  readonly command: string
}

const PTY = /^\/dev\/pts\/(\d+)$/

/**
 * Who holds a device node open, as far as /proc tells this account; null when nobody is seen. As root nothing else
 * protects an open port: TIOCEXCL lets root through. The process at the far end of a pseudo-terminal (the owner of its
 * master) is no holder. `path` is resolved: no links.
 */
export async function findHolder(path: string): Promise<Holder | null> {
  const terminal = PTY.exec(path)?.[1]
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue
    const open = await openFiles(name)
    if (!open.some(({ target }) => target === path)) continue
    if (terminal !== undefined && (await ownsMaster(name, open, terminal))) continue
    return { pid: Number(name), command: await commandOf(name) }
  }
  return null
}

interface OpenFile {
  readonly fd: string
  readonly target: string
}

/** Empty when the process is gone or belongs to somebody else. */
async function openFiles(pid: string): Promise<readonly OpenFile[]> {
  const fds = await readdir(`/proc/${pid}/fd`).catch(() => [])
  return Promise.all(fds.map(async (fd) => ({ fd, target: await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '') })))
}

async function ownsMaster(pid: string, open: readonly OpenFile[], terminal: string): Promise<boolean> {
  for (const { fd, target } of open) {
    if (!target.endsWith('/ptmx')) continue
    const info = await readFile(`/proc/${pid}/fdinfo/${fd}`, 'utf8').catch(() => '')
    if (/^tty-index:\s*(\d+)$/m.exec(info)?.[1] === terminal) return true
  }
  return false
}

async function commandOf(pid: string): Promise<string> {
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').filter(Boolean)
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'unknown')
  return words.length > 0 ? words.join(' ').slice(0, LONGEST_COMMAND) : name.trim()
}

/** Enough to recognise a program by; the rest of a command line only fills the banner. */
const LONGEST_COMMAND = 80
