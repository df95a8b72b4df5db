import { connect, type NetConnectOpts, type Socket } from 'node:net'
import type { Clock } from '../base/clock'
import type { Fault } from '../base/fault'
import { parseTcpAddress } from '../base/tcp-address'
import type { Line, LineEvents, OpenLine } from '../ports/transport'
import {
  badAddress,
  connectCancelled,
  hostRefused,
  hostUnknown,
  hostUnreachable,
  tcpFailed,
  tcpHungUp,
} from './tcp-faults'

/** The system itself gives up after two minutes: too long for a person who mistyped an address. */
const CONNECT_MS = 10_000

/** After so much silence the system asks the far end whether it lives: a pulled cable is noticed without being asked. */
const KEEP_ALIVE_MS = 10_000

/** A connection that does not close in that time is dropped. */
const CLOSE_MS = 1_000

/** The raw SCPI socket of Keysight's instruments; IANA "scpi-raw". */
export const SCPI_PORT = 5025

/** Starts a connection; for tests that need faults no real network gives on demand. */
export type Dial = (options: NetConnectOpts) => Socket

/**
 * Opens TCP connections to `host[:port]`, without a delay for small writes, with keep-alive. Faults: BAD_REQUEST (no
 * address), HOST_UNKNOWN, HOST_REFUSED, HOST_UNREACHABLE, PORT_FAILED, CANCELLED; later LINE_HUNG_UP.
 */
export function openTcp(clock: Clock, defaultPort: number = SCPI_PORT, dial: Dial = connect): OpenLine {
  return async (address, events, signal) => {
    const where = parseTcpAddress(address, defaultPort)
    if (typeof where === 'string') throw badAddress(address, where)
    if (signal.aborted) throw connectCancelled(address)
    const line = new TcpLine(address, where.host, dial({ ...where, noDelay: true }), events, clock)
    await line.open(signal)
    return line
  }
}

class TcpLine implements Line {
  private up = false
  private closing: Promise<void> | null = null

  constructor(
    readonly label: string,
    private readonly host: string,
    private readonly socket: Socket,
    private readonly events: LineEvents,
    private readonly clock: Clock,
  ) {}

  open(signal: AbortSignal): Promise<void> {
    const { socket, clock, label } = this
    return new Promise((resolve, reject) => {
      const settle = (fault: Fault | null): void => {
        cancel()
        signal.removeEventListener('abort', giveUp)
        socket.off('connect', connected).off('error', failed).off('close', closed)
        if (fault) {
          // What a connection that was given up still reports is nobody's business.
          socket.on('error', () => undefined).destroy()
          reject(fault)
        } else resolve()
      }
      const connected = (): void => {
        this.begin()
        settle(null)
      }
      const failed = (error: NodeJS.ErrnoException): void => settle(whyNotOpened(label, this.host, error))
      const closed = (): void => settle(tcpFailed(label, 'closed before it was open'))
      const giveUp = (): void => settle(connectCancelled(label))
      const late = (): void => settle(hostUnreachable(label, `There was no answer within ${CONNECT_MS / 1000} s.`))
      const cancel = clock.after(CONNECT_MS, late)
      signal.addEventListener('abort', giveUp, { once: true })
      socket.once('connect', connected).once('error', failed).once('close', closed)
    })
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.up) return reject(tcpHungUp(this.label, 'It was closed before.'))
      this.socket.write(bytes, (error) => (error ? reject(whyLost(this.label, error)) : resolve()))
    })
  }

  close(): Promise<void> {
    this.up = false
    this.closing ??= new Promise((resolve) => {
      const { socket } = this
      if (socket.destroyed) return resolve()
      const cancel = this.clock.after(CLOSE_MS, () => socket.destroy())
      socket.once('close', () => {
        cancel()
        resolve()
      })
      socket.end()
      socket.resume()
    })
    return this.closing
  }

  private begin(): void {
    const { socket, label, events, clock } = this
    this.up = true
    socket.setKeepAlive(true, KEEP_ALIVE_MS)
    socket.on('data', (bytes: Uint8Array) => {
      if (this.up) events.received(bytes, clock.nowUs())
    })
    socket.on('error', (error: NodeJS.ErrnoException) => this.lost(whyLost(label, error)))
    socket.on('end', () => this.lost(tcpHungUp(label, 'The far end closed it.')))
    socket.on('close', () => this.lost(tcpHungUp(label, 'It was closed.')))
  }

  private lost(fault: Fault): void {
    if (!this.up) return
    this.up = false
    this.socket.destroy()
    this.events.lost(fault)
  }
}

function whyNotOpened(address: string, host: string, error: NodeJS.ErrnoException): Fault {
  switch (error.code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
    case 'EAI_NONAME':
      return hostUnknown(address, host, error)
    case 'ECONNREFUSED':
    case 'ECONNRESET':
      return hostRefused(address, error)
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
      return hostUnreachable(address, 'No computer answers at this address.', error)
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return hostUnreachable(address, 'This computer has no way into that network.', error)
    case 'ETIMEDOUT':
      return hostUnreachable(address, 'There was no answer.', error)
    default:
      return tcpFailed(address, error.message, error)
  }
}

function whyLost(address: string, error: NodeJS.ErrnoException): Fault {
  if (error.code === 'ETIMEDOUT' || error.code === 'EHOSTUNREACH' || error.code === 'ENETUNREACH')
    return tcpHungUp(address, 'The far end gave no sign of life: it was switched off, or a cable was pulled.', error)
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE')
    return tcpHungUp(address, 'The far end broke it off.', error)
  return tcpFailed(address, error.message, error)
}
