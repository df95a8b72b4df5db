import type { FoundDevice } from '@contract/pairing'
import { formatFixed } from '@contract/quantity'
import type { BluetoothDevice } from '../../ports/bluetooth'

/** Addresses of PowerSpy meters begin so (seen addresses; the first three bytes name the maker of the radio). */
const PREFIX = '00:0B:CE:'

/** A signal for people. */
export const dbm = (rssi: number): string => `${formatFixed(rssi, 0)}\u00a0dBm`

/** More than a busy office; bounds what crosses to the page. */
const MOST = 200

export const asFound = (device: BluetoothDevice): FoundDevice => ({
  ...device,
  likely: device.address.startsWith(PREFIX) || /powerspy/i.test(device.name ?? ''),
})

/** Likely meters first, then those with a name, each by signal; equal ones by address, so that the list does not jump. */
export function insertFound(list: readonly FoundDevice[], device: FoundDevice): readonly FoundDevice[] {
  return [...list.filter(({ address }) => address !== device.address), device].sort(compare).slice(0, MOST)
}

const rank = ({ likely, name }: FoundDevice): number => (likely ? 0 : name !== null ? 1 : 2)

/** Signals move by some dB all the time: steps of ten decide the order. */
const strength = ({ rssi }: FoundDevice): number => (rssi === null ? -999 : Math.round(rssi / 10))

const compare = (a: FoundDevice, b: FoundDevice): number =>
  rank(a) - rank(b) || strength(b) - strength(a) || a.address.localeCompare(b.address)
