import { Fault } from '../../base/fault'
import { freeNumber, type Rfcomm, type RfcommNode } from '../../ports/rfcomm'

/** Where a meter is reached. */
export interface Place {
  /** Device node. */
  readonly address: string
  /** Bluetooth address of what is behind it, where it is known. */
  readonly bluetooth?: string | undefined
}

/**
 * Where to open a meter now. One with a Bluetooth address is found by it, whatever number its node has; a node that leads
 * to another device is never opened. Rejects with PORT_OTHER or PORT_UNBOUND.
 */
export type Locate = (target: Place & { readonly name: string }) => Promise<Place>

/** Who a Bluetooth address belongs to among the saved instruments. */
type FindSaved = (bluetooth: string) => { readonly name: string; readonly serial: string | null } | null

export function locator(rfcomm: () => Rfcomm, savedAs: FindSaved): Locate {
  return async ({ name, address, bluetooth }) => {
    const nodes = await rfcomm().nodes()
    const there = nodes.find(({ path }) => path === address)
    if (bluetooth === undefined) return there ? { address, bluetooth: there.bluetooth } : { address }
    if (there?.bluetooth === bluetooth) return { address, bluetooth }
    const own = nodes.find((node) => node.bluetooth === bluetooth)
    if (own) return { address: own.path, bluetooth }
    const command = rfcomm().command(freeNumber(nodes), bluetooth)
    throw there
      ? leadsElsewhere(name, bluetooth, there, savedAs(there.bluetooth), command)
      : unbound(name, bluetooth, command)
  }
}

export const samePlace = (a: Place, b: Place): boolean =>
  a.address === b.address && (b.bluetooth === undefined || a.bluetooth === b.bluetooth)

function leadsElsewhere(
  name: string,
  bluetooth: string,
  node: RfcommNode,
  saved: ReturnType<FindSaved>,
  command: string,
): Fault {
  const serial = saved?.serial ? ` #${saved.serial}` : ''
  const other = saved ? `${saved.name}${serial} (${node.bluetooth})` : `another device (${node.bluetooth})`
  return new Fault({
    code: 'PORT_OTHER',
    title: `${name} did not connect`,
    cause: `${node.path} now leads to ${other}, and no port leads to ${bluetooth}, which is ${name}.`,
    consequence: 'The other device was left alone; what was recorded before is kept.',
    next: 'Press Bind port on the Instruments screen, or run the command: it is found under any number.',
    command,
  })
}

const unbound = (name: string, bluetooth: string, command: string): Fault =>
  new Fault({
    code: 'PORT_UNBOUND',
    title: `No port leads to ${name}`,
    cause: `No device node is bound to ${bluetooth}; nodes are gone after a restart of the computer.`,
    consequence: 'Nothing is received from it; what was recorded before is kept.',
    next: 'Press Bind port on the Instruments screen, or run the command: it is found under any number.',
    command,
  })
