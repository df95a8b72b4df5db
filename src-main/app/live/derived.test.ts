import type { ChannelInfo, SourceInfo } from '@contract/model'
import { expect, it } from 'vitest'
import { derivedNow } from './derived'

const info = (...keys: readonly string[]): SourceInfo => ({
  id: 'm',
  kind: 'k',
  name: 'n',
  machineName: 'm',
  simulated: false,
  identity: null,
  calibration: null,
  channels: keys.map((key): ChannelInfo => ({ key, label: key, unit: '1', kind: 'windowed', type: 'f64' })),
})

// The first recorded frame of instruments/powerspy2/fixtures.
it('gives apparent power, power factor and crest factors of a recorded frame', () => {
  const all = derivedNow(
    info('voltage', 'current', 'power', 'voltage_peak', 'current_peak'),
    [230.702, 0.78317, 171.1404, 326.924, 1.4938],
  )
  const value = (key: string) => all.find((d) => d.key === key)?.value ?? Number.NaN
  expect(value('apparent')).toBeCloseTo(180.678, 2)
  expect(value('power_factor')).toBeCloseTo(0.9472, 4)
  expect(value('reactive')).toBeCloseTo(Math.sqrt(180.678 ** 2 - 171.1404 ** 2), 1)
  expect(value('crest_voltage')).toBeCloseTo(1.417, 3)
  expect(value('crest_current')).toBeCloseTo(1.907, 3)
})

it('says nothing where a quantity is missing or nothing was measured yet', () => {
  expect(derivedNow(info('power'), [4])).toEqual([])
  expect(derivedNow(info('voltage', 'current', 'power'), [])).toEqual([])
})

it('leaves out what the source measures as a channel of its own', () => {
  const keys = derivedNow(info('voltage', 'current', 'power', 'power_factor'), [230, 1, 200, 0.87]).map(
    ({ key }) => key,
  )
  expect(keys).toEqual(['apparent', 'reactive'])
})
