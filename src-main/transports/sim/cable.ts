import type { Clock } from '../../base/clock'
import type { Bench, Line, LineEvents, OpenLine } from '../../ports/transport'
import { lineHungUp, portBusy } from '../port-faults'
import type { Bend } from './bends'

/**
 * A cable inside this process between a driver and a simulated instrument. Bytes travel in later turns, never inside the
 * call that sent them, as on a real line. The cable can be opened again after it was closed, by one host at a time.
 * Faults: PORT_BUSY, LINE_HUNG_UP.
 */
export function openCable(bench: Bench, clock: Clock, ...bends: readonly Bend[]): OpenLine {
  let taken = false
  return async (address, events) => {
    if (taken) throw portBusy(address, { pid: process.pid, command: 'Wattbench' })
    taken = true
    const line = new CableLine(address, bench, clock, events, bends, () => {
      taken = false
    })
    line.plug()
    return line
  }
}

class CableLine implements Line {
  private connected = true

  constructor(
    readonly label: string,
    private readonly bench: Bench,
    private readonly clock: Clock,
    private readonly events: LineEvents,
    private readonly bends: readonly Bend[],
    private readonly free: () => void,
  ) {}

  plug(): void {
    const arrive = (bytes: Uint8Array): void => {
      if (this.connected) this.events.received(bytes, this.clock.nowUs())
    }
    const through = this.bends.reduceRight<(bytes: Uint8Array) => void>(
      (pass, bend) => (bytes) => bend(bytes, pass, this.clock),
      arrive,
    )
    this.bench.plug(
      (bytes) => queueMicrotask(() => through(bytes)),
      () => queueMicrotask(() => this.hangUp()),
    )
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (!this.connected) throw lineHungUp(this.label)
    queueMicrotask(() => {
      if (this.connected) this.bench.hear(bytes)
    })
  }

  async close(): Promise<void> {
    if (this.disconnect()) await Promise.resolve()
  }

  private hangUp(): void {
    if (this.disconnect()) this.events.lost(lineHungUp(this.label))
  }

  private disconnect(): boolean {
    if (!this.connected) return false
    this.connected = false
    this.bench.unplug()
    this.free()
    return true
  }
}
