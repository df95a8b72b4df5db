import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemClock } from '../../base/clock'
import type { Fault } from '../../base/fault'
import type { BluetoothDevice } from '../../ports/bluetooth'
import { BluetoothRoom } from '../../testing/bluez/room'
import { type BluezOptions, bluezBluetooth } from './bluez'

const METER = '00:0B:CE:2A:41:7F'

let room: BluetoothRoom
let rfkillFolder: string
const before = process.env.DBUS_SYSTEM_BUS_ADDRESS

beforeEach(async () => {
  room = await BluetoothRoom.open()
  rfkillFolder = mkdtempSync(join(tmpdir(), 'wattbench-rfkill-'))
  process.env.DBUS_SYSTEM_BUS_ADDRESS = room.address
})

afterEach(async () => {
  if (before === undefined) delete process.env.DBUS_SYSTEM_BUS_ADDRESS
  else process.env.DBUS_SYSTEM_BUS_ADDRESS = before
  await room.close()
  rmSync(rfkillFolder, { recursive: true })
})

const bluetooth = (options: BluezOptions = {}) => bluezBluetooth(systemClock(), { rfkillFolder, ...options })

function rfkill(name: string, type: string, soft: 0 | 1, hard: 0 | 1): void {
  const folder = join(rfkillFolder, name)
  mkdirSync(folder)
  for (const [file, text] of Object.entries({ name, type, soft, hard })) writeFileSync(join(folder, file), `${text}\n`)
}

const codeOf = (trial: Promise<unknown>): Promise<string> =>
  trial.then(
    () => 'no fault',
    (fault: Fault) => fault.code,
  )

/** A discovery under way: what it has told, and how it is ended. */
function discovery() {
  const devices = new Map<string, BluetoothDevice>()
  const abort = new AbortController()
  const ended = bluetooth().discover(
    { found: (device) => devices.set(device.address, device), gone: (address) => devices.delete(address) },
    abort.signal,
  )
  return { devices, abort, ended, fails: codeOf(ended) }
}

it('tells a missing bus from a missing service, adapter, power, and from a blocked radio', async () => {
  const state = async () => (await bluetooth().adapter()).is
  expect(await state()).toBe('no-service')
  await room.startService(false)
  expect(await state()).toBe('no-adapter')
  await room.stopService()
  await room.startService()
  expect(await bluetooth().adapter()).toEqual({ is: 'on', name: 'hci0', address: '00:01:02:03:04:05' })
  await room.power(false)
  rfkill('rfkill0', 'wlan', 1, 0)
  expect(await bluetooth().adapter()).toEqual({ is: 'off', name: 'hci0' })
  rfkill('rfkill1', 'bluetooth', 1, 0)
  expect(await bluetooth().adapter()).toEqual({ is: 'blocked', hard: false })
  rfkill('rfkill2', 'bluetooth', 0, 1)
  expect(await bluetooth().adapter()).toEqual({ is: 'blocked', hard: true })
  process.env.DBUS_SYSTEM_BUS_ADDRESS = 'unix:path=/nowhere'
  expect(await state()).toBe('no-bus')
})

it('says that the service is mute instead of waiting for ever', async () => {
  await room.startService()
  room.freezeService()
  expect(await bluetooth().adapter()).toEqual({ is: 'mute' })
})

it('switches the adapter on', async () => {
  await room.startService()
  await room.power(false)
  await bluetooth().powerOn()
  expect(await room.adapterProperty('Powered')).toBe(true)
})

it('finds devices with name, address and signal while it looks, and stops looking when told', async () => {
  await room.startService()
  await room.addDevice('11:22:33:44:55:66', 'Headset')
  const { devices, abort, ended } = discovery()
  await expect.poll(() => devices.size).toBe(1)
  await expect.poll(() => room.adapterProperty('Discovering')).toBe(true)
  await room.addMeter(METER, 'PowerSpy #2614')
  await expect
    .poll(() => devices.get(METER))
    .toEqual({ address: METER, name: 'PowerSpy #2614', rssi: -79, paired: false })
  await room.signal(METER, -58)
  await expect.poll(() => devices.get(METER)?.rssi).toBe(-58)
  await room.removeDevice(METER)
  await expect.poll(() => devices.has(METER)).toBe(false)
  abort.abort()
  await ended
  expect(await room.adapterProperty('Discovering')).toBe(false)
})

