import { readdir } from 'node:fs/promises'
import type { PortView } from '@contract/instruments'
import type { SerialPort } from 'serialport'
import type { PortFinder } from '../ports/port-finder'
import { lookAt } from './device-node'
import { findHolder } from './holders'

type Listed = Awaited<ReturnType<typeof SerialPort.list>>[number]

/** The package is read with the first question: a start does not wait for it. */
async function listed(): Promise<readonly Listed[]> {
  const { SerialPort } = await import('serialport')
  return SerialPort.list().catch(() => [])
}

/** Serial ports of this workstation, bound Bluetooth serial ports first, sockets of the mainboard last. */
export function createPortFinder(): PortFinder {
  return {
    async list() {
      const known = await listed()
      const names = await readdir('/dev').catch(() => [])
      const seen = names.filter((name) => /^(rfcomm|ttyUSB|ttyACM)\d+$/.test(name)).map((name) => `/dev/${name}`)
      const paths = [...new Set([...seen, ...known.map(({ path }) => path)])].sort(
        (a, b) => rank(a) - rank(b) || byNumber(a, b),
      )
      return Promise.all(
        paths.map((path) =>
          view(
            path,
            known.find((port) => port.path === path),
          ),
        ),
      )
    },
    async refuse(path) {
      const node = await lookAt(path)
      if (node.is === 'other') return node.why
      return node.is === 'missing' ? `There is no ${path}.` : null
    },
    async access(path) {
      const node = await lookAt(path)
      return node.is === 'port' ? { is: 'ok' } : node
    },
  }
}

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })

const rank = (path: string): number => (path.includes('rfcomm') ? 0 : path.includes('ttyS') ? 2 : 1)

async function view(path: string, listed: Listed | undefined): Promise<PortView> {
  const node = await lookAt(path)
  const access = node.is === 'port' ? 'ok' : node.is === 'denied' ? 'denied' : 'missing'
  const heldBy = node.is === 'port' ? await findHolder(node.path) : null
  return { path, hint: hintOf(path, listed), access, heldBy }
}

function hintOf(path: string, listed: Listed | undefined): string {
  if (path.includes('rfcomm')) return 'Bluetooth serial port'
  if (listed?.manufacturer) return `${listed.manufacturer} adapter`
  return path.includes('ttyS') ? 'Serial port of the mainboard' : 'USB serial adapter'
}
