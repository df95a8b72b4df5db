import { read } from 'node:fs'
import { promisify } from 'node:util'
import { SerialPort } from 'serialport'

const readFrom = promisify(read)

/** What of the package's Linux port is used; the package exports no type for it. */
interface Polled {
  readonly fd: number | null
  readonly poller: { once(event: 'readable', hear: (trouble: Error | null) => void): unknown }
  read(buffer: Buffer, offset: number, length: number): Promise<Read>
}

interface Read {
  readonly buffer: Buffer
  readonly bytesRead: number
}

interface OpenOptions {
  readonly path: string
  readonly baudRate: number
}

/**
 * The binding of the serialport package with a read of its own. A terminal whose far end is gone (a lost Bluetooth link,
 * a pulled adapter) reads 0 bytes for ever; the package would read again at once, at full processor load and without an
 * end, when the hang-up falls between two of its polls. Here it is what it is: the end of the line.
 */
const guardedBinding = {
  list: () => SerialPort.binding.list(),
  open: async (options: OpenOptions): Promise<unknown> => {
    const port: unknown = await SerialPort.binding.open(options)
    if (isPolled(port)) port.read = (buffer, offset, length) => readOrEnd(port, buffer, offset, length)
    return port
  },
}

/** A closed port of this terminal, 8N1 without flow control, for this process alone. */
export function guardedPort(path: string, baudRate: number): SerialPort {
  // The package's own binding gives way to one that is passed along, though its types do not say so.
  const options = { binding: guardedBinding, path, baudRate, autoOpen: false, lock: true }
  return new SerialPort(options)
}

const isPolled = (port: unknown): port is Polled =>
  typeof port === 'object' && port !== null && 'fd' in port && 'poller' in port && 'read' in port

async function readOrEnd(port: Polled, buffer: Buffer, offset: number, length: number): Promise<Read> {
  while (port.fd !== null) {
    try {
      const { bytesRead } = await readFrom(port.fd, buffer, offset, length, null)
      if (bytesRead > 0) return { bytesRead, buffer }
      throw new Error('The far end hung up')
    } catch (error) {
      if (!waits(error)) throw error
    }
    // The port may have been closed meanwhile: a poller must not be asked again after that.
    if (port.fd !== null) await readable(port)
  }
  throw Object.assign(new Error('Port is not open'), { canceled: true })
}

const readable = (port: Polled): Promise<void> =>
  new Promise((resolve, reject) => {
    port.poller.once('readable', (trouble) => (trouble ? reject(trouble) : resolve()))
  })

const waits = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['EAGAIN', 'EWOULDBLOCK', 'EINTR'].includes(String(error.code))
