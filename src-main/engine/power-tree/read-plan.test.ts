import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { explainRow } from './explain'
import { planView } from './plan-view'
import { planOf, readPlan } from './read-plan'
import { selectRows } from './select-rows'
import { solve } from './solve'

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')
const worked = fixture('ours-worked-15.csv')
const codes = (text: string) => readPlan(text).problems.map(({ code, line, field }) => [code, line, field])

describe('the four spellings', () => {
  it.each([
    ['ours-worked-10-5field.csv', 10, false],
    ['ours-worked-10-6field.csv', 10, false],
    ['ours-worked-15-7col.csv', 15, true],
    ['ours-worked-15.csv', 15, true],
    ['ours-xo1-old-20.csv', 20, false],
    ['ours-xo15-new-40.csv', 40, true],
  ])('%s', (file, rows, hasTree) => {
    const { plan, problems } = readPlan(fixture(file))
    expect(problems).toEqual([])
    expect(plan).toMatchObject({ hasTree })
    expect(plan?.rows).toHaveLength(rows)
  })

  it('tells them apart row by row', () => {
    const { plan } = readPlan('1,V,1,0,-1\n2,A,cpu,.1,0,1,0,0\n3,B,.1,3.3e0,0,2\n4,C,,1.,+3.3,0,2,0\n5,D,.1,3.3,0\n')
    expect(plan?.rows.map(({ group, ohms, parent }) => [group, ohms, parent])).toEqual([
      ['', 1, null],
      ['cpu', 0.1, 0],
      ['', 0.1, 2],
      ['', 1, 2],
      ['', 0.1, null],
    ])
  })

  it('takes a person at his word about a group named like a number', () => {
    const text = '1,A,100,0.1,3.3,0,0,0\n'
    expect(codes(text)).toEqual([['E101', 1, null]])
    expect(readPlan(text, 'always').plan?.rows[0]).toMatchObject({ group: '100', ohms: 0.1 })
    expect(codes('1,A,cpu,0.1,3.3,0,0,0\n2,B,one,1,2,0\n')).toEqual([])
    expect(readPlan('2,B,one,1,0\n', 'never').problems).toMatchObject([{ code: 'E102', field: 'resistance' }])
  })
})

describe('the text of a file', () => {
  it('keeps line numbers over any line end, comments, blank lines and a header', () => {
    expect(codes('\uFEFF# a\r\rChannel,name\n\r\n2001,A,none,x,0,-1\r2001,B,none,y,z,q\r\n')).toEqual([
      ['E102', 5, 'resistance'],
      ['E102', 6, 'resistance'],
      ['E102', 6, 'rail_voltage'],
      ['E102', 6, 'rail'],
    ])
  })

  it('reads quoted fields, blanks around them, and commas and quotes in them', () => {
    const { plan } = readPlan(' 2001 ,\t"A, ""b"", c" , none , 1 , 0 , -1 , ,\n')
    expect(plan?.rows[0]).toMatchObject({ channel: 2001, name: 'A, "b", c', group: 'none', kind: 'voltage' })
    expect(codes('2001,"A,none,1,0,-1\n2002,B,none,1,0,-1\n')).toEqual([['E101', 1, null]])
  })

  it('trims blanks and tabs after a quoted field, also after the last one', () => {
    const { plan } = readPlan('2001\t,"A"\t,"cpu"  ,"0.1" \t, 3.3 ,"0"\t,"0" ,"0" \t\n')
    expect(plan?.rows[0]).toMatchObject({ channel: 2001, name: 'A', group: 'cpu', ohms: 0.1, parent: 0, kind: 'power' })
    expect(codes('2001,"A" b,cpu,0.1,3.3,0\n')).toEqual([['E101', 1, null]])
  })

  it.each(['inf', 'nan', '1_000', '0x10', '1e999', '', '1e', '.', '٣'])('refuses the number "%s"', (text) => {
    expect(codes(`2001,A,none,${text},0,-1\n`)).toEqual([['E102', 1, 'resistance']])
  })

  it.each(['20.5', '1e3', '99999999999999999999'])('refuses the channel "%s"', (text) => {
    expect(codes(`${text},A,none,1,0,-1\n`)).toEqual([['E102', 1, 'channel']])
  })

  it('skips a header only where it is the first row', () => {
    expect(codes('1,A,none,1,0,-1\nchannel,name,group,resistance,rail_voltage,rail\n').length).toBeGreaterThan(0)
  })

  it('has no plan for a file without rows, and no problem either', () => {
    expect(readPlan('# nothing\n,,,,\n')).toEqual({ plan: null, problems: [] })
  })
})

