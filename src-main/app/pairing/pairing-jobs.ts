import type { TimeUs } from '@contract/model'
import { USUAL_PIN } from '@contract/pairing'
import { type Clock, pause } from '../../base/clock'
import { asFault } from '../../base/fault'
import type { Bluetooth } from '../../ports/bluetooth'
import type { PortFinder } from '../../ports/port-finder'
import { freeNumber, type Rfcomm, type RfcommNode } from '../../ports/rfcomm'
import { asFound, dbm } from './found-devices'
import { accessFault, adapterFault, noNode } from './pairing-faults'
import type { Cue, Pairing } from './pairing-machine'

export interface JobIo {
  readonly bluetooth: Bluetooth
  readonly rfcomm: Rfcomm
  readonly portFinder: PortFinder
  readonly clock: Clock
}

/** What a job works with: the state it began in, and how it tells what came of it. Both do nothing once it was ended. */
export interface Job {
  readonly now: Pairing
  readonly go: (cue: Cue) => void
  /** A line of "What was done so far". */
  readonly note: (text: string, level?: 'info' | 'warn') => void
  readonly signal: AbortSignal
}

/** The adapter is looked at this often while it cannot be used. */
const ADAPTER_MS = 2_000
const NODE_MS = 500
/** A node belongs to root until udev has given it to its group. */
const UDEV_MS = 3_000
/** How long a command that a person runs is waited for before the page says that nothing came. */
const BY_HAND_US: TimeUs = 120_000_000

export async function lookAtAdapter({ bluetooth, clock }: JobIo, { now, go, note, signal }: Job): Promise<void> {
  if (now.first === 'power-on') {
    try {
      await bluetooth.powerOn()
      note('The adapter was switched on')
    } catch (error) {
      const fault = asFault(error).view
      note(`Switching on was refused: ${fault.cause}`, 'warn')
      return go({ cue: 'stuck', fault, canPowerOn: true })
    }
  }
  let told = ''
  while (!signal.aborted) {
    const state = await bluetooth.adapter()
    if (signal.aborted) return
    if (state.is === 'on') {
      note(`Adapter ${state.name} is on, discovery started`)
      return go({ cue: 'adapter-on', note: `${state.name} on, not blocked` })
    }
    const fault = adapterFault(state)
    if (fault && fault.title !== told) {
      told = fault.title
      note(fault.title, 'warn')
      go({ cue: 'stuck', fault, canPowerOn: state.is === 'off' })
    }
    await pause(clock, ADAPTER_MS, signal)
  }
}

export async function findMeters({ bluetooth }: JobIo, { go, note, signal }: Job): Promise<void> {
  const seen = new Set<string>()
  const found: Parameters<Bluetooth['discover']>[0] = {
    found: (device) => {
      const one = asFound(device)
      if (one.likely && one.rssi !== null && !seen.has(one.address)) {
        seen.add(one.address)
        note(`Found ${one.name ?? 'a device'} at ${one.address}, ${dbm(one.rssi)}`)
      }
      go({ cue: 'found', device: one })
    },
    gone: (address) => go({ cue: 'gone', address }),
  }
  try {
    await bluetooth.discover(found, signal)
  } catch (error) {
    const fault = asFault(error).view
    note(fault.title, 'warn')
    go({ cue: 'stuck', fault })
  }
}

export async function pairMeter({ bluetooth }: JobIo, { now, go, note, signal }: Job): Promise<void> {
  const { meter, pin } = now
  if (!meter) return
  try {
    if (now.first === 'forget') await bluetooth.forget(meter.address)
    const outcome = await bluetooth.pair(meter.address, pin, signal)
    // Lines go to the log and from there into bug reports: a PIN of one's own is not written down.
    const which = pin === USUAL_PIN ? `PIN ${USUAL_PIN}` : 'your PIN'
    const words = outcome === 'paired' ? `${which} accepted, trusted` : 'paired before, trusted'
    note(outcome === 'paired' ? `Paired with ${which}, marked as trusted` : 'It was paired before; marked as trusted')
    go({ cue: 'paired', note: words })
  } catch (error) {
    if (signal.aborted) return
    const fault = asFault(error).view
    note(fault.title, 'warn')
    go(fault.code === 'BLUETOOTH_PIN' ? { cue: 'pin-refused', fault } : { cue: 'stuck', fault })
  }
}

export async function bindPort({ rfcomm, clock }: JobIo, { now, go, note, signal }: Job): Promise<void> {
  const address = now.meter?.address ?? ''
  const nodes = await rfcomm.nodes()
  const bound = ofMeter(nodes, address)
  if (bound) {
    note(`${bound.path} was bound to ${address} before`)
    return go({ cue: 'bound', port: bound.path, note: `${shortName(bound)}, bound before` })
  }
  const number = freeNumber(nodes)
  const command = rfcomm.command(number, address)
  const port = rfcomm.pathOf(number)
  go({ cue: 'expect', port })
  let untilUs = clock.nowUs() + BY_HAND_US
  try {
    await rfcomm.bind(number, address, signal)
  } catch (error) {
    const fault = asFault(error).view
    if (fault.code === 'CANCELLED' || signal.aborted) return
    note(`Bind refused: ${fault.title}`, 'warn')
    if (fault.command === undefined || fault.command !== command) return go({ cue: 'stuck', fault })
    untilUs = clock.nowUs() + BY_HAND_US
    go({ cue: 'by-hand', fault, command, untilUs })
  }
  let late = false
  while (!signal.aborted) {
    const node = ofMeter(await rfcomm.nodes(), address)
    if (signal.aborted) return
    if (node) {
      note(`${node.path} leads to ${address}`)
      return go({ cue: 'bound', port: node.path, note: `${shortName(node)}, channel ${node.channel}` })
    }
    if (!late && clock.nowUs() > untilUs) {
      late = true
      note('No port has appeared', 'warn')
      go({ cue: 'stuck', fault: noNode(address, command) })
    }
    await pause(clock, NODE_MS, signal)
  }
}

export async function checkPermission({ portFinder, clock }: JobIo, { now, go, note, signal }: Job): Promise<void> {
  const path = now.port ?? ''
  const patientUntilUs = clock.nowUs() + UDEV_MS * 1000
  let told = ''
  while (!signal.aborted) {
    const fault = accessFault(path, await portFinder.access(path))
    if (signal.aborted) return
    if (!fault) {
      note(`This account may open ${path}`)
      return go({ cue: 'permitted', note: 'read and write' })
    }
    if (fault.title !== told && clock.nowUs() >= patientUntilUs) {
      told = fault.title
      note(fault.title, 'warn')
      go({ cue: 'stuck', fault })
    }
    await pause(clock, NODE_MS, signal)
  }
}

const ofMeter = (nodes: readonly RfcommNode[], address: string): RfcommNode | undefined =>
  nodes.find(({ bluetooth }) => bluetooth === address)

const shortName = ({ number }: RfcommNode): string => `rfcomm${number}`
