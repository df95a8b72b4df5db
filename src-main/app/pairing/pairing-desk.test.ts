import type { PairingView } from '@contract/pairing'
import { afterEach, expect, it } from 'vitest'
import { Fault } from '../../base/fault'
import type { AdapterState, Bluetooth, DiscoveryEvents } from '../../ports/bluetooth'
import type { NodeAccess } from '../../ports/port-finder'
import { freeNumber, type Rfcomm, type RfcommNode } from '../../ports/rfcomm'
import { settle } from '../../testing/manual-clock'
import { type TestApp, testApp } from '../../testing/test-app'

const METER = '00:0B:CE:2A:41:7F'
const OTHER = '00:0B:CE:00:00:01'

/** A radio and device nodes that do what the test says. */
class Place {
  adapter: AdapterState = { is: 'on', name: 'hci0', address: '00:01:02:03:04:05' }
  access: NodeAccess = { is: 'ok' }
  nodes: RfcommNode[] = []
  pin = '0000'
  /** How pairing ends; null looks at the PIN. */
  pairFault: Fault | null = null
  /** How binding ends; null binds. */
  bindFault: Fault | null = null
  readonly did: string[] = []
  private room: DiscoveryEvents | null = null

  readonly bluetooth: Bluetooth = {
    adapter: async () => this.adapter,
    switches: async () => [],
    powerOn: async () => {
      this.did.push('power on')
      this.adapter = { is: 'on', name: 'hci0', address: '00:01:02:03:04:05' }
    },
    discover: (events, signal) =>
      new Promise((resolve) => {
        this.room = events
        this.did.push('look')
        signal.addEventListener('abort', () => {
          this.room = null
          this.did.push('stop looking')
          resolve()
        })
      }),
    pair: async (address, pin, signal) => {
      this.did.push(`pair ${address} ${pin}`)
      if (pin === 'slow')
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(fault('CANCELLED'))))
      if (this.pairFault) throw this.pairFault
      if (pin !== this.pin) throw fault('BLUETOOTH_PIN')
      return 'paired'
    },
    forget: async (address) => void this.did.push(`forget ${address}`),
  }

  readonly rfcomm: Rfcomm = {
    nodes: async () => this.nodes,
    program: async () => '/usr/bin/rfcomm',
    pathOf: (number) => `/dev/rfcomm${number}`,
    command: (number, address) => `sudo rfcomm bind ${number} ${address} 1`,
    bind: async (number, address) => {
      this.did.push(`bind ${number}`)
      if (this.bindFault) throw this.bindFault
      this.bound(number, address)
    },
  }

  hear(address = METER, name: string | null = 'PowerSpy #2614'): void {
    this.room?.found({ address, name, rssi: -58, paired: false })
  }

  bound(number = freeNumber(this.nodes), bluetooth = METER): void {
    this.nodes = [...this.nodes, { number, path: `/dev/rfcomm${number}`, bluetooth, channel: 1 }]
  }
}

const fault = (code: 'CANCELLED' | 'BLUETOOTH_PIN' | 'RFCOMM_AGENT', command?: string): Fault =>
  new Fault({ code, title: `It is ${code}`, cause: 'c', consequence: 'k', next: 'n', ...(command ? { command } : {}) })

let place: Place
let test: TestApp

async function start(): Promise<void> {
  place = new Place()
  test = await testApp({
    bluetooth: place.bluetooth,
    rfcomm: place.rfcomm,
    portFinder: { list: async () => [], refuse: async () => null, access: async () => place.access },
  })
}

afterEach(() => test.app.stop())

type PairingRequest =
  | 'choose'
  | 'pin'
  | 'powerOn'
  | 'forget'
  | 'retry'
  | 'back'
  | 'next'
  | 'finish'
  | 'cancel'
  | 'start'
const ask = (what: PairingRequest, ...args: unknown[]): Promise<unknown> =>
  test.app.handlers[`pairing:${what}`](...args)

async function view(): Promise<PairingView> {
  await test.clock.advance(0)
  const now = await test.app.handlers['pairing:get']()
  if (!now) throw new Error('there is no pairing')
  return now
}

/** Where it stands after this much time. */
async function stands(ms = 0): Promise<string> {
  await test.clock.advance(ms)
  const { step, at } = await view()
  return `${step} ${at}`
}

const saved = () => test.saved().instruments
const lines = async () => (await view()).lines.map(({ text }) => text)

async function toPair(): Promise<void> {
  await ask('start')
  await settle()
  place.hear()
  await ask('choose', METER)
}

