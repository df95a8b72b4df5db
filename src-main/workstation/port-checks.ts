import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import type { CheckView } from '@contract/about'
import type { PortView } from '@contract/instruments'
import type { RfcommNode } from '../ports/rfcomm'
import type { LookingPorts } from './about'

const group = 'ports'

/** Permission, and every port with its access, who holds it, and the meter behind a Bluetooth port. */
export async function checkPorts({ portFinder, rfcomm }: LookingPorts): Promise<readonly CheckView[]> {
  const [permission, ports, nodes] = await Promise.all([checkGroup(), portFinder.list(), rfcomm.nodes()])
  const views = await Promise.all(
    ports.map(async (port) => {
      const access = await portFinder.access(port.path)
      const node = nodes.find(({ path }) => path === port.path)
      return portCheck(port, node, access.is === 'denied' ? access.command : null)
    }),
  )
  const lost = nodes.filter(({ path }) => !ports.some((port) => port.path === path))
  const missing = lost.map(
    ({ path, bluetooth }): CheckView => ({
      group,
      name: path,
      state: 'warn',
      text: `bound to ${bluetooth}, but the device node is not there`,
    }),
  )
  if (views.length + missing.length > 0) return [permission, ...views, ...missing]
  return [permission, { group, name: 'Ports', state: 'ok', text: 'no serial port was found' }]
}

function portCheck(port: PortView, node: RfcommNode | undefined, command: string | null): CheckView {
  const leads = node ? `, leads to ${node.bluetooth} channel ${node.channel}` : ''
  const held = port.heldBy ? `, held by ${port.heldBy.command} (process ${port.heldBy.pid})` : ''
  const access = port.access === 'ok' ? '' : port.access === 'denied' ? ', permission denied' : ', missing'
  return {
    group,
    name: port.path,
    state: port.access === 'ok' && !port.heldBy ? 'ok' : 'warn',
    text: `${port.hint}${leads}${access}${held}`,
    ...(command === null ? {} : { command }),
  }
}

/** Membership of the group that owns serial devices: without it every meter answers "permission denied". */
async function checkGroup(): Promise<CheckView> {
  const name = 'Permission'
  if (process.getuid?.() === 0) return { group, name, state: 'ok', text: 'running as root, every port can be opened' }
  const lines = (await readFile('/etc/group', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'))
  const [, , gid, members = ''] = lines.find(([title]) => title === 'dialout') ?? []
  if (gid === undefined || process.getgroups?.().includes(Number(gid)))
    return { group, name, state: 'ok', text: 'your account may open serial ports' }
  if (members.split(',').includes(userInfo().username))
    return {
      group,
      name,
      state: 'warn',
      text: 'your account is in group dialout, but this login is older: log out and in',
    }
  return {
    group,
    name,
    state: 'warn',
    text: 'your account is not in group dialout; meters cannot be opened. Log out and in after the command',
    command: 'sudo usermod -aG dialout $USER',
  }
}
