import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { TimeUs } from '@contract/model'
import type { Clock } from '../../base/clock'

/** When the first bytes of the request under way arrived on a socket: before its head is parsed, long before its body is there. */
export class FirstBytes {
  private readonly since = new WeakMap<Socket, TimeUs>()

  constructor(server: Server, clock: Clock) {
    server.on('connection', (socket: Socket) => {
      socket.prependListener('data', () => {
        if (!this.since.has(socket)) this.since.set(socket, clock.nowUs())
      })
    })
  }

  of(socket: Socket): TimeUs | null {
    return this.since.get(socket) ?? null
  }

  /** The request is answered: what comes next on the socket belongs to another one. */
  done(socket: Socket): void {
    this.since.delete(socket)
  }
}
