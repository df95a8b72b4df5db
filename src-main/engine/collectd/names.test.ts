import { DEFAULT_COLLECTD_FILTERS, isChosen } from '@contract/collectd'
import { describe, expect, it } from 'vitest'
import { readEntryName } from './entry-name'
import { excludeFilters, includeFilters, parseFilters } from './filters'
import { meaningOf, perSecond } from './meaning'
import { shownName, sourceId } from './shown-name'
import { dataSourcesOf } from './types-db'

const named = (path: string) => {
  const read = readEntryName(path)
  if ('refused' in read) throw new Error(read.refused)
  return read.name
}
const measured = (path: string) => {
  const name = named(`mypc/${path}`)
  return meaningOf(name, dataSourcesOf(name.type)?.[0] ?? { column: 'value', kind: 'gauge' })
}

describe('names', () => {
  it('only the last date is one, and a dash ends the type', () => {
    expect(named('h/python-x-y/gauge-2024-11-11-2026-11-21')).toMatchObject({
      plugin: 'python-x-y',
      type: 'gauge',
      instance: '2024-11-11',
      date: '2026-11-21',
    })
    expect(named('h/intel-rapl/counter-package-0-2026-11-21')).toMatchObject({ type: 'counter', instance: 'package-0' })
    expect(named('cpu-0/cpu-user')).toMatchObject({ host: null, date: null })
  })

  it('are shown without what cannot be seen', () => {
    expect(shownName('a\u0000b\u202ec\nd')).toBe('a\\x00b\\u202ec\\x0ad')
  })

  it('give ids that fit the contract and differ where names differ', () => {
    const ids = ['a/b', 'a-b', 'a b', 'ä/b', 'x'.repeat(200)].map((path) => sourceId('host.lan', path))
    expect(new Set(ids).size).toBe(5)
    for (const id of ids) expect(id).toMatch(/^[\w.-]{1,64}$/)
  })
})

describe('filters', () => {
  it('are read from a list, its JSON, and PowerGoblin’s commas', () => {
    for (const given of [['a', 'b'], '["a","b"]', 'a,b', '"a", "b"', " 'a' , b ,, a"])
      expect(parseFilters(given)).toEqual(['a', 'b'])
    for (const given of [7, null, '[1]', '[', [1]]) expect(parseFilters(given)).toBeNull()
  })

  it('include adds, exclude takes out that entry', () => {
    expect(includeFilters(['a'], ['b', 'a'])).toEqual(['a', 'b'])
    expect(excludeFilters(['cpu-user', 'cpu'], ['cpu'])).toEqual(['cpu-user'])
  })

  it('are prefixes', () => {
    expect(isChosen('cpu-user_nice-2024-11-11', DEFAULT_COLLECTD_FILTERS)).toBe(true)
    expect(isChosen('percent-user', DEFAULT_COLLECTD_FILTERS)).toBe(false)
    expect(isChosen('anything', null)).toBe(true)
    expect(isChosen('anything', [])).toBe(false)
  })
})

describe('types', () => {
  it('of collectd 5.12, all of them', () => {
    expect(dataSourcesOf('if_octets')).toEqual([
      { column: 'rx', kind: 'derive' },
      { column: 'tx', kind: 'derive' },
    ])
    expect(dataSourcesOf('counter')?.[0]?.kind).toBe('counter')
    expect(dataSourcesOf('absolute')?.[0]?.kind).toBe('absolute')
    expect(dataSourcesOf('mysql_qcache')?.map(({ kind }) => kind)).toEqual([
      'counter',
      'counter',
      'counter',
      'counter',
      'gauge',
    ])
    expect(dataSourcesOf('constructor')).toBeNull()
    expect(dataSourcesOf('frobnication')).toBeNull()
  })

  it.each([
    ['cpu-0/cpu-user', 'derive', 'jiffies', 'CPU'],
    ['cpu/percent-user', 'gauge', '%', 'CPU'],
    ['interface-eth0/if_octets', 'derive', 'bytes', 'Network'],
    ['interface-eth0/if_packets', 'derive', 'count', 'Network'],
    ['memory/memory-used', 'gauge', 'bytes', 'Memory'],
    ['load/load', 'gauge', null, 'CPU'],
    ['intel-rapl/counter-dram', 'counter', 'J', 'Power'],
    ['intel_cpu_energy-cpu0/energy-package', 'counter', 'J', 'Power'],
    ['other/counter-x', 'counter', null, 'Other'],
    ['disk-sda/disk_octets', 'derive', 'bytes', 'Disk'],
    ['disk-sda/disk_ops', 'derive', 'ops', 'Disk'],
    ['disk-sda/disk_time', 'derive', 's', 'Disk'],
    ['disk-sda/pending_operations', 'gauge', null, 'Disk'],
    ['df-root/df_complex-free', 'gauge', 'bytes', 'Disk'],
    ['swap/swap-used', 'gauge', 'bytes', 'Memory'],
    ['processes/ps_state-running', 'gauge', 'count', 'Process'],
    ['processes/fork_rate', 'derive', 'count', 'Process'],
    ['gpu_nvidia-0/fanspeed', 'gauge', '%', 'Power'],
    ['sensors-it87/fanspeed', 'gauge', 'rpm', 'Power'],
    ['gpu_nvidia-0/frequency-memory', 'gauge', 'Hz', 'CPU'],
    ['battery-0/charge', 'gauge', 'Ah', 'Power'],
    ['battery-0/voltage', 'gauge', 'V', 'Power'],
    ['battery-0/current', 'gauge', 'A', 'Power'],
    ['thermal-zone0/temperature', 'gauge', '°C', 'Power'],
    ['uptime/uptime', 'gauge', 's', 'Other'],
  ])('%s is a %s in %s of %s', (path, kind, unit, group) => {
    expect(measured(path)).toMatchObject({ kind, unit, group })
  })

  it('joules a second are watts', () => {
    expect([perSecond('J'), perSecond('bytes'), perSecond(null)]).toEqual(['W', 'bytes/s', null])
  })
})
