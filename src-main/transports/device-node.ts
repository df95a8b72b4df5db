import { constants } from 'node:fs'
import { access, readFile, realpath, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { isAbsolute } from 'node:path'
import { shellWord } from '../base/shell-word'

/** What a path is to somebody who wants to open it as a port. */
export type NodeState =
  | { readonly is: 'port'; readonly path: string }
  | { readonly is: 'missing' }
  | {
      readonly is: 'denied'
      readonly path: string
      readonly command: string
      /** The group that may open it, where joining it helps. */
      readonly group: string | null
      /** The account is in that group already, but this login is older than that. */
      readonly joined: boolean
    }
  | { readonly is: 'other'; readonly why: string }

/** Nodes that a person may be told to take; joining the group of a disk would give the whole computer away. */
const PORT_NAME = /^\/dev\/(tty[A-Za-z]+\d+|rfcomm\d+|pts\/\d+)$/

/** Follows links; never opens the node. */
export async function lookAt(path: string): Promise<NodeState> {
  if (!isAbsolute(path)) return { is: 'other', why: `${path} is not an absolute path.` }
  let real: string
  try {
    real = await realpath(path)
  } catch (error) {
    if (codeOf(error) !== 'EACCES') return { is: 'missing' }
    // What it leads to is not known: no command is offered that would give it away.
    return { is: 'other', why: `${path} lies in a folder that this account may not search.` }
  }
  if (!real.startsWith('/dev/')) return { is: 'other', why: `${path} does not lead to a device under /dev.` }
  const node = await stat(real)
  if (!node.isCharacterDevice()) return { is: 'other', why: `${path} is not a character device.` }
  try {
    await access(real, constants.R_OK | constants.W_OK)
    return { is: 'port', path: real }
  } catch {
    if (!PORT_NAME.test(real))
      return { is: 'other', why: `${path} is no serial port, and this account may not open it.` }
    return { is: 'denied', path: real, ...(await howToOpen(real, node.gid, node.mode)) }
  }
}

const GROUP_MAY_READ_AND_WRITE = 0o060

/** The command that gives this account the port: joining its group where that suffices (never root's). */
async function howToOpen(
  path: string,
  gid: number,
  mode: number,
): Promise<{ readonly command: string; readonly group: string | null; readonly joined: boolean }> {
  const helps = (mode & GROUP_MAY_READ_AND_WRITE) === GROUP_MAY_READ_AND_WRITE && gid !== 0
  const [group, , , members = ''] = (helps && (await groupLine(gid))) || []
  if (group === undefined) return { command: takeCommand(path), group: null, joined: false }
  return {
    command: `sudo usermod -aG ${shellWord(group)} $USER`,
    group,
    joined: members.split(',').includes(userInfo().username),
  }
}

const takeCommand = (path: string): string => `sudo chown $USER ${shellWord(path)}`

/** Name, password, number, members. */
async function groupLine(gid: number): Promise<readonly string[] | undefined> {
  const groups = (await readFile('/etc/group', 'utf8').catch(() => '')).split('\n')
  return groups.map((line) => line.split(':')).find((parts) => parts[2] === String(gid))
}

/** The errno name of a file system error. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
