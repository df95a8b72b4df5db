import { z } from 'zod'
import type { BluetoothDevice } from '../../ports/bluetooth'

export const ADAPTER = 'org.bluez.Adapter1'
export const DEVICE = 'org.bluez.Device1'

const interfaces = z.record(z.string(), z.record(z.string(), z.unknown()))
const objects = z.record(z.string(), interfaces)

type Properties = Readonly<Record<string, unknown>>

/** What BlueZ exports: path → interface → properties. Anything else than that is nothing. */
export type Objects = Readonly<Record<string, Readonly<Record<string, Properties>>>>

export const objectsIn = (value: unknown): Objects => objects.safeParse(value).data ?? {}
export const interfacesIn = (value: unknown): Objects[string] => interfaces.safeParse(value).data ?? {}
export const propertiesIn = (value: unknown): Properties =>
  typeof value === 'object' && value !== null ? { ...value } : {}

export interface AdapterObject {
  readonly path: string
  /** "hci0". */
  readonly name: string
  readonly address: string
  readonly powered: boolean
}

/** The adapter to work with: one that is on, else the first. */
export function adapterIn(all: Objects): AdapterObject | null {
  const found = Object.entries(all)
    .flatMap(([path, { [ADAPTER]: is }]) => (is ? [{ path, is }] : []))
    .sort((a, b) => a.path.localeCompare(b.path))
    .map(({ path, is }) => ({
      path,
      name: path.slice(path.lastIndexOf('/') + 1),
      address: text(is.Address) ?? '',
      powered: is.Powered === true,
    }))
  return found.find(({ powered }) => powered) ?? found[0] ?? null
}

/** A device from its properties; null without an address. */
export function deviceOf(is: Properties): BluetoothDevice | null {
  const address = text(is.Address)?.toUpperCase()
  if (address === undefined || !/^([0-9A-F]{2}:){5}[0-9A-F]{2}$/.test(address)) return null
  return {
    address,
    name: text(is.Name) ?? null,
    rssi: typeof is.RSSI === 'number' ? is.RSSI : null,
    paired: is.Paired === true,
  }
}

/** Path of the object of a device with this address below an adapter, or null. */
export function devicePath(all: Objects, adapter: AdapterObject, address: string): string | null {
  const found = Object.entries(all).find(
    ([path, { [DEVICE]: is }]) => path.startsWith(`${adapter.path}/`) && is && deviceOf(is)?.address === address,
  )
  return found?.[0] ?? null
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
