import type { ArchiveInspection, InspectedSeries, SeriesReport } from '@contract/collectd'
import { describe, expect, it } from 'vitest'
import { archiveFacts, meanWords, shownName, tableLines, withNames, without } from './select-series'

const column = (patch: Partial<SeriesReport> = {}): SeriesReport => ({
  ...{ path: 'p', column: 'value', kind: 'derive', unit: 'jiffies', rows: 60, gaps: 0, wraps: 0, delta: 9, mean: 25 },
  first: '2026-11-22T12:00:00.000Z',
  last: '2026-11-22T12:01:00.000Z',
  ...patch,
})
const series = (path: string, patch: Partial<InspectedSeries> = {}): InspectedSeries => ({
  path,
  group: 'CPU',
  files: [`${path.slice(path.indexOf('/') + 1)}-2026-11-22`],
  columns: [column({ path })],
  chosen: false,
  ...patch,
})
const archive = (...all: readonly InspectedSeries[]): ArchiveInspection => ({
  ...{ file: 'a.zip', bytes: 1, filters: null, skipped: [], warnings: [] },
  hosts: [{ host: 'mypc', series: all }],
})
const query = { filters: ['cpu-user'], search: '', folded: new Set<string>(), onlyChosen: false }

describe('the table of series', () => {
  const two = archive(series('cpu-0/cpu-user'), series('cpu-0/cpu-idle'), series('cpu-1/cpu-user'), series('load/load'))

  it('puts the series of one plugin together and marks what filters choose', () => {
    const lines = tableLines(two, query)
    expect(
      lines.map((line) => (line.kind === 'plugin' ? `${line.name} ${line.chosen}/${line.of}` : line.name)),
    ).toEqual(['cpu-0 … cpu-1 2/3', 'cpu-user', 'cpu-idle', 'cpu-user', 'load 0/1', 'load'])
    expect(lines[1]).toMatchObject({
      folder: 'cpu-0/',
      matched: 8,
      chosen: true,
      unit: '% of a CPU',
      mean: '25.0\u00a0%',
    })
    expect(lines[2]).toMatchObject({ chosen: false, matched: 0 })
  })

  it('folds, searches, and shows only what matches', () => {
    expect(tableLines(two, { ...query, folded: new Set(['mypc\ncpu']) })).toHaveLength(3)
    expect(tableLines(two, { ...query, search: 'cpu-1' }).map(({ kind }) => kind)).toEqual(['plugin', 'series'])
    expect(tableLines(two, { ...query, onlyChosen: true }).filter(({ kind }) => kind === 'series')).toHaveLength(2)
    expect(tableLines(two, { ...query, search: 'nothing of it' })).toEqual([])
  })

  it('shows what hides in a name', () => {
    expect(shownName('a\u0000b\u202ec\n')).toBe('a\\u0000b\\u202ec\\u000a')
    const [, line] = tableLines(archive(series('x/\u202egauge')), query)
    expect(line).toMatchObject({ name: '\\u202egauge' })
  })

  it('says what a column means in its own unit', () => {
    expect(meanWords(column({ unit: 'J', kind: 'counter', mean: 42.93 }))).toBe('42.93\u00a0W')
    expect(meanWords(column({ unit: 'bytes', mean: 11.9e6 }))).toBe('11.90\u00a0MB/s')
    expect(meanWords(column({ unit: 'bytes', kind: 'gauge', delta: null, mean: 3.42e9 }))).toBe('3.420\u00a0GB')
    expect(meanWords(column({ unit: null, kind: 'gauge', delta: null, mean: 3.414 }))).toBe('3.41')
    expect(meanWords(column({ mean: null }))).toBe('—')
  })

  it('counts days that were joined, and problems', () => {
    const days = series('cpu-0/cpu-user', { files: ['cpu-user-2026-11-21', 'cpu-user-2026-11-22'] })
    const facts = new Map(archiveFacts({ ...archive(days), warnings: ['w'] }, { fromUs: 0, toUs: 60e6 }))
    expect(facts.get('Span')).toContain('2 days joined')
    expect(facts.get('Problems')).toBe('1')
    expect(facts.get('Series')).toBe('1 in 2 files')
  })
})

describe('filters by hand', () => {
  it('take a name once, and let it go with every filter that takes it', () => {
    expect(withNames(['cpu'], ['cpu-user', 'load'])).toEqual(['cpu', 'load'])
    expect(without(['cpu', 'cpu-user', 'load'], ['cpu-user'])).toEqual(['load'])
  })
})
