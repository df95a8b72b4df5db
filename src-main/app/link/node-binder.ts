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
  private binding: AbortController | null = null

  constructor(private readonly io: NodeBinderIo) {}

  /** Binds a node unless there is one, asking for a password, and connects. Rejects with the faults of Rfcomm.bind. */
  async bind(id: string): Promise<void> {
    const { rfcomm, clock, log, connect } = this.io
    const one = this.io.saved().find((saved) => saved.id === id)
    if (!one) throw unknownInstrument(id)
    if (one.bluetooth === undefined)
      throw badRequest('Bind port', `no Bluetooth address of ${one.name} is known; pair it`)
    if (this.binding) throw badRequest('Bind port', 'another port is being bound')
    const binding = new AbortController()
    this.binding = binding
    try {
      const nodes = await rfcomm.nodes()
      if (!nodes.some(({ bluetooth }) => bluetooth === one.bluetooth)) {
        const number = freeNumber(nodes)
        await rfcomm.bind(number, one.bluetooth, binding.signal)
        log.say('info', one.name, `${rfcomm.pathOf(number)} is bound to ${one.bluetooth}.`)
        await pause(clock, UDEV_MS, binding.signal)
      }
      if (!binding.signal.aborted) connect(id)
    } finally {
      this.binding = null
    }
  }

  /** A password window that is still open is given up. */
  stop(): void {
    this.binding?.abort()
  }
}
