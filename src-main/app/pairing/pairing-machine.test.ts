import type { FaultView } from '@contract/fault'
import { PAIRING_STEPS } from '@contract/pairing'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { asFound, insertFound } from './found-devices'
import { type Cue, firstPairing, nextPairing, type Pairing } from './pairing-machine'

const METER = asFound({ address: '00:0B:CE:2A:41:7F', name: 'PowerSpy #2614', rssi: -58, paired: false })
const OTHER = asFound({ address: '00:0B:CE:00:00:01', name: null, rssi: -70, paired: true })
const fault: FaultView = { code: 'BLUETOOTH_PIN', title: 't', cause: 'c', consequence: 'k', next: 'n' }

const CUES: readonly Cue[] = [
  { cue: 'adapter-on', note: 'hci0 on' },
  { cue: 'found', device: METER },
  { cue: 'found', device: OTHER },
  { cue: 'choose', address: METER.address },
  { cue: 'choose', address: OTHER.address },
  { cue: 'paired', note: 'trusted' },
  { cue: 'expect', port: '/dev/rfcomm0' },
  { cue: 'by-hand', fault, command: 'sudo rfcomm', untilUs: 1 },
  { cue: 'bound', port: '/dev/rfcomm0', note: 'rfcomm0' },
  { cue: 'permitted', note: 'read and write' },
  { cue: 'linking', instrumentId: 'id', savedName: null, detail: 'open' },
  { cue: 'identified', serial: '2614', note: '#2614' },
  { cue: 'value', watts: 42, note: '42 W' },
  { cue: 'stuck', fault },
  { cue: 'stuck', fault, canPowerOn: true },
  { cue: 'pin-refused', fault },
  { cue: 'pin', pin: '4711' },
  { cue: 'gone', address: METER.address },
  { cue: 'power-on' },
  { cue: 'forget' },
  { cue: 'retry' },
  { cue: 'back' },
  { cue: 'next' },
]

const after = (cues: readonly Cue[], from: Pairing = firstPairing): Pairing =>
  cues.reduce<Pairing>((now, cue) => nextPairing(now, cue) ?? now, from)

/** The straight way: as many of its cues as are asked for. */
const WAY: readonly Cue[] = [CUES[0], CUES[1], CUES[3], CUES[5], CUES[8], CUES[9], CUES[11], CUES[12]] as Cue[]

it('goes the straight way without a hand but the choice of the meter', () => {
  const steps = WAY.map((_, i) => after(WAY.slice(0, i + 1)).step)
  expect(steps).toEqual(['find', 'find', 'pair', 'bind', 'permission', 'identify', 'live', 'live'])
  const end = after(WAY)
  expect(end).toMatchObject({ at: 'done', serial: '2614', watts: 42, port: '/dev/rfcomm0', trusted: true })
  expect(Object.keys(end.notes)).toEqual([...PAIRING_STEPS])
})

it('sees the link from its first byte to its first value in one job', () => {
  const identify = after(WAY.slice(0, 6))
  expect(after(WAY.slice(6), identify).run).toBe(identify.run)
})

it('asks for a PIN after a refusal and begins anew with it', () => {
  const refused = after([...WAY.slice(0, 3), { cue: 'pin-refused', fault }])
  expect(refused).toMatchObject({ step: 'pair', at: 'pin', fault })
  const again = after([{ cue: 'pin', pin: '4711' }], refused)
  expect(again).toMatchObject({ step: 'pair', at: 'busy', fault: null, pin: '4711', run: refused.run + 1 })
})

it('goes on from waiting for a command, and from having waited too long', () => {
  const byHand = after([CUES[6], CUES[7]] as Cue[], after(WAY.slice(0, 4)))
  expect(byHand).toMatchObject({ step: 'bind', at: 'by-hand', port: '/dev/rfcomm0', command: 'sudo rfcomm' })
  const late = after([{ cue: 'stuck', fault }], byHand)
  expect(late).toMatchObject({ at: 'stuck', command: 'sudo rfcomm' })
  expect(after([CUES[8] as Cue], late)).toMatchObject({ step: 'permission', command: null, waitUntilUs: null })
})

it('goes back without undoing, and on again without doing it twice', () => {
  const bind = after(WAY.slice(0, 4))
  const back = after([{ cue: 'back' }], bind)
  expect(back).toMatchObject({ step: 'pair', at: 'done', run: bind.run + 1 })
  expect(after([{ cue: 'next' }], back)).toMatchObject({ step: 'bind', at: 'busy' })
  expect(after([{ cue: 'back' }, { cue: 'back' }], bind)).toMatchObject({ step: 'find', at: 'choose' })
})

it('forgets what it knows of one meter when another is chosen', () => {
  const end = after([CUES[2] as Cue, { cue: 'back' }], after(WAY.slice(0, 5)))
  const there = after([{ cue: 'back' }, { cue: 'back' }, CUES[2] as Cue, CUES[4] as Cue], end)
  expect(there).toMatchObject({ step: 'pair', at: 'busy', meter: OTHER, port: null, serial: null, trusted: false })
})

it('offers to switch on only an adapter that is off', () => {
  expect(nextPairing(firstPairing, { cue: 'power-on' })).toBeUndefined()
  const off = after([{ cue: 'stuck', fault, canPowerOn: true }])
  expect(after([{ cue: 'power-on' }], off)).toMatchObject({ at: 'busy', first: 'power-on', run: off.run + 1 })
})

it('never loses its way, whatever comes in whatever order', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...CUES), { maxLength: 60 }), (cues) => {
      let now = firstPairing
      for (const cue of cues) {
        const next = nextPairing(now, cue)
        if (!next) continue
        // A job ends and another begins only with a new run; a new step always has one, but for the link's.
        expect(next.run === now.run || next.run === now.run + 1).toBe(true)
        if (next.step !== now.step && next.step !== 'live') expect(next.run).toBe(now.run + 1)
        if (next.at === 'stuck' || next.at === 'pin' || next.at === 'by-hand') expect(next.fault).not.toBeNull()
        if (next.at === 'busy' || next.at === 'done') expect(next.fault).toBeNull()
        if (PAIRING_STEPS.indexOf(next.step) > 1) expect(next.meter).not.toBeNull()
        now = next
      }
    }),
  )
})

it('shows likely meters first, then named ones, the stronger first, and does not jump for some dB', () => {
  const seen = [
    { address: '00:00:00:00:00:01', name: null, rssi: -40, paired: false },
    { address: '00:00:00:00:00:02', name: 'Headset', rssi: -70, paired: false },
    { address: '00:0B:CE:00:00:03', name: null, rssi: -80, paired: false },
    { address: '00:00:00:00:00:04', name: 'powerspy2 left', rssi: -62, paired: false },
    { address: '00:00:00:00:00:05', name: 'PowerSpy right', rssi: -60, paired: false },
  ].map(asFound)
  const list = seen.reduce<readonly ReturnType<typeof asFound>[]>(insertFound, [])
  expect(list.map(({ address }) => address.at(-1))).toEqual(['4', '5', '3', '2', '1'])
})
