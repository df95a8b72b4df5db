import { read } from 'node:fs'
import { promisify } from 'node:util'
import { SerialPort } from 'serialport'

const readFrom = promisify(read)

type Opened = Awaited<ReturnType<typeof SerialPort.binding.open>>
type Polled = Extract<Opened, { poller: unknown }>
type OpenOptions = Parameters<typeof SerialPort.binding.open>[0]

/**
 * The binding of the serialport package with a read of its own. A terminal whose far end is gone (a lost Bluetooth link,
 * a pulled adapter) reads 0 bytes for ever; the package would read again at once, at full processor load and without an
 * end, when the hang-up falls between two of its polls. Here it is what it is: the end of the line.
 */
export const guardedBinding = {
  list: () => SerialPort.binding.list(),
  open: async (options: OpenOptions): Promise<Opened> => {
    const port = await openBinding(options)
    if ('poller' in port) port.read = (buffer, offset, length) => readOrEnd(port, buffer, offset, length)
    return port
  },
}

/** The package types its binding by platform; the options are the same for all. */
const openBinding = SerialPort.binding.open.bind(SerialPort.binding) as (options: OpenOptions) => Promise<Opened>

async function readOrEnd(port: Polled, buffer: Buffer, offset: number, length: number): ReturnType<Polled['read']> {
  for (;;) {
    if (port.fd === null) throw Object.assign(new Error('Port is not open'), { canceled: true })
    try {
      const { bytesRead } = await readFrom(port.fd, buffer, offset, length, null)
      if (bytesRead > 0) return { bytesRead, buffer }
    } catch (error) {
      if (!waits(error)) throw error
      await new Promise<void>((resolve, reject) => {
        port.poller.once('readable', (trouble) => (trouble ? reject(trouble) : resolve()))
      })
      continue
    }
    throw new Error('The far end hung up')
  }
}

const waits = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['EAGAIN', 'EWOULDBLOCK', 'EINTR'].includes(String(error.code))
