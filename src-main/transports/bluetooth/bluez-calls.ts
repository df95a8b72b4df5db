import { adapterLost } from './bluetooth-faults'
import { ADAPTER, type AdapterObject, adapterIn, DEVICE, type Objects, objectsIn } from './bluez-objects'
import { type SystemBus, type Target, Typed } from './system-bus'

export const BLUEZ = 'org.bluez'

const at = (path: string, of: string, member: string): Target => ({
  destination: BLUEZ,
  path,
  interface: of,
  member,
})

export const onAdapter = (adapter: AdapterObject, member: string): Target => at(adapter.path, ADAPTER, member)
export const onDevice = (path: string, member: string): Target => at(path, DEVICE, member)

/** Everything BlueZ exports now. */
export async function managed(bus: SystemBus): Promise<Objects> {
  const [all] = await bus.call(at('/', 'org.freedesktop.DBus.ObjectManager', 'GetManagedObjects'))
  return objectsIn(all)
}

/** The same, with the adapter to work with. Rejects with BLUETOOTH_OFF where there is none. */
export async function everything(bus: SystemBus): Promise<{ readonly all: Objects; readonly adapter: AdapterObject }> {
  const all = await managed(bus)
  const adapter = adapterIn(all)
  if (!adapter) throw adapterLost('There is no adapter.')
  return { all, adapter }
}

/** Switches a property of an adapter or a device on. */
export async function switchOn(bus: SystemBus, path: string, of: string, property: string): Promise<void> {
  const target = at(path, 'org.freedesktop.DBus.Properties', 'Set')
  await bus.call(target, 'ssv', [of, property, new Typed('b', true)])
}

/** Devices of this adapter speak the classic radio; others would only fill the list. */
export async function startDiscovery(bus: SystemBus, adapter: AdapterObject): Promise<void> {
  const filter = { Transport: new Typed('s', 'bredr') }
  await bus.call(onAdapter(adapter, 'SetDiscoveryFilter'), 'a{sv}', [filter])
  await bus.call(onAdapter(adapter, 'StartDiscovery'))
}
