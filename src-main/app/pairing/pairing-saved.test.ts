import { DEFAULT_SETTINGS } from '@contract/settings'
import { afterEach, expect, it } from 'vitest'
import type { StoredSettings } from '../../ports/settings'
import { settle } from '../../testing/manual-clock'
import { METER, OTHER, PairingBench, type PairingPlace, pairingFault } from '../../testing/pairing-bench'
import type { TestApp } from '../../testing/test-app'
import type { AppPorts } from '../app'

let on: PairingBench
let place: PairingPlace
let test: TestApp

async function start(instead: Partial<AppPorts> = {}): Promise<void> {
  on = await PairingBench.open(instead)
  place = on.place
  test = on.test
}

afterEach(() => test.app.stop())

/** Pairs the meter to the end under this name; the id of its instrument. */
async function paired(name: string): Promise<string> {
  await on.toPair()
  expect(await on.stands(3_000)).toBe('live done')
  return String(await on.ask('finish', name))
}

const linkOf = (id: string) => test.app.bench.list().find((one) => one.id === id)?.link.at

it('takes up the instrument that is saved for this meter instead of saving it twice, under the name it has', async () => {
  await start()
  const id = await paired('Rack A')
  // The same meter under another number, as after a restart of the computer.
  place.nodes = []
  place.bound(5)
  await on.toPair()
  expect(await on.stands(3_000)).toBe('live done')
  const { instrumentId, savedName } = await on.view()
  expect([instrumentId, savedName]).toEqual([id, 'Rack A'])
  expect(await on.ask('finish', savedName)).toBe(id)
  expect(on.saved()).toMatchObject([{ id, address: '/dev/rfcomm5', bluetooth: METER, name: 'Rack A' }])
})

it('offers no saved name for a meter that this pairing saved, also when it is tried again', async () => {
  await start()
  await on.toPair(METER, null)
  await test.clock.advance(3_000)
  await on.ask('back')
  await on.ask('retry')
  expect(await on.stands(3_000)).toBe('live done')
  expect((await on.view()).savedName).toBeNull()
})

it('removes what it saved for a meter when another one is chosen', async () => {
  await start()
  await on.toPair()
  expect(await on.stands(3_000)).toBe('live done')
  const [first] = on.saved()
  await on.backToFind()
  expect([on.saved().length, linkOf(first?.id ?? '')]).toEqual([1, 'live'])
  place.pin = '4711'
  await on.toPair(OTHER, 'PowerSpy #1')
  expect(await on.stands(3_000)).toBe('pair pin')
  expect([on.saved(), test.app.bench.list()]).toEqual([[], []])
  expect(await on.lines()).toContain('PowerSpy #2614 was not saved: another meter was chosen')
  await on.ask('pin', '4711')
  expect(await on.stands(3_000)).toBe('live done')
  const id = await on.ask('finish', 'Second')
  expect(on.saved()).toMatchObject([{ id, name: 'Second', bluetooth: OTHER }])
})

it('keeps what it saved when the same meter is chosen again, and removes it when cancelled', async () => {
  await start()
  await on.toPair()
  await test.clock.advance(3_000)
  const [first] = on.saved()
  await on.backToFind()
  await on.toPair()
  expect(await on.stands(3_000)).toBe('live done')
  expect(on.saved().map(({ id }) => id)).toEqual([first?.id])
  await on.ask('cancel')
  expect(on.saved()).toEqual([])
})

it('disconnects a saved meter that it connected when another one is chosen, and leaves one alone that was connected', async () => {
  await start()
  const id = await paired('Rack A')
  const chooseOther = async () => {
    await on.toPair()
    expect(await on.stands(3_000)).toBe('live done')
    await on.backToFind()
    place.pin = '4711'
    await on.toPair(OTHER, null)
    expect(await on.stands(3_000)).toBe('pair pin')
    place.pin = '0000'
    await on.ask('cancel')
  }
  await chooseOther()
  expect([linkOf(id), on.saved().length]).toEqual(['live', 1])
  await test.app.bench.disconnect(id)
  await chooseOther()
  expect([linkOf(id), on.saved().length]).toEqual(['closed', 1])
})

