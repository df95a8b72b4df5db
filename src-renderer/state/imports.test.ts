import type { ArchiveInspection, SeriesReport } from '@contract/collectd'
import { describe, expect, it } from 'vitest'
import { aSession } from '../testing/builders'
import { aFault, createFakeBridge, Refusal } from '../testing/fake-bridge'
import { createImports, seriesKey, sessionThatFits } from './imports'

const column = (path: string): SeriesReport => ({
  ...{ path, column: 'value', kind: 'counter', unit: 'J', rows: 60, gaps: 0, wraps: 0, delta: 300, mean: 5 },
  first: '2026-11-22T12:00:00.000Z',
  last: '2026-11-22T12:01:00.000Z',
})
const INSPECTION: ArchiveInspection = {
  file: 'a.zip',
  bytes: 9,
  filters: null,
  skipped: [],
  warnings: [],
  hosts: [
    {
      host: 'mypc',
      series: [
        {
          path: 'cpu-0/cpu-user',
          group: 'CPU',
          files: ['cpu-user-2026-11-22'],
          columns: [column('cpu-0/cpu-user')],
          chosen: true,
        },
      ],
    },
  ],
}
const FILE = { token: 'a', name: 'a.zip', bytes: 9, looks: 'archive' } as const
const OTHER = { token: 'b', name: 'b.zip', bytes: 9, looks: 'archive' } as const
const REPORT = { session: 'new', units: [], skipped: [], warnings: [] }
const io = { sessions: () => [], opened: () => null }
const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

function wizard(answers: Parameters<typeof createFakeBridge>[0] = {}) {
  const fake = createFakeBridge({
    'import:inspect': () => INSPECTION,
    'import:filters': () => ({ filters: ['cpu-user'], from: 'default' }),
    'import:run': () => REPORT,
    ...answers,
  })
  return { fake, imports: createImports(fake.bridge, io) }
}

describe('the import wizard', () => {
  it('goes from a file to a report and loses nothing on the way back', async () => {
    const { fake, imports } = wizard()
    imports.take([FILE, OTHER])
    await settle()
    expect(imports.store.getState()).toMatchObject({ wizard: { at: 'select' }, waiting: [OTHER] })
    imports.filter(['cpu'])
    imports.go('align')
    imports.decide('mypc', { by: 'offset', offsetUs: 5 })
    imports.go('select')
    imports.go('confirm')
    expect(imports.store.getState().wizard).toMatchObject({ at: 'confirm', plan: { filters: ['cpu'] } })
    await imports.run()
    expect(fake.of('import:run')).toEqual([
      [
        {
          token: 'a',
          session: null,
          filters: ['cpu'],
          offsetS: 0,
          clocks: [{ host: 'mypc', choice: { by: 'offset', offsetUs: 5 } }],
        },
      ],
    ])
    expect(imports.store.getState().wizard).toMatchObject({ at: 'done', report: REPORT })
    imports.next()
    await settle()
    expect(imports.store.getState()).toMatchObject({ wizard: { at: 'select', plan: { file: OTHER } }, waiting: [] })
  })

  it('brings the list of filters back when All is switched off', async () => {
    const { imports } = wizard()
    imports.take([FILE])
    await settle()
    imports.filter(null)
    expect(imports.store.getState().wizard).toMatchObject({ plan: { filters: null, lastFilters: ['cpu-user'] } })
  })

  it('says why an archive cannot be read, and nothing about one that was cancelled', async () => {
    const refused = wizard({
      'import:inspect': () => {
        throw new Refusal(aFault('a.zip is no archive'))
      },
    })
    refused.imports.take([FILE])
    await settle()
    expect(refused.imports.store.getState()).toMatchObject({
      wizard: { at: 'choose' },
      fault: { title: 'a.zip is no archive' },
    })
    const cancelled = wizard({
      'import:run': () => {
        throw new Refusal({ ...aFault(), code: 'CANCELLED' })
      },
    })
    cancelled.imports.take([FILE])
    await settle()
    await cancelled.imports.run()
    expect(cancelled.imports.store.getState()).toMatchObject({ wizard: { at: 'confirm' }, fault: null })
  })

  it('leaves an archive that is still being read', async () => {
    const { fake, imports } = wizard()
    imports.take([FILE])
    imports.leave()
    await settle()
    expect(fake.of('import:cancel')).toHaveLength(1)
    expect(imports.store.getState().wizard).toEqual({ at: 'choose' })
  })

  it('reads previews of what is looked at, once', async () => {
    const { fake, imports } = wizard({ 'import:preview': (_t, host, path) => ({ host, path, lanes: [] }) })
    imports.take([FILE])
    await settle()
    const key = seriesKey('mypc', 'cpu-0/cpu-user')
    imports.want([key])
    await settle()
    imports.want([key])
    await settle()
    expect(fake.of('import:preview')).toEqual([['a', 'mypc', 'cpu-0/cpu-user']])
    expect(imports.store.getState().previews.get(key)).toMatchObject({ host: 'mypc' })
  })

  it('aims at the opened session, else at the newest that was recorded at the same time', () => {
    const at = Date.parse('2026-11-22T12:00:30Z') * 1_000
    const row = (id: string, startUs: number, state: 'finished' | 'recording' = 'finished') =>
      aSession({ id, startUs, endUs: startUs + 60e6, state })
    const rows = [row('early', at - 3_600e6), row('same', at - 10e6), row('later', at), row('now', at, 'recording')]
    expect(sessionThatFits(INSPECTION, rows, 'early')).toBe('early')
    expect(sessionThatFits(INSPECTION, rows, null)).toBe('later')
    expect(sessionThatFits(INSPECTION, rows, 'now')).toBe('later')
    expect(sessionThatFits(INSPECTION, [row('early', at - 3_600e6)], null)).toBeNull()
  })
})