it('leads from the adapter to a saved meter with address, serial number and name, without a hand but the choice', async () => {
  await start()
  await toPair()
  expect(await stands(3_000)).toBe('live done')
  const end = await view()
  expect(end).toMatchObject({ port: '/dev/rfcomm0', trusted: true, meter: { address: METER, paired: true } })
  expect(end.watts).toBeGreaterThan(0)
  expect(place.did).toEqual(['look', 'stop looking', `pair ${METER} 0000`, 'bind 0'])
  expect(await lines()).toEqual([
    'Adapter hci0 is on, discovery started',
    `Found PowerSpy #2614 at ${METER}, −58\u00a0dBm`,
    'Paired with PIN 0000, marked as trusted',
    `/dev/rfcomm0 leads to ${METER}`,
    'This account may open /dev/rfcomm0',
    `Meter #${end.serial} answered on /dev/rfcomm0`,
    expect.stringMatching(/^First live value: [\d.]+ W$/),
  ])
  const id = await ask('finish', 'Desk meter')
  expect(saved()).toMatchObject([
    { id, name: 'Desk meter', address: '/dev/rfcomm0', bluetooth: METER, serial: end.serial },
  ])
  expect(await test.app.handlers['pairing:get']()).toBeNull()
})

it('asks for another PIN when 0000 is refused, and pairs with that', async () => {
  await start()
  place.pin = '4711'
  await toPair()
  expect(await stands()).toBe('pair pin')
  expect((await view()).fault?.code).toBe('BLUETOOTH_PIN')
  await ask('pin', '4711')
  expect(await stands(3_000)).toBe('live done')
  expect(place.did.filter((did) => did.startsWith('pair'))).toEqual([`pair ${METER} 0000`, `pair ${METER} 4711`])
})

it('stands with words when pairing was cancelled by somebody else, and can be tried again', async () => {
  await start()
  place.pairFault = fault('CANCELLED')
  await toPair()
  expect(await stands()).toBe('pair stuck')
  expect((await view()).fault?.title).toBe('It is CANCELLED')
  place.pairFault = null
  await ask('retry')
  expect(await stands(3_000)).toBe('live done')
})

it('goes on by itself when the command was run by hand, under whatever number', async () => {
  await start()
  place.bound(0, OTHER)
  place.bindFault = fault('RFCOMM_AGENT', `sudo rfcomm bind 1 ${METER} 1`)
  await toPair()
  expect(await stands()).toBe('bind by-hand')
  const waiting = await view()
  expect(waiting).toMatchObject({ command: `sudo rfcomm bind 1 ${METER} 1`, port: '/dev/rfcomm1' })
  expect((waiting.waitUntilUs ?? 0) - waiting.sinceUs).toBe(120_000_000)
  expect(await stands(121_000)).toBe('bind stuck')
  place.bound(7)
  expect(await stands(3_000)).toBe('live done')
  expect((await view()).port).toBe('/dev/rfcomm7')
})

it('binds nothing when a node leads to the meter already', async () => {
  await start()
  place.bound(4)
  await toPair()
  expect(await stands(3_000)).toBe('live done')
  expect(place.did).not.toContain('bind 0')
  expect((await view()).notes.bind).toBe('rfcomm4, bound before')
})

it('gives udev its time, then says how the account may open the port, and goes on when it may', async () => {
  await start()
  place.access = { is: 'denied', command: 'sudo usermod -aG dialout $USER', group: 'dialout', joined: false }
  await toPair()
  expect(await stands(2_000)).toBe('permission busy')
  expect(await stands(2_000)).toBe('permission stuck')
  expect((await view()).fault).toMatchObject({ code: 'PORT_DENIED', command: 'sudo usermod -aG dialout $USER' })
  place.access = { ...place.access, joined: true }
  await test.clock.advance(1_000)
  expect((await view()).fault?.title).toBe('This login is older than your group')
  place.access = { is: 'ok' }
  expect(await stands(3_000)).toBe('live done')
})

it('waits at an adapter that is off, switches it on when asked, and goes on by itself when something else did', async () => {
  await start()
  place.adapter = { is: 'off', name: 'hci0' }
  await ask('start')
  expect(await stands()).toBe('adapter stuck')
  expect((await view()).canPowerOn).toBe(true)
  await ask('powerOn')
  expect(await stands()).toBe('find choose')
  await ask('back')
  place.adapter = { is: 'no-service', installed: true }
  await ask('retry')
  expect(await stands()).toBe('adapter stuck')
  expect((await view()).fault?.command).toBe('sudo systemctl enable --now bluetooth')
  place.adapter = { is: 'on', name: 'hci0', address: 'x' }
  expect(await stands(2_000)).toBe('find choose')
})

