import { readdir } from 'node:fs/promises'
import type { CheckView } from '@contract/about'
import type { PortView } from '@contract/instruments'
import type { NodeAccess } from '../ports/port-finder'
import type { RfcommNode } from '../ports/rfcomm'
import type { LookingPorts } from './about'
import { checkPermission } from './port-permission'

const group = 'ports'
/** Nodes that are there without a meter and belong to the group of serial ports. */
const BOARD = /^ttyS\d+$/

/** Permission, and every port with its access, who holds it, and the meter behind a Bluetooth port. */
export async function checkPorts({ portFinder, rfcomm }: LookingPorts): Promise<readonly CheckView[]> {
  const [ports, nodes, names] = await Promise.all([portFinder.list(), rfcomm.nodes(), readdir('/dev').catch(() => [])])
  const accesses = await Promise.all(ports.map(({ path }) => portFinder.access(path)))
  const board = names.find((name) => BOARD.test(name))
  const more = board === undefined ? [] : [await portFinder.access(`/dev/${board}`)]
  const telling = more.filter((access) => access.is === 'ok' || (access.is === 'denied' && access.group !== null))
  const permission = await checkPermission([...accesses, ...telling])
  const views = ports.map((port, i) => {
    const node = nodes.find(({ path }) => path === port.path)
    return portCheck(port, node, accesses[i] ?? { is: 'missing' })
  })
  const lost = nodes.filter(({ path }) => !ports.some((port) => port.path === path))
  const missing = lost.map(
    ({ number, path, bluetooth }): CheckView => ({
      group,
      name: path,
      state: 'warn',
      text: `bound to ${bluetooth}, but the device node is not there`,
      next: 'Release it, then bind the meter again (Bluetooth meter in the window).',
      command: `sudo rfcomm release ${number}`,
    }),
  )
  if (views.length + missing.length > 0) return [permission, ...views, ...missing]
  return [permission, { group, name: 'Ports', state: 'ok', text: 'no serial port was found' }]
}

function portCheck(port: PortView, node: RfcommNode | undefined, access: NodeAccess): CheckView {
  const name = port.path
  const what = `${port.hint}${node ? `, leads to ${node.bluetooth} channel ${node.channel}` : ''}`
  if (access.is === 'denied')
    return { group, name, state: 'warn', text: `${what}, permission denied`, ...remedy(access) }
  if (access.is === 'other') {
    const next = 'Choose a serial port such as /dev/rfcomm0 or /dev/ttyUSB0.'
    return { group, name, state: 'warn', text: `${what}: ${access.why}`, next }
  }
  if (access.is === 'missing') {
    const next = 'Plug the adapter in, or bind the meter, then check again.'
    return { group, name, state: 'warn', text: `${what}, missing`, next }
  }
  const holder = port.heldBy
  if (holder === null) return { group, name, state: 'ok', text: what }
  if (holder.pid === process.pid) return { group, name, state: 'ok', text: `${what}, in use here` }
  return {
    group,
    name,
    state: 'warn',
    text: `${what}, held by ${holder.command} (process ${holder.pid})`,
    next: 'To measure with it, close that program first.',
  }
}

function remedy({ command, group: owner, joined }: NodeAccess & { is: 'denied' }): { next: string; command?: string } {
  if (joined) return { next: `Log out and in: this login is older than your membership of group ${owner}.` }
  if (owner === null) return { next: 'Take it until it is plugged in again:', command }
  return { next: `Join group ${owner}, then log out and in.`, command }
}
