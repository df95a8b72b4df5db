import { afterEach, expect, it } from 'vitest'
import { settle } from '../../testing/manual-clock'
import { METER, OTHER, PairingBench, type PairingPlace, pairingFault } from '../../testing/pairing-bench'
import type { TestApp } from '../../testing/test-app'

let on: PairingBench
let place: PairingPlace
let test: TestApp

async function start(): Promise<void> {
  on = await PairingBench.open()
  place = on.place
  test = on.test
}

afterEach(() => test.app.stop())

it('leads from the adapter to a saved meter with address, serial number and name, without a hand but the choice', async () => {
  await start()
  await on.toPair()
  expect(await on.stands(3_000)).toBe('live done')
  const end = await on.view()
  expect(end).toMatchObject({ port: '/dev/rfcomm0', trusted: true, meter: { address: METER, paired: true } })
  expect(end.watts).toBeGreaterThan(0)
  expect(place.did).toEqual(['look', 'stop looking', `pair ${METER} 0000`, 'bind 0'])
  expect(await on.lines()).toEqual([
    'Adapter hci0 is on, discovery started',
    `Found PowerSpy #2614 at ${METER}, −58\u00a0dBm`,
    'Paired with PIN 0000, marked as trusted',
    `/dev/rfcomm0 leads to ${METER}`,
    'This account may open /dev/rfcomm0',
    `Meter #${end.serial} answered on /dev/rfcomm0`,
    expect.stringMatching(/^First live value: [\d.]+ W$/),
  ])
  const id = await on.ask('finish', 'Desk meter')
  expect(on.saved()).toMatchObject([
    { id, name: 'Desk meter', address: '/dev/rfcomm0', bluetooth: METER, serial: end.serial },
  ])
  expect(await test.app.handlers['pairing:get']()).toBeNull()
})

it('asks for another PIN when 0000 is refused, and pairs with that', async () => {
  await start()
  place.pin = '4711'
  await on.toPair()
  expect(await on.stands()).toBe('pair pin')
  expect((await on.view()).fault?.code).toBe('BLUETOOTH_PIN')
  await on.ask('pin', '4711')
  expect(await on.stands(3_000)).toBe('live done')
  expect(place.did.filter((did) => did.startsWith('pair'))).toEqual([`pair ${METER} 0000`, `pair ${METER} 4711`])
})

it('stands with words when pairing was cancelled by somebody else, and can be tried again', async () => {
  await start()
  place.pairFault = pairingFault('CANCELLED')
  await on.toPair()
  expect(await on.stands()).toBe('pair stuck')
  expect((await on.view()).fault?.title).toBe('It is CANCELLED')
  place.pairFault = null
  await on.ask('retry')
  expect(await on.stands(3_000)).toBe('live done')
})

it('goes on by itself when the command was run by hand, under whatever number', async () => {
  await start()
  place.bound(0, OTHER)
  place.bindFault = pairingFault('RFCOMM_AGENT', `sudo rfcomm bind 1 ${METER} 1`)
  await on.toPair()
  expect(await on.stands()).toBe('bind by-hand')
  const waiting = await on.view()
  expect(waiting).toMatchObject({ command: `sudo rfcomm bind 1 ${METER} 1`, port: '/dev/rfcomm1' })
  expect((waiting.waitUntilUs ?? 0) - waiting.sinceUs).toBe(120_000_000)
  expect(await on.stands(121_000)).toBe('bind stuck')
  place.bound(7)
  expect(await on.stands(3_000)).toBe('live done')
  expect((await on.view()).port).toBe('/dev/rfcomm7')
})

it('binds nothing when a node leads to the meter already', async () => {
  await start()
  place.bound(4)
  await on.toPair()
  expect(await on.stands(3_000)).toBe('live done')
  expect(place.did).not.toContain('bind 0')
  expect((await on.view()).notes.bind).toBe('rfcomm4, bound before')
})

it('gives udev its time, then says how the account may open the port, and goes on when it may', async () => {
  await start()
  place.access = { is: 'denied', command: 'sudo usermod -aG dialout $USER', group: 'dialout', joined: false }
  await on.toPair()
  expect(await on.stands(2_000)).toBe('permission busy')
  expect(await on.stands(2_000)).toBe('permission stuck')
  expect((await on.view()).fault).toMatchObject({ code: 'PORT_DENIED', command: 'sudo usermod -aG dialout $USER' })
  place.access = { ...place.access, joined: true }
  await test.clock.advance(1_000)
  expect((await on.view()).fault?.title).toBe('This login is older than your group')
  place.access = { is: 'ok' }
  expect(await on.stands(3_000)).toBe('live done')
})

it('waits at an adapter that is off, switches it on when asked, and goes on by itself when something else did', async () => {
  await start()
  place.adapter = { is: 'off', name: 'hci0' }
  await on.ask('start')
  expect(await on.stands()).toBe('adapter stuck')
  expect((await on.view()).canPowerOn).toBe(true)
  await on.ask('powerOn')
  expect(await on.stands()).toBe('find choose')
  await on.ask('back')
  place.adapter = { is: 'no-service', installed: true }
  await on.ask('retry')
  expect(await on.stands()).toBe('adapter stuck')
  expect((await on.view()).fault?.command).toBe('sudo systemctl enable --now bluetooth')
  place.adapter = { is: 'on', name: 'hci0', address: 'x' }
  expect(await on.stands(2_000)).toBe('find choose')
})

it('forgets a meter that was paired with another PIN and pairs it anew', async () => {
  await start()
  await on.toPair()
  await test.clock.advance(3_000)
  while ((await on.view()).step !== 'pair') await on.ask('back')
  expect(await on.stands()).toBe('pair done')
  await on.ask('forget')
  await test.clock.advance(0)
  expect(place.did.slice(place.did.indexOf(`forget ${METER}`))).toContain(`pair ${METER} 0000`)
})

it('can be cancelled at every step: nothing goes on, and no half-known instrument stays', async () => {
  await start()
  place.pin = 'never'
  await on.toPair()
  await test.clock.advance(0)
  await on.ask('pin', 'slow')
  await on.ask('cancel')
  expect(await test.app.handlers['pairing:get']()).toBeNull()
  place.pin = '0000'
  await on.toPair()
  expect(await on.stands(3_000)).toBe('live done')
  expect(on.saved().length).toBe(1)
  await on.ask('cancel')
  expect(on.saved()).toEqual([])
  await on.ask('start')
  await settle()
  await on.ask('cancel')
  expect(place.did.at(-1)).toBe('stop looking')
})

it('refuses what means nothing at a step', async () => {
  await start()
  await expect(on.ask('next')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await on.ask('start')
  await settle()
  await expect(on.ask('choose', OTHER)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(on.ask('choose', 'rm -rf')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(on.ask('finish', 'x')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})
