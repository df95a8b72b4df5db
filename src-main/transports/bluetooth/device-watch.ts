import type { Clock } from '../../base/clock'
import type { Fault } from '../../base/fault'
import type { DiscoveryEvents } from '../../ports/bluetooth'
import { adapterLost, busFault } from './bluetooth-faults'
import { BLUEZ, everything, onAdapter, startDiscovery } from './bluez-calls'
import { ADAPTER, type AdapterObject, DEVICE, deviceOf, interfacesIn, propertiesIn } from './bluez-objects'
import type { Signal, SystemBus } from './system-bus'

/** The bus is asked this often whether it is still there: a connection that died tells nothing. */
const ALIVE_MS = 5_000

const RULES = [`sender='${BLUEZ}'`, `sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${BLUEZ}'`] as const

type Properties = Readonly<Record<string, unknown>>

/** Devices below one adapter, kept from BlueZ's signals. */
class Room {
  private readonly known = new Map<string, Properties>()

  constructor(
    private readonly adapter: AdapterObject,
    private readonly events: DiscoveryEvents,
    private readonly lost: (why: string) => void,
  ) {}

  tell(path: string, properties: Properties): void {
    if (!path.startsWith(`${this.adapter.path}/`)) return
    this.known.set(path, properties)
    const device = deviceOf(properties)
    if (device) this.events.found(device)
  }

  hear({ path, member, body }: Signal): void {
    const [first, second, third] = body
    if (typeof first !== 'string') return
    if (member === 'NameOwnerChanged' && first === BLUEZ && third === '') this.lost('The Bluetooth service ended.')
    else if (member === 'InterfacesAdded') this.added(first, interfacesIn(second)?.[DEVICE])
    else if (member === 'InterfacesRemoved') this.removed(first)
    else if (member === 'PropertiesChanged') this.changed(path, first, propertiesIn(second), third)
  }

  private added(path: string, properties: Properties | undefined): void {
    if (properties) this.tell(path, properties)
  }

  private removed(path: string): void {
    if (path === this.adapter.path) this.lost(`${this.adapter.name} was pulled out.`)
    const device = deviceOf(this.known.get(path) ?? {})
    if (device && this.known.delete(path)) this.events.gone(device.address)
  }

  private changed(path: string, of: string, changed: Properties, invalid: unknown): void {
    if (path === this.adapter.path && of === ADAPTER && changed.Powered === false)
      this.lost(`${this.adapter.name} was switched off.`)
    const before = this.known.get(path)
    if (of !== DEVICE || !before) return
    const gone = Array.isArray(invalid) ? invalid.map((name: unknown) => [String(name), undefined]) : []
    this.tell(path, { ...before, ...changed, ...Object.fromEntries(gone) })
  }
}

/** Tells of the devices in the room until the signal is aborted. Rejects with a Fault when the adapter or the service is lost. */
export async function watchDevices(
  bus: SystemBus,
  events: DiscoveryEvents,
  signal: AbortSignal,
  clock: Clock,
): Promise<void> {
  const { all, adapter } = await everything(bus)
  let end: (fault: Fault | null) => void = () => undefined
  const ended = new Promise<Fault | null>((resolve) => {
    end = resolve
  })
  const room = new Room(adapter, events, (why) => end(adapterLost(why)))
  await bus.hear(RULES, (told) => room.hear(told))
  for (const [path, { [DEVICE]: properties }] of Object.entries(all)) if (properties) room.tell(path, properties)
  await startDiscovery(bus, adapter)
  const abort = (): void => end(null)
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  const stopAsking = askWhetherAlive(bus, clock, end)
  const fault = await ended
  stopAsking()
  signal.removeEventListener('abort', abort)
  await bus.call(onAdapter(adapter, 'StopDiscovery'), '', [], 1_000).catch(() => undefined)
  if (fault) throw fault
}

function askWhetherAlive(bus: SystemBus, clock: Clock, end: (fault: Fault) => void): () => void {
  let cancel: () => void = () => undefined
  const ask = (): void => {
    cancel = clock.after(ALIVE_MS, () => {
      bus.hasOwner(BLUEZ).then(ask, (error: unknown) => end(busFault(error)))
    })
  }
  ask()
  return () => cancel()
}
