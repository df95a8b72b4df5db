import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import type { CheckView } from '@contract/about'
import type { NodeAccess } from '../ports/port-finder'

/** Groups that serial ports have: Debian, Fedora and SUSE; Arch. In this order, for Debian has both. */
const USUAL = ['dialout', 'uucp']

export interface Membership {
  readonly uid: number
  readonly name: string
  /** Numbers of the groups of this process. */
  readonly groups: readonly number[]
  /** Lines of /etc/group. */
  readonly lines: readonly string[]
}

/** Whether this account may open serial ports: judged by the ports that are there, else by the usual group. */
export async function checkPermission(looked: readonly NodeAccess[]): Promise<CheckView> {
  const lines = (await readFile('/etc/group', 'utf8').catch(() => '')).split('\n')
  const { uid, username: name } = userInfo()
  return permissionOf(looked, { uid, name, groups: process.getgroups?.() ?? [], lines })
}

export function permissionOf(looked: readonly NodeAccess[], me: Membership): CheckView {
  if (me.uid === 0) return good('running as root, every port can be opened')
  const denied = looked.filter((access) => access.is === 'denied')
  const byGroup = denied.find(({ group }) => group !== null)
  if (byGroup?.group) return outside(byGroup.group, byGroup.joined, byGroup.command)
  if (looked.some(({ is }) => is === 'ok')) return good('your account may open serial ports')
  if (denied.length > 0)
    return warn('the ports here are open to their owner only', 'See the command below the port you want.')
  return usual(me)
}

/** No port is there to be looked at. */
function usual({ name, groups, lines }: Membership): CheckView {
  const entries = lines.map((line) => line.split(':'))
  const known = USUAL.map((title) => entries.find((entry) => entry[0] === title)).find((entry) => entry !== undefined)
  const [title, , gid, members = ''] = known ?? []
  if (title === undefined)
    return warn(
      'whether your account may open serial ports is not known: there is none to look at, and no usual group',
      'Plug the meter or its adapter in, then check again.',
    )
  if (groups.includes(Number(gid)))
    return good(`no port is there to look at; your account is in their usual group ${title}`)
  return outside(title, members.split(',').includes(name), `sudo usermod -aG ${title} $USER`)
}

function outside(title: string, joined: boolean, command: string): CheckView {
  if (joined) return warn(`your account is in group ${title}, but this login is older`, 'Log out and in.')
  return warn(
    `your account is not in group ${title}; meters cannot be opened`,
    'Run the command, then log out and in.',
    command,
  )
}

const good = (text: string): CheckView => ({ group: 'ports', name: 'Permission', state: 'ok', text })
const warn = (text: string, next: string, command?: string): CheckView => ({
  group: 'ports',
  name: 'Permission',
  state: 'warn',
  text,
  next,
  ...(command === undefined ? {} : { command }),
})
