import type { Server } from 'node:http'
import { createServer, type Server as NetServer } from 'node:net'
import { hostname } from 'node:os'
import { portBusy, portRefused } from './api-faults'
import { networks } from './callers'

/** Connections at a time; a bench has some machines, not hundreds. */
const MAX_CONNECTIONS = 128

const isLoopback = networks(['127.0.0.0/8', '::1/128'])

/** True when an address can be reached from other computers. Null is loopback. */
export const isOpen = (bind: string | null): boolean => bind !== null && !isLoopback(bind)

/** Listens on the address, or on IPv4 and IPv6 loopback. Gives base addresses and what closes it. Rejects with API_PORT_BUSY or API_PORT_REFUSED. */
export async function listen(
  server: Server,
  bind: string | null,
  port: number,
): Promise<{ readonly addresses: readonly string[]; close(): Promise<void> }> {
  boundConnections(server)
  const first = bind ?? '127.0.0.1'
  const taken = await open(server, first, port)
  const second = bind === null ? createServer({ noDelay: true }, (socket) => server.emit('connection', socket)) : null
  const both =
    second !== null &&
    (await alsoOn(second, '::1', taken).catch((error: unknown) =>
      closed(server).then(() => {
        throw error
      }),
    ))
  const hosts = both ? [first, '::1'] : [first]
  return {
    addresses: hosts.map((host) => `http://${shown(host)}:${taken}/api/v2/`),
    close: async () => {
      const ends = [closed(server), ...(both && second ? [closed(second)] : [])]
      server.closeAllConnections()
      await Promise.all(ends)
    },
  }
}

/** Resolves with the true port. */
function open(server: NetServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? portBusy(host, port) : portRefused(host, port, error.code ?? error.message))
    server.once('error', failed)
    server.listen({ host, port, ipv6Only: host === '::1' }, () => {
      server.off('error', failed)
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

/** False where this computer has no IPv6. */
async function alsoOn(server: NetServer, host: string, port: number): Promise<boolean> {
  try {
    await open(server, host, port)
    return true
  } catch (error) {
    if ((error as { code?: string }).code === 'API_PORT_BUSY') throw error
    return false
  }
}

function boundConnections(server: Server): void {
  let held = 0
  server.on('connection', (socket) => {
    held += 1
    socket.once('close', () => {
      held -= 1
    })
    if (held > MAX_CONNECTIONS) socket.destroy()
  })
}

const closed = (server: NetServer): Promise<void> => new Promise((resolve) => server.close(() => resolve()))

function shown(host: string): string {
  if (host === '0.0.0.0' || host === '::') return hostname()
  return host.includes(':') ? `[${host}]` : host
}
