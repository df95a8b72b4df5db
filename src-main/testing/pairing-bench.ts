import type { PairingRequests, PairingView } from '@contract/pairing'
import type { AppPorts } from '../app/app'
import { Fault } from '../base/fault'
import type { AdapterState, Bluetooth, DiscoveryEvents } from '../ports/bluetooth'
import type { NodeAccess } from '../ports/port-finder'
import { freeNumber, type Rfcomm, type RfcommNode } from '../ports/rfcomm'
import { settle } from './manual-clock'
import { type TestApp, testApp } from './test-app'

export const METER = '00:0B:CE:2A:41:7F'
export const OTHER = '00:0B:CE:00:00:01'

/** A radio and device nodes that do what the test says. */
export class PairingPlace {
  adapter: AdapterState = { is: 'on', name: 'hci0', address: '00:01:02:03:04:05' }
  access: NodeAccess = { is: 'ok' }
  nodes: RfcommNode[] = []
  pin = '0000'
  /** The list of nodes comes when this has ended. */
  held: Promise<void> = Promise.resolve()
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
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(pairingFault('CANCELLED'))))
      if (this.pairFault) throw this.pairFault
      if (pin !== this.pin) throw pairingFault('BLUETOOTH_PIN')
      return 'paired'
    },
    forget: async (address) => void this.did.push(`forget ${address}`),
  }

  readonly rfcomm: Rfcomm = {
    nodes: async () => {
      await this.held
      return this.nodes
    },
    program: async () => '/usr/bin/rfcomm',
    pathOf: (number) => `/dev/rfcomm${number}`,
    command: (number, address) => `sudo rfcomm bind ${number} ${address} 1`,
    bind: async (number, address) => {
      this.did.push(`bind ${number}`)
      if (this.bindFault) throw this.bindFault
      this.bound(number, address)
    },
  }

  /** A device comes into the room. */
  hear(address = METER, name: string | null = 'PowerSpy #2614'): void {
    this.room?.found({ address, name, rssi: -58, paired: false })
  }

  /** A node is there, as if a person had bound it. */
  bound(number = freeNumber(this.nodes), bluetooth = METER): void {
    this.nodes = [...this.nodes, { number, path: `/dev/rfcomm${number}`, bluetooth, channel: 1 }]
  }
}

export const pairingFault = (code: 'CANCELLED' | 'BLUETOOTH_PIN' | 'RFCOMM_AGENT', command?: string): Fault =>
  new Fault({ code, title: `It is ${code}`, cause: 'c', consequence: 'k', next: 'n', ...(command ? { command } : {}) })

type Asked = keyof PairingRequests extends `pairing:${infer What}` ? What : never

/** The whole app in that place, with its pairing. */
export class PairingBench {
  private constructor(
    readonly place: PairingPlace,
    readonly test: TestApp,
  ) {}

  static async open(instead: Partial<AppPorts> = {}): Promise<PairingBench> {
    const place = new PairingPlace()
    const test = await testApp({
      bluetooth: place.bluetooth,
      rfcomm: place.rfcomm,
      portFinder: { list: async () => [], refuse: async () => null, access: async () => place.access },
      ...instead,
    })
    return new PairingBench(place, test)
  }

  ask(what: Asked, ...args: unknown[]): Promise<unknown> {
    return this.test.app.handlers[`pairing:${what}`](...args)
  }

  async view(): Promise<PairingView> {
    await this.test.clock.advance(0)
    const now = await this.test.app.handlers['pairing:get']()
    if (!now) throw new Error('there is no pairing')
    return now
  }

  /** Where it stands after this much time. */
  async stands(ms = 0): Promise<string> {
    await this.test.clock.advance(ms)
    const { step, at } = await this.view()
    return `${step} ${at}`
  }

  saved() {
    return this.test.saved().instruments
  }

  /** "What was done so far". */
  async lines(): Promise<readonly string[]> {
    return (await this.view()).lines.map(({ text }) => text)
  }

  /** Begins, hears a meter and chooses it. */
  async toPair(address = METER, name: string | null = 'PowerSpy #2614'): Promise<void> {
    await this.ask('start')
    await settle()
    this.place.hear(address, name)
    await this.ask('choose', address)
  }

  /** Back to the list of devices, however far it got. */
  async backToFind(): Promise<void> {
    while ((await this.view()).step !== 'find') await this.ask('back')
    await this.test.clock.advance(0)
  }
}