it('forgets a meter that was paired with another PIN and pairs it anew', async () => {
  await start()
  await toPair()
  await test.clock.advance(3_000)
  while ((await view()).step !== 'pair') await ask('back')
  expect(await stands()).toBe('pair done')
  await ask('forget')
  await test.clock.advance(0)
  expect(place.did.slice(place.did.indexOf(`forget ${METER}`))).toContain(`pair ${METER} 0000`)
})

it('can be cancelled at every step: nothing goes on, and no half-known instrument stays', async () => {
  await start()
  place.pin = 'never'
  await toPair()
  await test.clock.advance(0)
  await ask('pin', 'slow')
  await ask('cancel')
  expect(await test.app.handlers['pairing:get']()).toBeNull()
  place.pin = '0000'
  await toPair()
  expect(await stands(3_000)).toBe('live done')
  expect(saved().length).toBe(1)
  await ask('cancel')
  expect(saved()).toEqual([])
  await ask('start')
  await settle()
  await ask('cancel')
  expect(place.did.at(-1)).toBe('stop looking')
})

it('refuses what means nothing at a step', async () => {
  await start()
  await expect(ask('next')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await ask('start')
  await settle()
  await expect(ask('choose', OTHER)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(ask('choose', 'rm -rf')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(ask('finish', 'x')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

it('takes up the instrument that is saved for this meter instead of saving it twice', async () => {
  await start()
  await toPair()
  await test.clock.advance(3_000)
  const id = await ask('finish', 'Desk meter')
  // The same meter under another number, then one that was added by its node before Bluetooth was known.
  place.nodes = []
  place.bound(5)
  await toPair()
  await test.clock.advance(3_000)
  expect((await view()).instrumentId).toBe(id)
  await ask('cancel')
  expect(saved()).toMatchObject([{ id, address: '/dev/rfcomm5', name: 'Desk meter' }])
})

it('goes on under the name of an instrument with the same serial number', async () => {
  await start()
  const { bench } = test.app
  const old = await bench.add({ kind: 'powerspy2', name: 'Old name', address: '/dev/ttyX', intervalMs: 100 })
  bench.connect(old.id)
  await test.clock.advance(3_000)
  await bench.disconnect(old.id)
  await toPair()
  expect(await stands(3_000)).toBe('live done')
  expect(saved()).toMatchObject([{ id: old.id, name: 'Old name', address: '/dev/rfcomm0', bluetooth: METER }])
})

it('finds a meter under another number, learns addresses, and never opens a node that leads elsewhere', async () => {
  await start()
  place.bound(0)
  const { bench } = test.app
  const { id } = await bench.add({ kind: 'powerspy2', name: 'Desk', address: '/dev/rfcomm0', intervalMs: 100 })
  const at = () => bench.list().find((one) => one.id === id)
  bench.connect(id)
  await test.clock.advance(3_000)
  expect(at()).toMatchObject({ link: { at: 'live' }, bluetooth: METER })
  expect(saved()[0]).toMatchObject({ bluetooth: METER })
  await bench.disconnect(id)

  place.nodes = []
  place.bound(0, OTHER)
  place.bound(3)
  bench.connect(id)
  await test.clock.advance(3_000)
  expect(at()).toMatchObject({ link: { at: 'live' }, address: '/dev/rfcomm3' })
  expect(saved()[0]).toMatchObject({ address: '/dev/rfcomm3' })
  await bench.disconnect(id)

  await bench.add({ kind: 'powerspy2', name: 'Rack', address: '/dev/rfcomm9', intervalMs: 100 }, OTHER)
  place.nodes = []
  place.bound(3, OTHER)
  bench.connect(id)
  await settle()
  expect(at()?.link).toMatchObject({
    at: 'failed',
    fault: {
      code: 'PORT_OTHER',
      cause: expect.stringContaining(`Rack (${OTHER})`),
      command: `sudo rfcomm bind 0 ${METER} 1`,
    },
  })
  place.nodes = []
  bench.connect(id)
  await settle()
  expect(at()?.link).toMatchObject({ at: 'failed', fault: { code: 'PORT_MISSING' } })
})

it('forgets the Bluetooth address when a person types another node', async () => {
  await start()
  const { bench } = test.app
  const { id } = await bench.add({ kind: 'powerspy2', name: 'Desk', address: '/dev/rfcomm0', intervalMs: 100 }, METER)
  await bench.update(id, { address: '/dev/ttyUSB0' })
  expect(saved()[0]?.bluetooth).toBeUndefined()
})
