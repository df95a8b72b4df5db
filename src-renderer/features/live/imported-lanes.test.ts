import type { MachineClock } from '@contract/clocks'
import type { SeriesGroup } from '@contract/collectd'
import type { ChannelInfo, SiUnit } from '@contract/model'
import type { SessionView } from '@contract/sessions'
import { describe, expect, it } from 'vitest'
import { aSessionView } from '../../testing/builders'
import { addLaneRows, selectAddLane } from './select-add-lane'
import { clockLine } from './select-clocks'
import { type LaneChoice, powerOf, selectSessionLanes, shownLanes } from './select-lanes'

type Source = SessionView['sourceInfos'][number]

const info = (key: string, label: string, unit: SiUnit, kind: ChannelInfo['kind']): ChannelInfo => ({
  ...{ key, label, unit, kind },
  type: 'f64',
})
const rate = (unit: SiUnit, column = '') => {
  const [key, name] = [column || 'value', column === '' ? '' : `${column} `]
  return [
    info(`${key}.rate`, `${name}rate`, unit, 'rate'),
    info(key, `${name}total`, unit === '%' ? 'jiffies' : unit === 'W' ? 'J' : 'B', 'counter'),
  ]
}
const gauge = (unit: SiUnit) => [info('value', 'value', unit, 'gauge')]

function series(path: string, group: SeriesGroup, channels: readonly ChannelInfo[], host = 'mypc'): Source {
  const id = `${host}-${path.replace(/\W/g, '-')}`
  return {
    ...{ id, kind: 'collectd', name: `${host} ${path}`, machineName: `${host}/${path}`, simulated: false },
    ...{ identity: null, calibration: null, channels, periodS: 0.1, settings: { host, path, group } },
  }
}

const machine = (host = 'mypc'): readonly Source[] => [
  series('intel-rapl/counter-core-0', 'Power', rate('W'), host),
  series(
    'intel-rapl/counter-package-0',
    'Power',
    [...rate('W'), info('value.raw', 'raw counter', '1', 'counter')],
    host,
  ),
  series('intel-rapl/counter-dram-0', 'Power', rate('W'), host),
  ...[0, 1].flatMap((n) =>
    ['idle', 'system', 'user'].map((state) => series(`cpu-${n}/cpu-${state}`, 'CPU', rate('%'), host)),
  ),
  series('memory/memory-free', 'Memory', gauge('B'), host),
  series('memory/memory-used', 'Memory', gauge('B'), host),
  series('interface-lo/if_octets', 'Network', [...rate('B/s', 'rx'), ...rate('B/s', 'tx')], host),
  series('interface-eth0/if_octets', 'Network', [...rate('B/s', 'rx'), ...rate('B/s', 'tx')], host),
  series('disk-vda/disk_octets', 'Disk', [...rate('B/s', 'read'), ...rate('B/s', 'write')], host),
  series('load/load', 'CPU', [info('shortterm', 'shortterm', '1', 'gauge')], host),
]
const clocks = (host: string, sources: readonly Source[]): MachineClock => ({
  host,
  sourceIds: sources.map(({ id }) => id),
  clock: null,
})

function session(...hosts: readonly (readonly Source[])[]): SessionView {
  const base = aSessionView()
  return {
    ...base,
    sourceInfos: [...base.sourceInfos, ...hosts.flat()],
    clocks: hosts.map((own, i) => clocks(String(own[0]?.settings.host ?? i), own)),
  }
}
const CHOICE: LaneChoice = { shown: {}, only: null, onlyLane: null }
const lanes = (view: SessionView, shown: LaneChoice['shown'] = {}) =>
  shownLanes(selectSessionLanes(view, [], { ...CHOICE, shown }))
const text = (view: SessionView, shown: LaneChoice['shown'] = {}) =>
  lanes(view, shown).map(
    ({ title, sourceName, unit, signals }) =>
      `${title} ${sourceName} ${unit}: ${signals.map((s) => s.name).join(', ')}`,
  )

