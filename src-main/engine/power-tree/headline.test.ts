import type { ChannelInfo, SourceInfo } from '@contract/model'
import { expect, it } from 'vitest'
import { headlineOf } from './headline'
import { readPlan } from './read-plan'
import { scanChannels } from './scan-samples'

const source = (id: string, channels: readonly ChannelInfo[], text?: string): SourceInfo => ({
  id,
  kind: id,
  name: id,
  machineName: id,
  simulated: false,
  identity: null,
  calibration: null,
  channels,
  ...(text === undefined ? {} : { channelFile: { name: 'board.csv', text } }),
})

const TEXT = '2001,V,none,1,0,-1\n2003,CPU,cpu,0.1,5,0,2002,0\n2002,IN,rail,0.1,5,0,0,0\n2004,AUX,rail,0.1,5,0,0,0\n'
const volts = source('volts', scanChannels(readPlan(TEXT).plan!), TEXT)
const channel = (key: string, unit: 'W' | 'V', kind: 'windowed' | 'gauge'): ChannelInfo => ({
  key,
  label: key,
  unit,
  kind,
  type: 'f64',
})
const wall = source('wall', [channel('voltage', 'V', 'windowed'), channel('power', 'W', 'windowed')])

it('speaks of the wall wherever there is a meter of the mains', () => {
  expect(headlineOf([volts, wall])).toEqual({ sourceId: 'wall', positions: [1] })
})

it('speaks of all roots of a voltmeter otherwise, and of its first power without a channel file', () => {
  expect(headlineOf([volts])).toEqual({ sourceId: 'volts', positions: [0, 1] })
  expect(volts.channels.slice(0, 2).map(({ label }) => label)).toEqual(['IN', 'AUX'])
  expect(headlineOf([source('old', volts.channels)])).toEqual({ sourceId: 'old', positions: [0] })
})

it('speaks of nothing where nothing has power', () => {
  expect(headlineOf([source('x', [channel('voltage', 'V', 'gauge')])])).toBeNull()
})