it('says that a saved meter answered only when it did, however well it is known', async () => {
  await start()
  const id = await paired('Rack A')
  await test.app.bench.disconnect(id)
  place.access = { is: 'denied', command: 'sudo', group: 'dialout', joined: false }
  await on.toPair()
  expect(await on.stands(1_000)).toBe('permission busy')
  // From here on nothing answers: the port is being looked for.
  let answer: () => void = () => undefined
  place.held = new Promise((resolve) => {
    answer = resolve
  })
  place.access = { is: 'ok' }
  expect(await on.stands(3_000)).toBe('identify busy')
  expect((await on.view()).serial).toBeNull()
  expect(await on.lines()).not.toContainEqual(expect.stringContaining('answered'))
  answer()
  expect(await on.stands(3_000)).toBe('live done')
  expect(await on.lines()).toContainEqual(expect.stringMatching(/^Meter #\d+ answered on/))
})

it('takes a connection that stood before for an answer only with a value that comes over it', async () => {
  await start()
  const id = await paired('Rack A')
  await test.app.bench.update(id, { intervalMs: 5_000 })
  await test.clock.advance(11_000)
  await on.toPair()
  expect(await on.stands(500)).toBe('identify busy')
  expect(linkOf(id)).toBe('live')
  expect(await on.stands(6_000)).toBe('live done')
})

it('leaves a meter alone that was saved on this node with another serial number', async () => {
  const old = { id: 'old', kind: 'powerspy2', name: 'Old', address: '/dev/rfcomm0', intervalMs: 250, reconnect: true }
  let kept: StoredSettings = { ...DEFAULT_SETTINGS, instruments: [{ ...old, serial: '9999' }] }
  await start({
    settings: {
      load: async () => ({ settings: kept, fault: null }),
      save: async (settings) => {
        kept = settings
      },
    },
  })
  await on.toPair()
  expect(await on.stands(3_000)).toBe('live done')
  await on.ask('finish', 'New')
  expect(kept.instruments).toEqual([
    { ...old, serial: '9999' },
    expect.objectContaining({ name: 'New', address: '/dev/rfcomm0', bluetooth: METER }),
  ])
})

it('goes on under the name of an instrument with the same serial number', async () => {
  await start()
  const { bench } = test.app
  const old = await bench.add({ kind: 'powerspy2', name: 'Old name', address: '/dev/ttyX', intervalMs: 100 })
  bench.connect(old.id)
  await test.clock.advance(3_000)
  await bench.disconnect(old.id)
  await on.toPair()
  expect(await on.stands(3_000)).toBe('live done')
  expect(on.saved()).toMatchObject([{ id: old.id, name: 'Old name', address: '/dev/rfcomm0', bluetooth: METER }])
})

it('finds a meter under another number, learns addresses, and never opens a node that leads elsewhere', async () => {
  await start()
  place.bound(0)
  const { bench } = test.app
  const { id } = await bench.add({ kind: 'powerspy2', name: 'Desk', address: '/dev/rfcomm0', intervalMs: 100 })
  const at = () => bench.list().find((one) => one.id === id)
  bench.connect(id)
  await test.clock.advance(3_000)
  expect(at()).toMatchObject({ link: { at: 'live' }, bluetooth: METER })
  expect(on.saved()[0]).toMatchObject({ bluetooth: METER })
  await bench.disconnect(id)

  place.nodes = []
  place.bound(0, OTHER)
  place.bound(3)
  bench.connect(id)
  await test.clock.advance(3_000)
  expect(at()).toMatchObject({ link: { at: 'live' }, address: '/dev/rfcomm3' })
  expect(on.saved()[0]).toMatchObject({ address: '/dev/rfcomm3' })
  await bench.disconnect(id)

  await bench.add({ kind: 'powerspy2', name: 'Rack', address: '/dev/rfcomm9', intervalMs: 100 }, OTHER)
  place.nodes = []
  place.bound(3, OTHER)
  bench.connect(id)
  await settle()
  expect(at()?.link).toMatchObject({
    at: 'failed',
    fault: {
      code: 'PORT_OTHER',
      cause: expect.stringContaining(`Rack (${OTHER})`),
      command: `sudo rfcomm bind 0 ${METER} 1`,
    },
  })
  place.nodes = []
  bench.connect(id)
  await settle()
  expect(at()?.link).toMatchObject({ at: 'failed', fault: { code: 'PORT_UNBOUND' } })

  // As after a restart of the computer: bound again with one button, under the number that is free.
  place.bound(0, OTHER)
  // Pressed twice it is bound once.
  const bound = Promise.all([test.app.handlers['instruments:bind'](id), test.app.handlers['instruments:bind'](id)])
  await test.clock.advance(1_500)
  await bound
  expect(place.nodes.map(({ number, bluetooth }) => [number, bluetooth])).toEqual([
    [0, OTHER],
    [1, METER],
  ])
  expect(at()).toMatchObject({ address: '/dev/rfcomm1', link: { at: 'live' } })
  // A second time there is nothing to bind; what cannot be bound says why.
  const nodes = place.nodes.length
  await test.app.handlers['instruments:bind'](id)
  expect(place.nodes).toHaveLength(nodes)
  place.nodes = []
  place.bindFault = pairingFault('RFCOMM_AGENT')
  await expect(test.app.handlers['instruments:bind'](id)).rejects.toMatchObject({ code: 'RFCOMM_AGENT' })
  const { id: wired } = await bench.add({ kind: 'powerspy2', name: 'w', address: '/dev/ttyUSB0', intervalMs: 100 })
  await expect(test.app.handlers['instruments:bind'](wired)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

it('forgets the Bluetooth address when a person types another node', async () => {
  await start()
  const { bench } = test.app
  const { id } = await bench.add({ kind: 'powerspy2', name: 'Desk', address: '/dev/rfcomm0', intervalMs: 100 }, METER)
  await bench.update(id, { address: '/dev/ttyUSB0' })
  expect(on.saved()[0]?.bluetooth).toBeUndefined()
})