describe('a session with a machine imported', () => {
  it('shows wall power, then package power, load, memory and network of the machine', () => {
    expect(text(session(machine()))).toEqual([
      'Wall power PowerSpy2 bench A W: P',
      'RAPL power mypc W: package-0',
      'CPU load mypc %: cpu-0 user, cpu-1 user',
      'Memory mypc B: used',
      'Network mypc B/s: eth0 rx, eth0 tx',
    ])
  })

  it('gives no lane two units, and keeps bytes and bytes per second apart', () => {
    for (const { unit, signals, hidden } of selectSessionLanes(session(machine()))) {
      for (const { path, id } of [...signals, ...hidden]) {
        if (path)
          expect(machine().flatMap((s) => s.channels.map((c) => [`${s.id}/${c.key}`, c.unit]))).toContainEqual([
            id,
            unit,
          ])
      }
    }
  })

  it('never calls RAPL wall power, also without a meter', () => {
    const own = machine()
    const alone = { ...session(own), sourceInfos: own }
    expect(text(alone)[0]).toBe('RAPL power mypc W: package-0')
    expect(powerOf(selectSessionLanes(alone))).toMatchObject({ name: 'package-0' })
  })

  it('has the colours given to CPU, package, core, network and disk, whatever else is shown', () => {
    const own = machine()
    const everything = Object.fromEntries(
      own.flatMap(({ id, channels }) => channels.map(({ key }) => [`${id}/${key}`, true])),
    )
    const colour = (shown: LaneChoice['shown'], path: string) =>
      lanes(session(own), shown)
        .flatMap(({ signals }) => signals)
        .find((one) => one.path === path)?.colour
    expect(colour({}, 'cpu-0/cpu-user')).toBe('s2')
    expect(colour({}, 'intel-rapl/counter-package-0')).toBe('s5')
    expect(colour(everything, 'intel-rapl/counter-core-0')).toBe('s7')
    expect(colour({}, 'interface-eth0/if_octets')).toBe('s6')
    expect(colour(everything, 'disk-vda/disk_octets')).toBe('s4')
    for (const { path } of lanes(session(own)).flatMap(({ signals }) => signals)) {
      if (path) expect(colour(everything, path)).toBe(colour({}, path))
    }
  })

  it('draws gauges until the next value, rates since the one before, and a meter straight', () => {
    const steps = lanes(session(machine())).map(({ title, signals }) => [title, signals[0]?.step])
    expect(steps).toEqual([
      ['Wall power', null],
      ['RAPL power', 'since-before'],
      ['CPU load', 'since-before'],
      ['Memory', 'until-next'],
      ['Network', 'since-before'],
    ])
  })

  it('shows totals and raw counters only when asked for, in lanes of their own', () => {
    expect(
      lanes(session(machine()))
        .flatMap(({ signals }) => signals)
        .some(({ key }) => key === 'value.raw'),
    ).toBe(false)
    const id = 'mypc-intel-rapl-counter-package-0'
    expect(
      text(session(machine()), { [`${id}/value`]: true, [`${id}/value.raw`]: true }).filter((one) => /RAPL/.test(one)),
    ).toEqual([
      'RAPL power mypc W: package-0',
      'RAPL power, total mypc J: package-0',
      'RAPL power, raw counter mypc 1: package-0',
    ])
  })

  it('has lanes by machine, side by side, and never more than a screen holds', () => {
    const titles = text(session(machine('a'), machine('b'))).map((one) => one.split(' ').slice(0, 3).join(' '))
    expect(titles).toContain('RAPL power a')
    expect(titles).toContain('RAPL power b')
    expect(lanes(session(...['a', 'b', 'c', 'd', 'e'].map(machine))).length).toBeLessThanOrEqual(9)
  })

  it('puts at most four lines of processors into a lane by default, one of all together where there is one', () => {
    const many = Array.from({ length: 64 }, (_, n) => series(`cpu-${n}/cpu-user`, 'CPU', rate('%')))
    expect(lanes(session(many)).find(({ title }) => title === 'CPU load')?.signals).toHaveLength(4)
    const joint = series('aggregation-cpu-average/cpu-user', 'CPU', gauge('%'))
    expect(lanes(session([...many, joint])).find(({ title }) => title === 'CPU load')?.signals).toHaveLength(1)
  })

  it('takes numbers that scripts pushed for what they are', () => {
    const pushed: Source = {
      ...series('x', 'Other', [info('value', 'queue length', '1', 'gauge')]),
      ...{ id: 'resource-web-queue-1', kind: 'resource', machineName: 'web', settings: {} },
    }
    const shown = text({ ...session([pushed]), clocks: [] })
    expect(shown).toContain('queue length web 1: queue length')
    expect(shown.length).toBeGreaterThan(2)
  })
})

describe('the list of what can be added', () => {
  const groups = selectAddLane(selectSessionLanes(session(machine())))
  it('is by machine and group, with path and unit, what counts up last', () => {
    expect(groups.map(({ name }) => name)).toEqual([
      'PowerSpy2 bench A',
      'mypc · Power',
      'mypc · CPU',
      'mypc · Memory',
      'mypc · Network',
      'mypc · Disk',
    ])
    expect(groups[2]?.channels).toContainEqual({
      id: 'mypc-cpu-0-cpu-user/value.rate',
      title: 'CPU load, cpu-0 user',
      path: 'cpu-0/cpu-user',
      unit: '%',
      on: true,
    })
    expect(groups[2]?.channels.at(-1)?.unit).toBe('jiffies')
  })
  it('is searched by words of machine, group, path and unit', () => {
    const found = (search: string) =>
      addLaneRows(groups, search).flatMap((row) => (row.kind === 'channel' ? [row.channel.path] : []))
    expect(found('mypc network eth0 B/s')).toEqual(['interface-eth0/if_octets', 'interface-eth0/if_octets'])
    expect(found('cpu-1 user %')).toEqual(['cpu-1/cpu-user'])
    expect(addLaneRows(groups, 'nothing like it')).toEqual([])
  })
  it('is made quickly from 500 series', () => {
    const many = Array.from({ length: 500 }, (_, n) => series(`cpu-${n}/cpu-user`, 'CPU', rate('%')))
    const view = session(many)
    selectSessionLanes(view)
    const before = performance.now()
    for (let i = 0; i < 20; i++) selectAddLane(selectSessionLanes(view))
    expect((performance.now() - before) / 20).toBeLessThan(60)
  })
})

describe('how a clock stands, in short', () => {
  const clock = { offsetUs: 1e6, driftPpm: 12, refUs: 0, residualUs: 4_000, method: 'sync', points: 3 } as const
  it('is said with shape and words', () => {
    expect(clockLine({ host: 'mypc', clock: null })).toMatchObject({
      mark: { words: 'not aligned', tone: 'warn' },
      sentence: 'Not aligned',
    })
    expect(clockLine({ host: 'mypc', clock })).toMatchObject({
      mark: { words: 'aligned ±4 ms', tone: 'ok' },
      sentence: 'Aligned by 3 sync points, ±4 ms, drift 12 ppm',
    })
    expect(clockLine({ host: 'mypc', clock: { ...clock, method: 'offset', points: 0 } }).mark.words).toBe(
      'aligned by hand',
    )
  })
})