it('ends looking with the cause when adapter or service go away', async () => {
  await room.startService()
  const first = discovery()
  await expect.poll(() => room.adapterProperty('Discovering')).toBe(true)
  await room.power(false)
  expect(await first.fails).toBe('BLUETOOTH_OFF')
  await room.power(true)
  const second = discovery()
  await expect.poll(() => room.adapterProperty('Discovering')).toBe(true)
  await room.removeAdapter()
  expect(await second.fails).toBe('BLUETOOTH_OFF')
  await room.stopService()
  await room.startService()
  const third = discovery()
  await expect.poll(() => room.adapterProperty('Discovering')).toBe(true)
  await room.stopService()
  expect(await third.fails).toBe('BLUETOOTH_OFF')
  expect(await discovery().fails).toBe('BLUETOOTH_FAILED')
})

it('pairs with the PIN it was given and trusts the meter; a second time it was paired already', async () => {
  await room.startService()
  await room.addMeter(METER, 'PowerSpy #2614')
  const pair = () => bluetooth().pair(METER, '0000', new AbortController().signal)
  expect(await pair()).toBe('paired')
  expect([await room.property(METER, 'Paired'), await room.property(METER, 'Trusted')]).toEqual([true, true])
  expect(await room.pinsGiven()).toEqual(['0000'])
  expect(await pair()).toBe('already')
})

it('tells a refused PIN from a meter that does not answer; another PIN may follow', async () => {
  await room.startService()
  await room.addMeter(METER, 'PowerSpy #2614', '4711')
  const { signal } = new AbortController()
  expect(await codeOf(bluetooth().pair(METER, '0000', signal))).toBe('BLUETOOTH_PIN')
  expect(await bluetooth().pair(METER, '4711', signal)).toBe('paired')
  expect(await room.pinsGiven()).toEqual(['0000', '4711'])
  await room.addMeter('00:0B:CE:00:00:01', 'PowerSpy #1', '0000', 0.2)
  expect(await codeOf(bluetooth().pair('00:0B:CE:00:00:01', '0000', signal))).toBe('BLUETOOTH_DEVICE')
})

it('does not take a dropped link for a cancelled pairing, nor a busy meter for a wrong PIN', async () => {
  await room.startService()
  await room.addMeter(METER, 'PowerSpy #2614')
  const pair = () => bluetooth().pair(METER, '0000', new AbortController().signal)
  await room.failPairing(METER, 'AuthenticationCanceled')
  await expect(pair()).rejects.toMatchObject({
    code: 'BLUETOOTH_DEVICE',
    view: { title: expect.stringContaining('did not answer') },
  })
  await room.failPairing(METER, 'AuthenticationRejected')
  await expect(pair()).rejects.toMatchObject({
    code: 'BLUETOOTH_PIN',
    view: { title: 'The meter refused to pair', cause: expect.stringMatching(/PIN 0000 is wrong, or .* busy/) },
  })
  await room.failPairing(METER, 'AuthenticationFailed')
  await expect(pair()).rejects.toMatchObject({ view: { title: 'The PIN 0000 was refused' } })
})

it('gives up a pairing that takes too long or is cancelled, at once', async () => {
  await room.startService()
  await room.addMeter(METER, 'PowerSpy #2614', '0000', 2)
  const slow = bluetooth({ pairMs: 300 }).pair(METER, '0000', new AbortController().signal)
  await expect(slow).rejects.toMatchObject({
    code: 'BLUETOOTH_DEVICE',
    view: { title: expect.stringContaining('too long') },
  })
  const abort = new AbortController()
  const cancelled = codeOf(bluetooth().pair(METER, '0000', abort.signal))
  setTimeout(() => abort.abort(), 100)
  expect(await cancelled).toBe('CANCELLED')
})

it('looks again for a meter the service has forgotten, and says so when it is gone', async () => {
  await room.startService()
  const { signal } = new AbortController()
  const late = bluetooth().pair(METER, '0000', signal)
  await room.addMeter(METER, 'PowerSpy #2614')
  expect(await late).toBe('paired')
  await bluetooth().forget(METER)
  await bluetooth().forget(METER)
  expect(await codeOf(bluetooth({ findMs: 600 }).pair(METER, '0000', signal))).toBe('BLUETOOTH_DEVICE')
})