describe('what is wrong with a file', () => {
  it('tells everything at once, line by line, the whole file last', () => {
    const text = [
      '2001,V,none,1,0,-1,2099',
      '2002,A,cpu,0,0,0,2001,0',
      '2003,B,cpu',
      '2002,C,cpu,1,3.3,0,2004,9',
      '-1,D,none,2,0,0,,1',
      '0,E,cpu,1,3.3,2002,2003,0',
    ].join('\n')
    expect(codes(text)).toEqual([
      ['E106', 2, 'resistance'],
      ['E111', 2, 'parent_chan'],
      ['W202', 2, 'rail_voltage'],
      ['E101', 3, null],
      ['E103', 4, 'channel'],
      ['E108', 4, 'type'],
      ['E111', 4, 'parent_chan'],
      ['E102', 5, 'parent_chan'],
      ['E104', 6, 'channel'],
      ['E109', 6, 'rail'],
      ['E111', 6, 'parent_chan'],
      ['W204', 0, 'parent_chan'],
    ])
    expect(planView('a.csv', readPlan(text))).toMatchObject({ file: 'a.csv', rows: [], hasTree: false })
  })

  it('names both lines of a channel given twice, and lines that could not be read where they are missed', () => {
    const { problems } = readPlan('2001,V,none,one,0,-1\n2002,A,cpu,1,0,2001\n\n2002,B,cpu,1,1,0\n')
    expect(problems.map(({ code }) => code)).toEqual(['E102', 'E109', 'E103'])
    expect(problems[1]?.text).toContain('line 1 could not be read')
    expect(problems[2]?.text).toContain('lines 2 and 4')
  })

  it('stays short where everything is wrong: lists name ten', () => {
    const bad = Array.from({ length: 30 }, (_, i) => `${i + 1},A,g,x,1,0`)
    const { problems } = readPlan([...bad, '101,A,g,1,1,0,99,0'].join('\n'))
    expect(problems.find(({ code }) => code === 'E111')?.text).toContain(
      '(lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 20 more could not be read)',
    )
    const roots = Array.from({ length: 12 }, (_, i) => `${i + 1},A,g,1,1,0,0,0`)
    expect(readPlan(roots.join('\n')).problems[0]?.text).toBe(
      'There are 12 roots (1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more); the total is their sum.',
    )
  })

  it('blames a circle on its own rows, not on what hangs below', () => {
    const text = '1,A,x,1,1,0,2,0\n2,B,x,1,1,0,3,0\n3,C,x,1,1,0,2,0\n4,D,x,1,1,0,4,0\n5,E,x,1,1,0,0,0\n'
    expect(codes(text).filter(([code]) => code === 'E112')).toEqual([
      ['E112', 2, 'parent_chan'],
      ['E112', 3, 'parent_chan'],
      ['E112', 4, 'parent_chan'],
    ])
  })

  it('looks at a negative rail before the type, and never at the parent of a voltage row', () => {
    expect(codes('2001,V,none,1,0,-1,2001,9\n')).toEqual([])
  })
})

it('guards itself against rows computed from themselves', () => {
  const base = { line: 1, name: '', group: 'g', ohms: 1, railVoltage: 1, parent: 1 }
  const plan = planOf(
    [
      { ...base, channel: 1, kind: 'power', rail: 0, parent: 0 },
      { ...base, channel: -1, kind: 'remaining', rail: 0 },
      { ...base, channel: -2, kind: 'static', rail: -1 },
    ],
    true,
  )
  const { rows, groups } = solve(plan, { startUs: 0, endUs: 0, loop: 0, readings: new Map([[1, 2]]) })
  expect(rows.map(({ status }) => status)).toEqual(['ok', 'cycle', 'cycle'])
  expect(groups).toMatchObject([{ totalW: 2, incomplete: true }])
})

it('has no number where doubles end', () => {
  const { plan } = readPlan('1,A,x,1e-300,1,0\n2,B,x,1e-30,1e300,0\n')
  const readings = new Map([
    [1, 1e20],
    [2, 1],
  ])
  const { rows } = solve(plan!, { startUs: 0, endUs: 0, loop: 0, readings })
  expect(rows).toMatchObject([
    { status: 'nan', currentA: null, value: null },
    { status: 'nan', currentA: 1 / 1e-30, value: null },
  ])
})

describe('a selection', () => {
  const scanned = (first: number, last = first) =>
    selectRows(readPlan(worked).plan!, [{ first, last }])?.plan.scanChannels

  it('measures the rails of power rows', () => {
    expect(scanned(2005)).toEqual([2005])
    expect(scanned(2010)).toEqual([2009, 2010])
  })

  it('measures parent, siblings and tracked rows of computed rows, with their rails', () => {
    expect(scanned(-4)).toEqual([2004, 2005, 2006, 2007])
    expect(scanned(-1)).toEqual([2001, 2003, 2004])
    expect(scanned(-5)).toEqual([2001, 2002, 2003, 2009, 2010])
    expect(scanned(-2)).toEqual([2004, 2005, 2006, 2007])
  })

  it('is null when no row is left, and tells ranges that hold none', () => {
    expect(scanned(2099)).toBeUndefined()
    const ranges = [
      { first: 2000, last: 2000 },
      { first: 2004, last: 2010 },
    ]
    expect(selectRows(readPlan(worked).plan!, ranges)?.unmatched).toEqual([ranges[0]])
  })
})

it('explains each row in words', () => {
  const { plan } = readPlan(worked)
  const words = plan!.rows.map((_row, at) => explainRow(plan!, at))
  expect(words).toEqual([
    'V = V(2001)',
    'P = V(2002) / 0.05 Ω × V(2001), root of the tree',
    'P = V(2003) / 0.05 Ω × V(2001), fed from 2002',
    'P = V(2004) / 0.02 Ω × 3.3 V, fed from 2003',
    'P = P(2003) − P(2004), lost in the conversion of 2003',
    'P = V(2005) / 0.1 Ω × 3.3 V, fed from 2004',
    'P = V(2006) / 0.1 Ω × 3.3 V, fed from 2004',
    'P = V(2007) / 0.1 Ω × 1.8 V, fed from 2004',
    'P = 0.8333 × P(2007), fed from 2004',
    'P = V(2008) / 0.1 Ω × 1.8 V, fed from 2007',
    'P = P(2007) − P(2008), what no row measures of 2007',
    'P = P(2004) − (P(2005) + P(2006) + P(2007) + P(−2)), what no row measures of 2004',
    'V = V(2009)',
    'P = V(2010) / 0.005 Ω × V(2009), fed from 2002',
    'P = P(2002) − (P(2003) + P(2010)), what no row measures of 2002',
  ])
})
