import type { EventEmitter } from 'node:events'
import type { Message, MessageBus } from '@jellybrick/dbus-next'
import type { Clock } from '../../base/clock'

/** A D-Bus call went wrong. `type` is the error's name, or one of ours: `no-bus`, `time-out`. */
export class BusError extends Error {
  constructor(
    readonly type: string,
    readonly said: string,
  ) {
    super(`${type}: ${said}`)
  }
}

export interface Signal {
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly body: readonly unknown[]
}

/** Name and arguments of a call to one of our objects. */
export interface Asked {
  readonly path: string
  readonly member: string
  readonly body: readonly unknown[]
}

/** What is answered; a string is the name of an error. */
export type Answer = { readonly signature?: string; readonly body?: readonly unknown[] } | string

export interface Target {
  readonly destination: string
  readonly path: string
  readonly interface: string
  readonly member: string
}

/** A value whose D-Bus type is told along (a variant). */
export class Typed {
  constructor(
    readonly signature: string,
    readonly value: unknown,
  ) {}
}

/** Loaded when it is needed: most commands never speak to a bus. */
const load = () => import('@jellybrick/dbus-next')
type Package = Awaited<ReturnType<typeof load>>

/** The bus itself answers at once or not at all. */
const CONNECT_MS = 3_000
const CALL_MS = 5_000
const DBUS = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' }

/**
 * A connection to the system bus (DBUS_SYSTEM_BUS_ADDRESS, else the usual socket). The package lets calls wait for ever
 * when the bus is missing or a service is stuck; here each has a time-out.
 */
export class SystemBus {
  private lost: BusError | null = null

  private constructor(
    private readonly dbus: Package,
    private readonly bus: MessageBus,
    private readonly clock: Clock,
  ) {}

  /** Rejects with BusError `no-bus`. */
  static async open(clock: Clock): Promise<SystemBus> {
    const dbus = await load()
    const bus = dbus.systemBus()
    const opened = new SystemBus(dbus, bus, clock)
    await new Promise<void>((resolve, reject) => {
      const cancel = clock.after(CONNECT_MS, () => fail('no answer'))
      const fail = (said: string): void => {
        cancel()
        opened.close()
        opened.lost ??= new BusError('no-bus', said)
        reject(opened.lost)
      }
      // Without a listener an error of the connection would end the process.
      ;(bus as EventEmitter).on('error', (error: unknown) =>
        fail(error instanceof Error ? error.message : String(error)),
      )
      bus.once('connect', () => {
        cancel()
        resolve()
      })
    })
    return opened
  }

  /** Body of the answer, variants unwrapped. Rejects with BusError. */
  async call(target: Target, signature = '', body: readonly unknown[] = [], ms = CALL_MS): Promise<readonly unknown[]> {
    if (this.lost) throw this.lost
    const asked = this.bus.call(
      new this.dbus.Message({ ...target, signature, body: body.map((one) => this.typed(one)) }),
    )
    const late = new Promise<never>((_, reject) => {
      const cancel = this.clock.after(ms, () => reject(new BusError('time-out', `${target.member}: no answer`)))
      void asked.then(cancel, cancel)
    })
    try {
      return ((await Promise.race([asked, late]))?.body ?? []).map(this.plain)
    } catch (error) {
      throw error instanceof BusError ? error : busError(error)
    }
  }

  /** A call nobody waits for. */
  post(target: Target, signature = '', body: readonly unknown[] = []): void {
    const flags = this.dbus.MessageFlag.NO_REPLY_EXPECTED
    if (!this.lost) this.bus.send(new this.dbus.Message({ ...target, signature, body: [...body], flags }))
  }

  /** Hears the signals of these rules until the connection is closed. */
  async hear(rules: readonly string[], hear: (signal: Signal) => void): Promise<void> {
    this.bus.on('message', (message: Message) => {
      if (message.type !== this.dbus.MessageType.SIGNAL) return
      const { path, interface: of, member, body } = message
      hear({ path, interface: of, member, body: body.map(this.plain) })
    })
    for (const rule of rules) await this.call({ ...DBUS, member: 'AddMatch' }, 's', [`type='signal',${rule}`])
  }

  /** Answers calls to one of our interfaces. */
  answer(interfaceName: string, answer: (asked: Asked) => Answer): void {
    this.bus.addMethodHandler((message: Message) => {
      if (message.interface !== interfaceName) return false
      const said = answer({ path: message.path, member: message.member, body: message.body.map(this.plain) })
      this.bus.send(
        typeof said === 'string'
          ? this.dbus.Message.newError(message, said, 'refused')
          : this.dbus.Message.newMethodReturn(message, said.signature ?? '', [...(said.body ?? [])]),
      )
      return true
    })
  }

  async hasOwner(name: string): Promise<boolean> {
    const [has] = await this.call({ ...DBUS, member: 'NameHasOwner' }, 's', [name])
    return has === true
  }

  /** With variants where they were told, one level down. */
  private typed(value: unknown): unknown {
    if (value instanceof Typed) return new this.dbus.Variant(value.signature, value.value)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.typed(inner)]))
  }

  /** Without variants, all the way down. */
  private readonly plain = (value: unknown): unknown => {
    if (value instanceof this.dbus.Variant) return this.plain(value.value)
    if (Array.isArray(value)) return value.map(this.plain)
    if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.plain(inner)]))
  }

  close(): void {
    this.bus.removeAllListeners('message')
    this.bus.disconnect()
  }
}

/** The package throws an error with the name of the D-Bus error in `type` and its text in `text`. */
function busError(error: unknown): BusError {
  const known = error as { readonly type?: unknown; readonly text?: unknown; readonly message?: unknown }
  return new BusError(String(known.type ?? 'failed'), String(known.text ?? known.message ?? error))
}
