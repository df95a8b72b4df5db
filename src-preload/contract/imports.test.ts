import { expect, it } from 'vitest'
import type { ArchiveInspection, InspectedSeries, SeriesGroup } from './collectd'
import { countChosen } from './imports'

const series = (path: string, group: SeriesGroup, unit: string | null): InspectedSeries => {
  const told = { rows: 1, gaps: 0, first: null, last: null, delta: null, wraps: 0, mean: null }
  const columns = [{ path, column: 'value', kind: 'gauge' as const, unit, ...told }]
  return { path, group, files: [`${path.slice(path.indexOf('/') + 1)}-2026-01-01`], columns, chosen: false }
}

it('counts what filters choose, by plugin and with units', () => {
  const all = [
    series('cpu-0/cpu-user', 'CPU', 'jiffies'),
    series('cpu-1/cpu-idle', 'CPU', 'jiffies'),
    series('intel-rapl/counter-package-0', 'Power', 'J'),
    series('users/users', 'Other', null),
  ]
  const about = { file: 'c.zip', bytes: 1, filters: [], skipped: [], warnings: [] }
  const inspection: ArchiveInspection = { ...about, hosts: [{ host: 'pc', series: all }] }
  expect(countChosen(inspection, ['cpu-u', 'counter'])).toEqual({
    chosen: 2,
    of: 4,
    plugins: [
      { plugin: 'cpu', group: 'CPU', chosen: 1, of: 2, units: ['jiffies'] },
      { plugin: 'intel', group: 'Power', chosen: 1, of: 1, units: ['J'] },
      { plugin: 'users', group: 'Other', chosen: 0, of: 1, units: [] },
    ],
  })
  expect(countChosen(inspection, null).chosen).toBe(4)
  expect(countChosen(inspection, []).chosen).toBe(0)
})
