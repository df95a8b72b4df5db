import { type Clock, pause } from '../../base/clock'
import { deviceGone, pairingCancelled, pairTooSlow } from './bluetooth-faults'
import { everything, managed, onAdapter, onDevice, startDiscovery, switchOn } from './bluez-calls'
import { type AdapterObject, DEVICE, devicePath } from './bluez-objects'
import { registerPinAgent } from './pin-agent'
import { BusError, type SystemBus } from './system-bus'

export interface PairTimes {
  /** How long pairing may take, ms. */
  readonly pairMs: number
  /** How long a device is looked for that BlueZ has forgotten meanwhile (it does after 30 s out of sight), ms. */
  readonly findMs: number
}

const LOOK_MS = 500

/** Pairs with one device and trusts it. Rejects with a Fault or a BusError. */
export async function pairDevice(
  bus: SystemBus,
  {
    address,
    pin,
    signal,
    clock,
    pairMs,
    findMs,
  }: PairTimes & {
    readonly address: string
    readonly pin: string
    readonly signal: AbortSignal
    readonly clock: Clock
  },
): Promise<'paired' | 'already'> {
  const { adapter } = await everything(bus)
  const path = await find(bus, adapter, address, findMs, signal, clock)
  const unregister = await registerPinAgent(bus, path, pin)
  try {
    const outcome = await bounded(bus, path, signal, pairMs, address)
    await switchOn(bus, path, DEVICE, 'Trusted')
    return outcome
  } finally {
    unregister()
  }
}

async function bounded(
  bus: SystemBus,
  path: string,
  signal: AbortSignal,
  ms: number,
  address: string,
): Promise<'paired' | 'already'> {
  const giveUp = (): void => bus.post(onDevice(path, 'CancelPairing'))
  let cancelled: () => void = () => undefined
  const aborted = new Promise<never>((_, reject) => {
    cancelled = () => {
      giveUp()
      reject(pairingCancelled())
    }
    signal.addEventListener('abort', cancelled, { once: true })
    if (signal.aborted) cancelled()
  })
  try {
    await Promise.race([bus.call(onDevice(path, 'Pair'), '', [], ms), aborted])
    return 'paired'
  } catch (error) {
    if (!(error instanceof BusError)) throw error
    if (error.type === 'org.bluez.Error.AlreadyExists') return 'already'
    if (error.type !== 'time-out') throw error
    giveUp()
    throw pairTooSlow(address, Math.round(ms / 1000))
  } finally {
    signal.removeEventListener('abort', cancelled)
  }
}

/** The object of the device; it is looked for in the room when BlueZ has none. */
async function find(
  bus: SystemBus,
  adapter: AdapterObject,
  address: string,
  ms: number,
  signal: AbortSignal,
  clock: Clock,
): Promise<string> {
  const known = devicePath(await managed(bus), adapter, address)
  if (known !== null) return known
  await startDiscovery(bus, adapter)
  try {
    for (const endUs = clock.nowUs() + ms * 1000; clock.nowUs() < endUs; ) {
      await pause(clock, LOOK_MS, signal)
      if (signal.aborted) throw pairingCancelled()
      const path = devicePath(await managed(bus), adapter, address)
      if (path !== null) return path
    }
  } finally {
    await bus.call(onAdapter(adapter, 'StopDiscovery'), '', [], 1_000).catch(() => undefined)
  }
  throw deviceGone(address)
}
