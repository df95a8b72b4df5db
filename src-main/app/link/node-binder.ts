import { type Clock, pause } from '../../base/clock'
import type { Log } from '../../base/log'
import { freeNumber, type Rfcomm } from '../../ports/rfcomm'
import type { SavedInstrument } from '../../ports/settings'
import { badRequest, unknownInstrument } from '../faults'

export interface NodeBinderIo {
  readonly rfcomm: Rfcomm
  readonly clock: Clock
  readonly log: Log
  readonly saved: () => readonly SavedInstrument[]
  readonly connect: (id: string) => void
}

/** A node belongs to root until udev has given it to its group. */
const UDEV_MS = 1_000

/** Gives saved Bluetooth meters their device nodes back, which are gone after each restart of the computer. One at a time. */
export class NodeBinder {
  private binding: { readonly id: string; readonly abort: AbortController; readonly done: Promise<void> } | null = null

  constructor(private readonly io: NodeBinderIo) {}

  /**
   * Binds a node unless there is one, asking for a password, and connects; asked again meanwhile it is the same binding.
   * Rejects with the faults of Rfcomm.bind.
   */
  async bind(id: string): Promise<void> {
    const one = this.io.saved().find((saved) => saved.id === id)
    if (!one) throw unknownInstrument(id)
    const { name, bluetooth } = one
    if (bluetooth === undefined) throw badRequest('Bind port', `no Bluetooth address of ${name} is known; pair it`)
    if (this.binding?.id === id) return this.binding.done
    if (this.binding) throw badRequest('Bind port', 'another port is being bound')
    const abort = new AbortController()
    const done = this.bindAndConnect(id, name, bluetooth, abort.signal).finally(() => {
      this.binding = null
    })
    this.binding = { id, abort, done }
    return done
  }

  /** A password window that is still open is given up. */
  stop(): void {
    this.binding?.abort.abort()
  }

  private async bindAndConnect(id: string, name: string, bluetooth: string, signal: AbortSignal): Promise<void> {
    const { rfcomm, clock, log, connect } = this.io
    const nodes = await rfcomm.nodes()
    if (!nodes.some((node) => node.bluetooth === bluetooth)) {
      const number = freeNumber(nodes)
      await rfcomm.bind(number, bluetooth, signal)
      log.say('info', name, `${rfcomm.pathOf(number)} is bound to ${bluetooth}.`)
      await pause(clock, UDEV_MS, signal)
    }
    if (!signal.aborted) connect(id)
  }
}
