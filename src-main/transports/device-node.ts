import { constants } from 'node:fs'
import { access, readFile, realpath, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'

/** What a path is to somebody who wants to open it as a port. */
export type NodeState =
  | { readonly is: 'port'; readonly path: string }
  | { readonly is: 'missing' }
  | { readonly is: 'denied'; readonly path: string; readonly command: string }
  | { readonly is: 'other'; readonly why: string }

/** Follows links; never opens the node. */
export async function lookAt(path: string): Promise<NodeState> {
  if (!isAbsolute(path)) return { is: 'other', why: `${path} is not an absolute path.` }
  let real: string
  try {
    real = await realpath(path)
  } catch (error) {
    return codeOf(error) === 'EACCES' ? { is: 'denied', path, command: takeCommand(path) } : { is: 'missing' }
  }
  if (!real.startsWith('/dev/')) return { is: 'other', why: `${path} does not lead to a device under /dev.` }
  const node = await stat(real)
  if (!node.isCharacterDevice()) return { is: 'other', why: `${path} is not a character device.` }
  try {
    await access(real, constants.R_OK | constants.W_OK)
    return { is: 'port', path: real }
  } catch {
    return { is: 'denied', path: real, command: await accessCommand(real, node.gid, node.mode) }
  }
}

const GROUP_MAY_READ_AND_WRITE = 0o060

/** The command that gives this account the port: joining its group where that suffices (never root's). */
async function accessCommand(path: string, gid: number, mode: number): Promise<string> {
  const helps = (mode & GROUP_MAY_READ_AND_WRITE) === GROUP_MAY_READ_AND_WRITE && gid !== 0
  const group = helps ? await groupName(gid) : null
  return group ? `sudo usermod -aG ${group} $USER` : takeCommand(path)
}

const takeCommand = (path: string): string => `sudo chown $USER ${path}`

async function groupName(gid: number): Promise<string | null> {
  const groups = (await readFile('/etc/group', 'utf8').catch(() => '')).split('\n')
  return groups.map((line) => line.split(':')).find((parts) => parts[2] === String(gid))?.[0] ?? null
}

/** The errno name of a file system error. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
