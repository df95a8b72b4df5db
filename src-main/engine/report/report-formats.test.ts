import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TreeFormat } from '@contract/tree'
import { describe, expect, it } from 'vitest'
import { parseChannelList } from '../power-tree/channel-list'
import { readPlan } from '../power-tree/read-plan'
import { selectRows } from '../power-tree/select-rows'
import { solve } from '../power-tree/solve'
import { csvReport, pwrReport } from './csv'
import { prettyReport } from './pretty'
import { rawReport } from './raw'
import type { MakeReport } from './report'
import { drawnTreeDocument, plainTreeDocument } from './tree-document'
import { drawTree } from './tree-drawing'
import { treeReport } from './tree-report'
import { xhtmlReport } from './xhtml'

const golden = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')
const FILE = 'ours-worked-15.csv'
const START_US = 1_333_557_180e6
const config = readFileSync(join(import.meta.dirname, '../power-tree/fixtures', FILE), 'utf8')
const readings = (JSON.parse(golden('readings.json')) as readonly Record<string, number>[]).map(
  (one) => new Map(Object.entries(one).map(([channel, volts]) => [Number(channel), volts] as const)),
)

function planFor(list?: string) {
  const { plan } = readPlan(config)
  const parsed = list === undefined ? null : parseChannelList(list)
  if (!plan || (parsed && 'badItem' in parsed)) throw new Error('the fixture is bad')
  return parsed ? (selectRows(plan, parsed.ranges)?.plan ?? plan) : plan
}

function reportOf(make: MakeReport, plan = planFor(), loops = 2): string {
  const report = make({ plan, file: FILE, loops })
  const scans = readings.slice(0, loops).map((map, loop) => {
    const us = START_US + loop * 1e6
    return solve(plan, { startUs: us, endUs: us, loop, readings: map })
  })
  return report.head() + scans.map((tree) => report.measurement(tree)).join('') + report.tail()
}

describe('the worked example, byte for byte', () => {
  it.each([
    ['pretty', prettyReport, 'out.pretty.txt'],
    ['CSV', csvReport, 'out.csv'],
    ['pwr', pwrReport, 'out.pwr.csv'],
    ['raw', rawReport, 'out.raw.txt'],
    ['XHTML', xhtmlReport, 'out.html'],
  ])('%s', (_name, make, file) => {
    expect(reportOf(make)).toBe(golden(file))
  })

  it('tree', () => {
    const plan = planFor()
    const us = START_US + 1e6
    const tree = solve(plan, { startUs: us, endUs: us, loop: 1, readings: readings[1]! })
    expect(plainTreeDocument({ plan, tree, file: FILE })).toBe(golden('tree.html'))
  })

  it.each([
    ['2000,2004-2006', 'select-2000_2004-2006.csv'],
    ['2005', 'select-2005.csv'],
    ['2010', 'select-2010-hidden-rail.csv'],
    ['-4', 'select-neg4-hidden-parents.csv'],
  ])('selection %s', (list, file) => {
    expect(reportOf(csvReport, planFor(list), 1)).toBe(golden(file))
  })
})

describe('one tree, as the window saves it', () => {
  const plan = planFor()
  const tree = solve(plan, { startUs: START_US, endUs: START_US, loop: 0, readings: readings[0]! })
  const note = 'Mean of 5 of 6 scans & more.'
  const saved = (format: TreeFormat, said?: string) =>
    treeReport(format, { plan, tree, file: FILE, ...(said === undefined ? {} : { note: said }) })

  it.each([
    ['pretty', prettyReport],
    ['csv', csvReport],
    ['pwr', pwrReport],
    ['raw', rawReport],
    ['xhtml', xhtmlReport],
  ] as const)('%s has the bytes of the command line', (format, make) => {
    expect(saved(format)).toBe(reportOf(make, plan, 1))
  })

  it('trees, too; the drawing alone is the one of the page', () => {
    expect(saved('tree-plain')).toBe(plainTreeDocument({ plan, tree, file: FILE }))
    expect(saved('tree')).toBe(drawnTreeDocument({ plan, tree, file: FILE }))
    expect(saved('svg')).toBe(drawTree(plan, tree)?.svg)
  })

  it('a mean says so where there is room for words, and nowhere else', () => {
    for (const format of ['csv', 'pwr', 'raw'] as const) expect(saved(format, note)).toBe(saved(format))
    expect(saved('pretty', note)).toContain(`\n${note}\n`)
    for (const format of ['xhtml', 'tree', 'tree-plain', 'svg'] as const)
      expect(saved(format, note)).toContain('Mean of 5 of 6 scans &amp; more.')
  })

  it('draws nothing where the file names no root', () => {
    const old = readPlan('2001,A,g,0.1,5,0\n').plan!
    const flat = solve(old, { startUs: 0, endUs: 0, loop: 0, readings: new Map([[2001, 1]]) })
    expect(treeReport('svg', { plan: old, tree: flat, file: FILE })).toBeNull()
  })
})
