import type { SerialPort } from 'serialport'
import type { Clock } from '../base/clock'
import { Fault } from '../base/fault'
import type { Line, LineEvents, OpenLine } from '../ports/transport'
import { lookAt } from './device-node'
import { findHolder } from './holders'
import { lineHungUp, notADevice, openCancelled, portBusy, portDenied, portFailed, portMissing } from './port-faults'

/** Opening an rfcomm port pages the meter over Bluetooth: 5 s by default, up to 20 s with slow adapters. */
const OPEN_MS = 20_000

/** A port that does not close, as after a dead Bluetooth link, is left to the system. */
const CLOSE_MS = 1_000

/** Over RFCOMM and pseudo-terminals the rate means nothing; adapters get the default of every terminal program. */
const BAUD = 9600

/**
 * Opens serial ports, 8N1 without flow control, for this process alone. Faults: PORT_MISSING, PORT_DENIED (with the
 * command that helps), PORT_BUSY (naming the holder where /proc tells), PORT_NOT_A_DEVICE, PORT_FAILED, CANCELLED.
 */
export function openSerial(clock: Clock): OpenLine {
  return async (address, events, signal) => {
    const path = await usable(address)
    if (signal.aborted) throw openCancelled(address)
    const { guardedPort } = await import('./guarded-binding') // and with it the package, which a start does not wait for
    const line = new SerialLine(address, guardedPort(path, BAUD), events, clock)
    await line.open(signal)
    return line
  }
}

/** The resolved path of a port that can be opened; throws the fault otherwise. */
async function usable(address: string): Promise<string> {
  const node = await lookAt(address)
  if (node.is === 'missing') throw portMissing(address)
  if (node.is === 'other') throw notADevice(address, node.why)
  if (node.is === 'denied') throw portDenied(address, node.command)
  const holder = await findHolder(node.path)
  if (holder) throw portBusy(address, holder)
  return node.path
}

class SerialLine implements Line {
  private open_ = false
  private closing: Promise<void> | null = null

  constructor(
    readonly label: string,
    private readonly port: SerialPort,
    private readonly events: LineEvents,
    private readonly clock: Clock,
  ) {
    port.on('data', (bytes: Uint8Array) => {
      if (this.open_) events.received(bytes, clock.nowUs())
    })
    port.on('close', (error: Error | null) => this.lost(error ? lineHungUp(label) : portFailed(label, 'port closed')))
    port.on('error', (error: Error) => this.lost(portFailed(label, error.message, error)))
  }

  open(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      let settled = false
      const settle = (then: () => void): void => {
        if (settled) return
        settled = true
        cancel()
        signal.removeEventListener('abort', giveUp)
        then()
      }
      const fail = (fault: Fault): void => settle(() => reject(fault))
      const giveUp = (): void => fail(openCancelled(this.label))
      const cancel = this.clock.after(OPEN_MS, () => fail(portFailed(this.label, `not open after ${OPEN_MS / 1000} s`)))
      signal.addEventListener('abort', giveUp, { once: true })
      this.port.open((error) => {
        if (error) {
          void whyNotOpened(this.label, error).then(fail)
        } else if (settled) {
          // Opening cannot be called off: it is undone when it comes through.
          this.port.close(() => undefined)
        } else {
          this.open_ = true
          settle(resolve)
        }
      })
    })
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.open_) return reject(lineHungUp(this.label))
      this.port.write(Buffer.from(bytes), (error) =>
        error ? reject(portFailed(this.label, error.message, error)) : resolve(),
      )
    })
  }

  close(): Promise<void> {
    this.open_ = false
    this.closing ??= new Promise((resolve) => {
      if (!this.port.isOpen) return resolve()
      const cancel = this.clock.after(CLOSE_MS, resolve)
      this.port.close(() => {
        cancel()
        resolve()
      })
    })
    return this.closing
  }

  private lost(fault: Fault): void {
    if (!this.open_) return
    this.open_ = false
    this.events.lost(fault)
  }
}

/** The driver package reports the system's words only. */
async function whyNotOpened(address: string, error: Error): Promise<Fault> {
  const said = error.message
  if (/lock|busy|temporarily unavailable/i.test(said)) return portBusy(address, null)
  const now = await usable(address).catch((fault: unknown) => fault)
  return now instanceof Fault ? now : portFailed(address, said, error)
}
