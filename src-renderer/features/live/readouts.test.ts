import { createPrefixHold } from '@contract/quantity'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anInstrument, aReadout, NOON_US } from '../../testing/builders'
import { aFault } from '../../testing/fake-bridge'
import { type LiveReadoutsInput, selectLiveReadouts } from './select-readouts'

const input = (patch: Partial<LiveReadoutsInput> = {}): LiveReadoutsInput => ({
  source: anInstrument(),
  powerKey: 'p',
  readouts: new Map([['bench-a/p', aReadout('bench-a/p', 44.28)]]),
  derived: [],
  energyUnit: 'Wh',
  recordingSinceUs: null,
  zone: 'UTC',
  nowUs: NOON_US + 41e6,
  hold: () => ({ symbol: '', power: 0 }),
  ...patch,
})
const now = (patch: Partial<LiveReadoutsInput>) => selectLiveReadouts(input(patch)).big[0]
const worth = (patch: Partial<LiveReadoutsInput>) => now(patch)?.worth?.replaceAll('\u00a0', ' ')

describe('the newest value', () => {
  it('says what the link does while nothing comes, beside the age of the value', () => {
    const link = { at: 'connecting', step: 'identify', sinceUs: NOON_US } as const
    expect(worth({ source: anInstrument({ link }), readouts: new Map() })).toBe('Connecting: identify')
    const nextAtUs = NOON_US + 49e6
    const again = anInstrument({ link: { at: 'reconnecting', attempt: 3, nextAtUs, fault: aFault() } })
    expect(worth({ source: again })).toBe('41 s old · Reconnecting, 3rd try in 8 s')
    const failed = anInstrument({ link: { at: 'failed', fault: { ...aFault(), code: 'METER_OTHER' } } })
    expect(worth({ source: failed })).toBe('41 s old · Failed: other meter on the port')
    expect(worth({ source: anInstrument(), readouts: new Map() })).toBe('no sample yet')
  })

  it('is grey whenever its source is not live', () => {
    const at = (link: ReturnType<typeof anInstrument>['link']) => now({ source: anInstrument({ link }) })?.stale
    expect(
      [{ at: 'live', sinceUs: 0 } as const, { at: 'stale', sinceUs: 0 } as const, { at: 'closed' } as const].map(at),
    ).toEqual([false, true, true])
  })

  it('has a real minus, and a dash where there is no number', () => {
    const of = (x: number) => now({ readouts: new Map([['bench-a/p', aReadout('bench-a/p', x)]]) })?.value.number
    expect([of(-0.21), of(Number.NaN)]).toEqual(['\u22120.210', '\u2014'])
  })

  it('stands beside voltage, current, apparent power, power factor and frequency, in this order', () => {
    const gauge = { kind: 'gauge', type: 'f64' } as const
    const channels = [
      { key: 'frequency', label: 'Frequency', unit: 'Hz', ...gauge },
      { key: 'power_factor', label: 'Power factor', unit: '1', ...gauge },
      { key: 'current', label: 'Current', unit: 'A', ...gauge },
      { key: 'voltage', label: 'Voltage', unit: 'V', ...gauge },
    ] as const
    const values = { p: 44.28, voltage: 229.81, current: 0.2312, power_factor: 0.8341, frequency: 49.982 }
    const readouts = new Map(
      Object.entries(values).map(([key, x]) => [`bench-a/${key}`, aReadout(`bench-a/${key}`, x)]),
    )
    const derived = [
      { sourceId: 'bench-a', key: 'reactive', label: 'Reactive', unit: 'var', value: 29.3 },
      { sourceId: 'bench-a', key: 'apparent', label: 'Apparent', unit: 'VA', value: 53.13 },
    ] as const
    const { secondary } = selectLiveReadouts(input({ source: anInstrument({ channels }), readouts, derived }))
    expect(secondary.map(({ label, value }) => [label, value.number, value.unit])).toEqual([
      ['Voltage', '229.8', 'V'],
      ['Current', '0.231', 'A'],
      ['Apparent', '53.1', 'VA'],
      ['Power factor', '0.834', ''],
      ['Frequency', '49.98', 'Hz'],
      ['Reactive', '29.3', 'var'],
    ])
  })

  it('keeps its prefix for less than a second outside, and its width within it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 905, max: 1_095, noNaN: true }), { minLength: 2, maxLength: 40 }),
        (values) => {
          const hold = createPrefixHold()
          hold.choose(950, 0)
          const units = values.map((x, i) => hold.choose(x, i * 500).symbol)
          expect(new Set(units)).toEqual(new Set(['']))
        },
      ),
    )
    const hold = createPrefixHold()
    const seen = [950, 2_000, 2_000, 950, 2_000, 2_000, 2_000].map((x, i) => hold.choose(x, i * 400).symbol)
    expect(seen).toEqual(['', '', '', '', '', '', ''])
    expect(hold.choose(2_000, 2_700)).toMatchObject({ symbol: 'k' })
  })
})
