import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { SolvedTree } from '@contract/tree'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Plan } from '../power-tree/plan'
import { readPlan } from '../power-tree/read-plan'
import type { Reading } from '../power-tree/scan'
import { solve } from '../power-tree/solve'
import { csvReport, pwrReport } from './csv'
import { prettyReport } from './pretty'
import { rawReport } from './raw'
import type { MakeReport } from './report'
import { drawnTreeDocument, plainTreeDocument } from './tree-document'
import { treeReport } from './tree-report'
import { xhtmlReport } from './xhtml'

const ROOT = resolve(import.meta.dirname, '../../..')
const JUDGE = resolve(import.meta.dirname, '../../testing/judge')
const START_US = 1_333_557_180e6

function run(command: string, args: readonly string[], input: string): string {
  const { stdout, stderr, status } = spawnSync(command, args, { input, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (status !== 0) throw new Error(`${command} ended with ${status}\n${stderr}`)
  return stdout
}

/** Judged by the DTD on this computer; nothing is fetched. */
const validate = (page: string): string => run('xmllint', ['--noout', '--nonet', '--valid', '-'], page)
const judged = (script: string, text: string): unknown => JSON.parse(run('python3', [join(JUDGE, script)], text))

function planFrom(text: string): Plan {
  const { plan } = readPlan(text)
  if (!plan) throw new Error('the file is bad')
  return plan
}

function solvedWith(plan: Plan, volts: (channel: number) => Reading, loop = 0): SolvedTree {
  const readings = new Map(plan.scanChannels.map((channel) => [channel, volts(channel)] as const))
  return solve(plan, { startUs: START_US + loop * 1e6, endUs: START_US, loop, readings })
}

const whole = (make: MakeReport, plan: Plan, trees: readonly SolvedTree[], file = 'bench.csv'): string => {
  const report = make({ plan, file, loops: trees.length })
  return report.head() + trees.map((tree) => report.measurement(tree)).join('') + report.tail()
}

/** Names of people who test programs. */
const NASTY = ['A "b", c', "it's", `both ' and "`, '<b>&amp;</b>', 'µ – Ω', 'a\u00a0b\u200b', 'tab\tx', '\u0001', '𝄞']
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
const nasty = planFrom(NASTY.map((name, i) => `${i + 1},${quoted(name)},${quoted(name)},0.1,3.3,0,0,0`).join('\n'))
const nastyTrees = [0, 1].map((loop) => solvedWith(nasty, (channel) => channel / 7, loop))

const files = ['5field', '6field'].map((form) => `ours-worked-10-${form}.csv`)
const configs = [
  ...files,
  'ours-worked-15-7col.csv',
  'ours-worked-15.csv',
  'ours-xo1-old-20.csv',
  'ours-xo15-new-40.csv',
]
const config = (name: string): string => readFileSync(join(import.meta.dirname, '../power-tree/fixtures', name), 'utf8')

describe.each(configs)('%s', (name) => {
  const plan = planFrom(config(name))
  const trees = [
    solvedWith(plan, (channel) => (channel % 10) / 10),
    solvedWith(plan, (channel) => (channel % 5 === 1 ? 'overload' : channel % 7 === 0 ? 'nan' : -channel / 1e6), 1),
  ]

  it('is valid XHTML 1.0 Strict, as a table and as a tree', () => {
    validate(whole(xhtmlReport, plan, trees, name))
    for (const tree of trees) {
      validate(plainTreeDocument({ plan, tree, file: name }))
      validate(drawnTreeDocument({ plan, tree, file: name }))
    }
  })

  it('says the same in raw lists, CSV and pwr lines', () => {
    const lists = judged('python_lists.py', whole(rawReport, plan, trees)) as (string | number | null)[][][]
    const rows = judged('csv_rows.py', whole(csvReport, plan, trees)) as string[][]
    const bare = judged('csv_rows.py', whole(pwrReport, plan, trees)) as string[][]
    expect(lists.map((list) => list.map((row) => row[5]))).toEqual(
      trees.map(({ rows }) => rows.map(({ value }) => value)),
    )
    expect(rows[0]).toHaveLength(plan.rows.length + 1)
    expect(bare.map((row) => row.slice(1))).toEqual(rows.slice(1).map((row) => row.slice(1)))
    for (const [loop, row] of rows.slice(1).entries()) {
      expect(row[0]).toBe(`2012-04-04T16:33:0${loop}Z`)
      expect(bare[loop]?.[0]).toBe(String(1_333_557_180 + loop))
      for (const [at, cell] of row.slice(1).entries()) {
        const value = trees[loop]?.rows[at]?.value ?? null
        if (value === null) expect(cell).toBe('')
        else expect(Math.abs(Number(cell) - value)).toBeLessThanOrEqual(0.5000001e-6)
      }
    }
  })
})

describe('names nobody should give', () => {
  it('come back from Python as they were', () => {
    const lists = judged('python_lists.py', whole(rawReport, nasty, nastyTrees)) as string[][][]
    expect(lists[0]?.map((row) => row[1])).toEqual(nasty.rows.map(({ name }) => name))
    const rows = judged('csv_rows.py', whole(csvReport, nasty, nastyTrees)) as string[][]
    expect(rows[0]).toEqual(['time', ...nasty.rows.map(({ name }) => `${name} [W]`)])
  })

  it('leave pages valid, the drawing too', () => {
    validate(whole(xhtmlReport, nasty, nastyTrees, '<&">.csv'))
    const page = drawnTreeDocument({ plan: nasty, tree: nastyTrees[0]!, file: '<&">.csv' })
    validate(page)
    const svg = decodeURIComponent(/data:image\/svg\+xml,([^"]+)"/.exec(page)?.[1] ?? '')
    run('xmllint', ['--noout', '--nonet', '-'], svg)
  })

  it('come back from Python whatever they are', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 })
    const drawn = fc.sample(text, { numRuns: 300, seed: 7 }).filter((name) => !/\p{Cs}/u.test(name))
    const rows = drawn.map((name, i) => ({ ...nasty.rows[0]!, channel: i + 1, name, group: name }))
    const plan = { ...nasty, rows, shown: rows.map((_row, at) => at) }
    const tree = { ...nastyTrees[0]!, rows: rows.map(() => nastyTrees[0]!.rows[0]!) }
    const lists = judged('python_lists.py', whole(rawReport, plan, [tree])) as string[][][]
    expect(lists[0]?.map((row) => row[1])).toEqual(drawn)
  })
})

it('draws every row of the tree once and says in words what a negative rest means', () => {
  const plan = planFrom(config('ours-worked-15.csv'))
  const tree = solvedWith(plan, (channel) => (channel === 2008 ? 0.5 : 0.02))
  const page = drawnTreeDocument({ plan, tree, file: 'a.csv' })
  const svg = decodeURIComponent(/data:image\/svg\+xml,([^"]+)"/.exec(page)?.[1] ?? '')
  expect(svg.match(/<g><title>/g)).toHaveLength(13)
  expect(svg).toContain('1V8_REST: -8640.000 mW, the other children exceed the parent by 8640.000 mW')
  expect(page.replace(/<p class="drawing">.*<\/p>\n/, '')).toBe(plainTreeDocument({ plan, tree, file: 'a.csv' }))
})

it('stays valid with the words of a mean, in every page and the drawing', () => {
  const plan = planFrom(config('ours-worked-15.csv'))
  const about = { plan, tree: solvedWith(plan, () => 0.02), file: 'a.csv', note: 'Mean of 3 of 4 scans, <a> & b.' }
  for (const format of ['xhtml', 'tree', 'tree-plain'] as const) validate(treeReport(format, about) ?? '')
  run('xmllint', ['--noout', '--nonet', '-'], treeReport('svg', about) ?? '')
})

it('has a document without a tree for old files', () => {
  const plan = planFrom(config('ours-worked-10-6field.csv'))
  const tree = solvedWith(plan, () => 1)
  const page = drawnTreeDocument({ plan, tree, file: 'old.csv' })
  expect(page).toContain('<li id="c2001">VIN: 1.0000 V</li>')
  expect(page).not.toMatch(/class="tree"|<img/)
})

it('marks what has no value', () => {
  const plan = planFrom('2001,V,none,1,0,-1\n2002,A,cpu,0.1,0,2001,0,0\n2003,B,cpu,0.1,3.3,0,2002,0\n')
  const tree = solvedWith(plan, (channel) => (channel === 2001 ? 'overload' : 0.1))
  const text = whole(prettyReport, plan, [tree])
  expect(text).toMatch(/2001 {2}V .* overload\n/)
  expect(text).toMatch(/2002 {2}A .* 100\.0000 +- +1000\.000 +dependency\n/)
  expect(text).toContain('group cpu: 3300.000 mW (net 0.000 mW) incomplete\n')
  const page = plainTreeDocument({ plan, tree, file: 'a.csv' })
  expect(page).toContain('<li id="c2001">V: overload</li>')
  expect(page).toContain('<span class="power">3300.000 mW</span> <span class="of-parent">-</span>')
})

it('lets a stylesheet sum the power column', () => {
  const golden = readFileSync(join(import.meta.dirname, 'fixtures/out.html'), 'utf8')
  const sums = run('xsltproc', ['--nonet', join(ROOT, 'resources/stylesheets/power-sum.xsl'), '-'], golden)
  expect(sums).toBe('Measurement 1 of 2\t15976.000\nMeasurement 2 of 2\t15716.000\n')
})

describe.each([
  ['tinderboxB3.csv', false, 21],
  ['tinderboxC2.csv', true, 37],
])('the example %s', (name, hasTree, rows) => {
  it('is free of problems and says that it is invented', () => {
    const text = readFileSync(join(ROOT, 'resources/examples', name), 'utf8')
    const { plan, problems } = readPlan(text)
    expect(problems).toEqual([])
    expect(plan).toMatchObject({ hasTree })
    expect(plan?.rows).toHaveLength(rows)
    expect(text).toContain('INVENTED')
  })
})
