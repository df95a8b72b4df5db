import { once } from 'node:events'
import { createServer, type Server, Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../base/clock'
import type { Fault } from '../base/fault'
import { parseTcpAddress } from '../base/tcp-address'
import type { LineEvents } from '../ports/transport'
import { ManualClock, settle } from '../testing/manual-clock'
import { type Dial, openTcp } from './tcp'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listening(take: (socket: Socket) => void): Promise<number> {
  const server = createServer(take)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const at = server.address()
  return typeof at === 'object' && at ? at.port : 0
}

function ears(): { readonly events: LineEvents; heard: string; readonly lost: Fault[]; change: () => Promise<void> } {
  let wake: () => void = () => undefined
  const all = {
    heard: '',
    lost: [] as Fault[],
    change: () => new Promise<void>((resolve) => (wake = resolve)),
    events: {
      received: (bytes: Uint8Array) => {
        all.heard += String.fromCharCode(...bytes)
        wake()
      },
      lost: (fault: Fault) => {
        all.lost.push(fault)
        wake()
      },
    },
  }
  return all
}

const never = new AbortController().signal
const text = (said: string): Uint8Array => Uint8Array.from(said, (c) => c.charCodeAt(0))

it('carries bytes both ways and closes so that the far end sees the end', async () => {
  let ended: () => void = () => undefined
  const end = new Promise<void>((resolve) => (ended = resolve))
  const port = await listening((socket) => {
    socket.on('data', (bytes) => socket.write(`got ${bytes.toString()}`))
    socket.on('end', ended)
  })
  const all = ears()
  const line = await openTcp(systemClock())(`127.0.0.1:${port}`, all.events, never)
  const change = all.change()
  await line.write(text('*IDN?\n'))
  await change
  expect(all.heard).toBe('got *IDN?\n')
  await line.close()
  await line.close()
  await end
  await expect(line.write(text('x'))).rejects.toMatchObject({ code: 'LINE_HUNG_UP' })
  expect(all.lost).toEqual([])
})

it('reports a far end that hangs up, once, with what came before', async () => {
  const port = await listening((socket) => socket.end('half a rep'))
  const all = ears()
  const line = await openTcp(systemClock())(`localhost:${port}`, all.events, never)
  while (all.lost.length === 0) await all.change()
  expect(all.heard).toBe('half a rep')
  expect(all.lost).toMatchObject([{ code: 'LINE_HUNG_UP', view: { cause: 'The far end closed it.' } }])
  await line.close()
})

it('reports a far end that breaks off', async () => {
  const port = await listening((socket) => socket.on('data', () => socket.resetAndDestroy()))
  const all = ears()
  const line = await openTcp(systemClock())(`127.0.0.1:${port}`, all.events, never)
  await line.write(text('x'))
  while (all.lost.length === 0) await all.change()
  expect(all.lost).toMatchObject([{ code: 'LINE_HUNG_UP', view: { cause: 'The far end broke it off.' } }])
})

describe('opening', () => {
  it('is refused where nothing listens', async () => {
    const port = await listening(() => undefined)
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve))
    const opening = openTcp(systemClock())(`127.0.0.1:${port}`, ears().events, never)
    await expect(opening).rejects.toMatchObject({ code: 'HOST_REFUSED' })
  })

  it('says which name is not known', async () => {
    const opening = openTcp(systemClock())('no-such-meter.invalid', ears().events, never)
    await expect(opening).rejects.toMatchObject({ code: 'HOST_UNKNOWN', view: { title: /no-such-meter\.invalid/ } })
  })

  /** A socket that never connects, or fails with an error no real network gives on demand. */
  const failing =
    (code?: string): Dial =>
    () => {
      const socket = new Socket()
      if (code) queueMicrotask(() => socket.destroy(Object.assign(new Error(code), { code })))
      return socket
    }

  it.each([
    ['EHOSTUNREACH', 'HOST_UNREACHABLE'],
    ['ENETUNREACH', 'HOST_UNREACHABLE'],
    ['ETIMEDOUT', 'HOST_UNREACHABLE'],
    ['EAI_AGAIN', 'HOST_UNKNOWN'],
    ['ECONNREFUSED', 'HOST_REFUSED'],
    ['EMFILE', 'PORT_FAILED'],
  ])('%s becomes %s with cause, consequence and next action', async (code, expected) => {
    const fault = await openTcp(systemClock(), 5025, failing(code))('meter', ears().events, never).catch((e) => e)
    expect(fault).toMatchObject({ code: expected })
    for (const part of [fault.view.cause, fault.view.consequence, fault.view.next]) expect(part).toMatch(/^[A-Z].*\.$/)
  })

  it('gives up after ten seconds without an answer', async () => {
    const clock = new ManualClock()
    const opening = openTcp(clock, 5025, failing())('meter', ears().events, never).catch((fault: Fault) => fault.code)
    await clock.advance(9_900)
    expect(await Promise.race([opening, settle().then(() => 'waiting')])).toBe('waiting')
    await clock.advance(200)
    expect(await opening).toBe('HOST_UNREACHABLE')
  })

  it('can be called off, before and while', async () => {
    const abort = new AbortController()
    const opening = openTcp(systemClock(), 5025, failing())('meter', ears().events, abort.signal)
    abort.abort()
    await expect(opening).rejects.toMatchObject({ code: 'CANCELLED' })
    const again = openTcp(systemClock(), 5025, failing())('meter', ears().events, abort.signal)
    await expect(again).rejects.toMatchObject({ code: 'CANCELLED' })
  })
})

describe('addresses', () => {
  it.each([
    ['meter', 'meter', 5025],
    ['meter.lab:4000', 'meter.lab', 4000],
    ['192.168.1.5', '192.168.1.5', 5025],
    ['::1', '::1', 5025],
    ['[fe80::1%eth0]:99', 'fe80::1%eth0', 99],
    ['[::1]', '::1', 5025],
  ])('%s', (address, host, port) => {
    expect(parseTcpAddress(address, 5025)).toEqual({ host, port })
  })

  it.each([
    [''],
    ['a b'],
    ['meter:'],
    ['meter:0'],
    ['meter:65536'],
    ['meter:x'],
    ['-x'],
    ['http://meter'],
    ['[::1'],
    ['a\n'],
  ])('%j is none', async (address) => {
    expect(typeof parseTcpAddress(address, 5025)).toBe('string')
    await expect(openTcp(systemClock())(address, ears().events, never)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})
