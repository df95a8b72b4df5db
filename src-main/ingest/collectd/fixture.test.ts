import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_IMPORT_LIMITS } from '@contract/collectd'
import { expect, it } from 'vitest'
import { createArchiveReader } from './archive-reader'

const folder = join(import.meta.dirname, 'fixtures')
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'))['storerates-false.zip']

it('reads a real recording with the numbers a reference program found', async () => {
  const seen = new Map<string, number>()
  const summary = await createArchiveReader(null).read(
    {
      file: join(folder, 'storerates-false.zip'),
      limits: DEFAULT_IMPORT_LIMITS,
      filters: null,
      signal: new AbortController().signal,
    },
    async ({ path, block }) => void seen.set(path, block.timesUs.length),
  )
  expect(summary).toMatchObject({ skipped: [], warnings: [] })
  const [host] = summary.hosts
  expect(summary.hosts.map((one) => one.host)).toEqual(expected.hosts)
  expect(host!.series).toHaveLength(expected.files)
  expect([...seen.values()].reduce((sum, rows) => sum + rows, 0)).toBe(expected.rows)
  for (const { path, files, columns } of host!.series) {
    const want = expected.series[`mypc/${path.slice(0, path.lastIndexOf('/'))}/${files[0]}`]
    expect({ path: files[0], rows: columns[0]!.rows }).toEqual({ path: files[0], rows: want.rows })
    expect(columns.map(({ column }) => column)).toEqual(want.header.split(',').slice(1))
    expect(Date.parse(columns[0]!.first!)).toBe(Math.round(Number(want.first[0]) * 1000))
    expect(Date.parse(columns[0]!.last!)).toBe(Math.round(Number(want.last[0]) * 1000))
    if (want.delta)
      expect(columns.map(({ delta }) => delta)).toEqual(
        want.delta.map((d: number) => (columns[0]!.unit === 's' ? d / 1000 : d)),
      )
    expect(columns.every(({ gaps }) => gaps === 0)).toBe(true)
  }
  const rapl = host!.series.find(({ path }) => path === 'intel-rapl/counter-package-0')!.columns[0]!
  expect(rapl).toMatchObject({ kind: 'counter', unit: 'J', delta: 2190.985586, wraps: 1 })
  expect(rapl.mean).toBeCloseTo(12.179, 3)
  const core = host!.series.find(({ path }) => path === 'intel-rapl/counter-core')!.columns[0]!
  expect(core).toMatchObject({ delta: 1406.372629, wraps: 0 })
})
