import type { ChannelInfo, SiUnit } from '@contract/model'
import { describe, expect, it } from 'vitest'
import { anInstrument, aSessionView } from '../../testing/builders'
import { QUANTITIES, quantityOf } from './lane-table'
import { selectAddLane } from './select-add-lane'
import { type LaneChoice, powerOf, selectLiveLanes, selectSessionLanes, shownLanes } from './select-lanes'

const channel = (key: string, label: string, unit: SiUnit, kind: ChannelInfo['kind'] = 'windowed'): ChannelInfo => ({
  key,
  label,
  unit,
  kind,
  type: 'f64',
})
const METER = [
  channel('voltage', 'Voltage', 'V'),
  channel('current', 'Current', 'A'),
  channel('power', 'Power', 'W'),
  channel('voltage_peak', 'Voltage peak', 'V'),
  channel('current_peak', 'Current peak', 'A'),
  channel('power_factor', 'Power factor', '1'),
  channel('frequency', 'Frequency', 'Hz'),
  channel('receipt', 'Receipt time', 'us', 'time'),
]
const meter = (id: string, channels: readonly ChannelInfo[] = METER) => anInstrument({ id, name: id, channels })
const NOTHING = { lanes: new Map() }
const CHOICE: LaneChoice = { shown: {}, only: null, onlyLane: null }
const all = (choice: Partial<LaneChoice> = {}, sources = [meter('a')]) =>
  selectLiveLanes(sources, NOTHING, { ...CHOICE, ...choice })
const ids = (lanes: ReturnType<typeof all>) => shownLanes(lanes).map(({ id }) => id)

describe('lanes by default', () => {
  it('are power, voltage, current, power factor and frequency of a wall meter, peaks only when asked for', () => {
    expect(shownLanes(all()).map(({ title, unit, testId }) => [title, unit, testId])).toEqual([
      ['Wall power', 'W', 'lane-power'],
      ['Voltage', 'V', 'lane-voltage'],
      ['Current', 'A', 'lane-current'],
      ['Power factor', '1', 'lane-power-factor'],
      ['Frequency', 'Hz', 'lane-frequency'],
    ])
    expect(ids(all({ shown: { 'a/voltage_peak': true } }))).toContain('a/voltage-peak')
  })

  it('are only power of a second meter, in another colour', () => {
    const lanes = shownLanes(all({}, [meter('a'), meter('b')]))
    expect(lanes.map(({ id }) => id)).toEqual([
      'a/power',
      'b/power',
      'a/voltage',
      'a/current',
      'a/power-factor',
      'a/frequency',
    ])
    expect(lanes[0]?.signals[0]?.colour).not.toBe(lanes[1]?.signals[0]?.colour)
  })

  it('are those of the second meter where the first does not measure it', () => {
    const old = meter('old', [channel('p', 'Power', 'W')])
    expect(ids(all({}, [old, meter('b')]))).toContain('b/voltage')
  })

  it('lack what an old session does not hold', () => {
    expect(shownLanes(selectSessionLanes(aSessionView())).map(({ title }) => title)).toEqual([
      'Wall power',
      'Voltage',
      'Current',
    ])
  })
})

describe('colours', () => {
  it('stay with a signal when other sources go and when it is opened as a session', () => {
    const [a, b] = [meter('a'), meter('b')]
    const of = (lanes: ReturnType<typeof all>) => lanes.find(({ id }) => id === 'b/power')?.signals[0]?.colour
    const both = of(all({}, [a, b]))
    expect(of(all({}, [{ ...a, link: { at: 'closed' } }, b]))).toBe(both)
    const session = aSessionView()
    const [info] = session.sourceInfos
    if (!info) throw new Error('a session without source')
    expect(of(selectSessionLanes({ ...session, sourceInfos: [{ ...info, id: 'b', channels: METER }] }, [a, b]))).toBe(
      both,
    )
  })

  it('have their own dash where two share a lane, and are solid alone', () => {
    const rails = all({}, [meter('v', [channel('x', 'DC_IN', 'W', 'gauge'), channel('y', 'VCORE_IN', 'W', 'gauge')])])
    const [lane] = rails
    expect(lane?.signals.map(({ name }) => name)).toEqual(['DC_IN', 'VCORE_IN'])
    expect(new Set(lane?.signals.map(({ colour }) => colour)).size).toBe(2)
    expect(new Set(lane?.signals.map(({ dash }) => dash)).size).toBe(2)
    expect(all()[0]?.signals[0]).toMatchObject({ name: 'P', dash: 'solid', colour: 's1' })
  })

  it('hold a gauge that is a state, and join one that is a level', () => {
    const steps = all({ shown: { 'a/fan': true, 'a/rail': true } }, [
      meter('a', [channel('fan', 'Fan state', '1', 'gauge'), channel('rail', 'Rail', 'W', 'gauge')]),
    ])
    expect(steps.flatMap(({ signals }) => signals.map(({ key, step }) => [key, step]))).toEqual([
      ['rail', null],
      ['fan', 'until-next'],
    ])
  })
})

describe('what a person chose', () => {
  it('hides a signal, keeps it in its lane, and drops a lane without any', () => {
    const sources = [meter('v', [channel('x', 'DC_IN', 'W'), channel('y', 'VCORE_IN', 'W')])]
    const [lane] = all({ shown: { 'v/x': false } }, sources)
    expect(lane?.signals.map(({ key }) => key)).toEqual(['y'])
    expect(lane?.hidden.map(({ key }) => key)).toEqual(['x'])
    expect(ids(all({ shown: { 'v/x': false, 'v/y': false } }, sources))).toEqual([])
  })

  it('shows only what is isolated, and everything when that is not there', () => {
    expect(ids(all({ only: 'a/current' }))).toEqual(['a/current'])
    expect(ids(all({ onlyLane: 'a/voltage' }))).toEqual(['a/voltage'])
    expect(ids(all({ only: 'gone/current' }))).toHaveLength(5)
  })

  it('still knows the power the readouts speak of', () => {
    expect(powerOf(all({ shown: { 'a/power': false } }))).toMatchObject({ id: 'a/power', key: 'power', sourceId: 'a' })
  })

  it('is a list of all channels by source, with a check for each that is drawn', () => {
    const groups = selectAddLane(all({ shown: { 'a/power': false } }, [meter('a'), meter('b')]))
    expect(groups.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(groups[0]?.channels.map(({ title, on }) => [title, on])).toContainEqual(['Wall power', false])
    expect(groups[0]?.channels).toContainEqual({
      id: 'a/frequency',
      title: 'Frequency',
      path: '',
      unit: 'Hz',
      on: true,
    })
    const peak = { id: 'b/voltage_peak', title: 'Voltage peak', path: '', unit: 'V', on: false }
    expect(groups[1]?.channels).toContainEqual(peak)
    expect(groups[0]?.channels.map(({ id }) => id)).not.toContain('a/receipt')
  })
})

describe('the table of quantities', () => {
  it('takes no channel twice', () => {
    for (const one of METER) expect(QUANTITIES.filter(({ isIt }) => isIt(one)).length).toBeLessThanOrEqual(1)
  })
  it('gives a channel it does not know a lane of its own under its label', () => {
    expect(quantityOf(channel('temp', 'Inlet temperature', '1', 'gauge'))).toMatchObject({
      title: 'Inlet temperature',
      byDefault: 'never',
    })
  })
})
