import { DEFAULT_IMPORT_LIMITS } from '@contract/collectd'
import { describe, expect, it } from 'vitest'
import { Fault } from '../base/fault'
import type { ArchiveReader, ArchiveSeries, ArchiveSummary } from '../ports/archive'
import { memorySessions } from '../store/memory-sessions'
import { ManualClock, TEST_START_US } from '../testing/manual-clock'
import { testRows, testSource } from '../testing/session-builders'
import { importArchive } from './import-archive'
import { globalFilters, sessionFilters } from './import-filters'

const series: ArchiveSeries = {
  ...{
    host: 'pc',
    path: 'a/gauge',
    group: 'Other',
    info: testSource('pc-a'),
    periodS: 0.25,
    block: testRows(0, 8),
    gaps: [],
  },
}
const summary: ArchiveSummary = {
  bytes: 9,
  hosts: [{ host: 'pc', series: [] }],
  skipped: [],
  warnings: ['w'],
  firstUs: 1,
  lastUs: 2,
}

function scene(read: ArchiveReader['read']) {
  const store = memorySessions()
  const reader: ArchiveReader = { read, look: async () => summary }
  const io = { reader, store, clock: new ManualClock(), appVersion: '1', limits: DEFAULT_IMPORT_LIMITS }
  const stop = new AbortController()
  const request = { file: '/dev/null', session: null, filters: ['a'], offsetS: 0, signal: stop.signal }
  return { store, io, stop, request }
}

describe('importing', () => {
  it('keeps samples, report and filters', async () => {
    const { store, io, request } = scene(async (_job, take) => {
      await take(series)
      return summary
    })
    const report = await importArchive(io, request)
    expect(report).toMatchObject({ units: [{ host: 'pc', series: [] }], warnings: ['w'] })
    const reader = await store.open(report.session)
    expect(await reader.imports()).toMatchObject([{ atUs: TEST_START_US, file: 'null', filters: ['a'], report }])
    expect(await reader.segments()).toMatchObject([
      { segment: { periodS: 0.25, settings: { host: 'pc', path: 'a/gauge', group: 'Other' } } },
    ])
  })

  it('leaves nothing when the archive ends with a fault after some series', async () => {
    const fault = new Fault({ code: 'ARCHIVE_UNREADABLE', title: 't', cause: 'c', consequence: 'c', next: 'n' })
    const { store, io, request } = scene(async (_job, take) => {
      await take(series)
      throw fault
    })
    await expect(importArchive(io, request)).rejects.toBe(fault)
    expect(await store.list()).toEqual([])
  })

  it('leaves nothing when it is cancelled at the last moment', async () => {
    const { store, io, request, stop } = scene(async (_job, take) => {
      await take(series)
      stop.abort()
      return summary
    })
    await expect(importArchive(io, request)).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(await store.list()).toEqual([])
  })
})

describe('filters', () => {
  it('are the person’s, else PowerGoblin’s, else the documented ones', async () => {
    const theirs = async () => ['goblin']
    expect(await globalFilters({ collectdFilters: ['mine'] }, theirs)).toEqual({ filters: ['mine'], from: 'settings' })
    expect(await globalFilters({ collectdFilters: null }, theirs)).toEqual({ filters: ['goblin'], from: 'powergoblin' })
    expect(await globalFilters({ collectdFilters: null }, async () => null)).toMatchObject({ from: 'default' })
  })

  it('of a session are those of its last import', () => {
    expect(sessionFilters([], ['global'])).toEqual(['global'])
  })
})
