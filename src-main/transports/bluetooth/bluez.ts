import { access } from 'node:fs/promises'
import type { Clock } from '../../base/clock'
import type { AdapterState, Bluetooth } from '../../ports/bluetooth'
import { busFault, pairFault, pairingCancelled } from './bluetooth-faults'
import { BLUEZ, everything, managed, onAdapter, switchOn } from './bluez-calls'
import { ADAPTER, adapterIn, devicePath } from './bluez-objects'
import { type PairTimes, pairDevice } from './bluez-pair'
import { watchDevices } from './device-watch'
import { bluetoothSwitches } from './rfkill'
import { BusError, SystemBus } from './system-bus'

/** Where distributions put the service. */
const DAEMONS = ['/usr/libexec/bluetooth/bluetoothd', '/usr/lib/bluetooth/bluetoothd', '/usr/sbin/bluetoothd']

export interface BluezOptions extends Partial<PairTimes> {
  readonly rfkillFolder?: string
}

/** Bluetooth over BlueZ's D-Bus API (org.bluez of BlueZ 5). Each call has a connection of its own, which ends with it. */
export function bluezBluetooth(clock: Clock, options: BluezOptions = {}): Bluetooth {
  const { rfkillFolder, pairMs = 45_000, findMs = 15_000 } = options

  async function withBus<T>(use: (bus: SystemBus) => Promise<T>): Promise<T> {
    const bus = await SystemBus.open(clock)
    try {
      return await use(bus)
    } finally {
      bus.close()
    }
  }

  async function look(bus: SystemBus): Promise<AdapterState> {
    if (!(await bus.hasOwner(BLUEZ))) return { is: 'no-service', installed: await anyExists(DAEMONS) }
    const adapter = adapterIn(await managed(bus))
    if (adapter?.powered) return { is: 'on', name: adapter.name, address: adapter.address }
    const blocked = (await bluetoothSwitches(rfkillFolder)).filter(({ soft, hard }) => soft || hard)
    if (blocked.length > 0) return { is: 'blocked', hard: blocked.some(({ hard }) => hard) }
    return adapter ? { is: 'off', name: adapter.name } : { is: 'no-adapter' }
  }

  return {
    switches: () => bluetoothSwitches(rfkillFolder),
    adapter: () => withBus(look).catch(wrongState),
    powerOn: () =>
      withBus(async (bus) => switchOn(bus, (await everything(bus)).adapter.path, ADAPTER, 'Powered')).catch(refuse),
    discover: (events, signal) => withBus((bus) => watchDevices(bus, events, signal, clock)).catch(refuse),
    async pair(address, pin, signal) {
      if (signal.aborted) throw pairingCancelled()
      return withBus((bus) => pairDevice(bus, { address, pin, signal, clock, pairMs, findMs })).catch(
        (error: unknown) => {
          throw signal.aborted ? pairingCancelled() : pairFault(error, address, pin)
        },
      )
    },
    forget: (address) =>
      withBus(async (bus) => {
        const { all, adapter } = await everything(bus)
        const path = devicePath(all, adapter, address)
        if (path !== null) await bus.call(onAdapter(adapter, 'RemoveDevice'), 'o', [path])
      }).catch(refuse),
  }
}

function wrongState(error: unknown): AdapterState {
  if (!(error instanceof BusError)) return { is: 'mute' }
  if (error.type === 'no-bus') return { is: 'no-bus', said: error.said }
  if (error.type === 'org.freedesktop.DBus.Error.AccessDenied') return { is: 'denied', said: error.said }
  return { is: 'mute' }
}

function refuse(error: unknown): never {
  throw busFault(error)
}

async function anyExists(paths: readonly string[]): Promise<boolean> {
  const all = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  )
  return all.includes(true)
}
