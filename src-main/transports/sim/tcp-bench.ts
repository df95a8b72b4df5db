import { createServer, type Server, type Socket } from 'node:net'
import { Fault } from '../../base/fault'
import type { SharedBench } from '../../ports/transport'

/** A simulated instrument that listens on this computer only. */
export interface TcpBench {
  /** "127.0.0.1:5025". */
  readonly address: string
  readonly port: number
  /** Ends all connections. Idempotent. */
  close(): Promise<void>
}

export interface TcpBenchOptions {
  /** 0: any free one. */
  readonly port: number
  /** Connections at a time; one more is closed at once. How many a real instrument takes is its own secret. */
  readonly most?: number
}

const HOST = '127.0.0.1'
const MOST_CONNECTIONS = 4

/** Plays a bench on a TCP port. Fault: SIMULATOR_FAILED when the port cannot be had. */
export async function openTcpBench(bench: SharedBench, options: TcpBenchOptions): Promise<TcpBench> {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    if (sockets.size >= (options.most ?? MOST_CONNECTIONS)) return socket.destroy()
    sockets.add(socket)
    const seat = bench.seat(
      (bytes) => {
        if (socket.writable) socket.write(bytes)
      },
      () => socket.end(() => socket.destroySoon()),
    )
    socket.on('data', (bytes: Uint8Array) => seat.hear(bytes))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      sockets.delete(socket)
      seat.leave()
    })
  })
  const port = await listen(server, options.port)
  let closing: Promise<void> | null = null
  return {
    address: `${HOST}:${port}`,
    port,
    close: () => {
      closing ??= new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
      return closing
    },
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(notListening(port, error)))
    server.listen({ host: HOST, port }, () => {
      const at = server.address()
      resolve(typeof at === 'object' && at ? at.port : port)
    })
  })
}

const notListening = (port: number, error: NodeJS.ErrnoException): Fault =>
  new Fault(
    {
      code: 'SIMULATOR_FAILED',
      title: 'The simulator did not start',
      cause:
        error.code === 'EADDRINUSE'
          ? `Port ${port} on ${HOST} is in use.`
          : `Port ${port} on ${HOST} cannot be had: ${error.message}.`,
      consequence: 'No program can reach the simulated instrument.',
      next: 'Choose another port, or 0 for any free one.',
    },
    error,
  )
