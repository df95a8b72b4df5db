import { expect, it } from 'vitest'
import { MeanOfScans } from './mean-tree'
import { readPlan } from './read-plan'
import type { Reading } from './scan'
import { solve } from './solve'

const PLAN = readPlan(`2001,VIN,none,1,0,-1
2002,IN,rail,0.1,0,2001,0,0
2003,CPU,cpu,0.1,3.3,0,2002,0
2004,DDR,cpu,0.1,3.3,0,2002,0
-1,REST,rest,1,0,0,2002,1
`).plan!

function scan(at: number, vin: Reading, input: Reading, cpu: Reading, ddr: Reading) {
  const readings = new Map<number, Reading>([
    [2001, vin],
    [2002, input],
    [2003, cpu],
    [2004, ddr],
  ])
  return { startUs: at, endUs: at + 10, skewUs: 5 + at, readings }
}

const mean = (...scans: readonly ReturnType<typeof scan>[]) => {
  const all = new MeanOfScans(PLAN)
  for (const one of scans) all.add(one)
  return all.result()
}
const row = (result: ReturnType<typeof mean>, channel: number) => result.tree?.rows.find((r) => r.channel === channel)

it('is the tree itself for one scan', () => {
  const one = scan(7, 12, 0.1, 0.02, 0.01)
  const { tree, scans, skewUs, partial } = mean(one)
  expect(tree).toEqual(solve(PLAN, { ...one, loop: 0 }))
  expect({ scans, skewUs, partial }).toEqual({ scans: 1, skewUs: 12, partial: [] })
})

it('takes the mean of what each scan gave: of products, not the product of means', () => {
  const result = mean(scan(0, 10, 0.1, 0.02, 0.01), scan(100, 20, 0.3, 0.04, 0.01))
  expect(row(result, 2002)).toMatchObject({ status: 'ok', senseV: 0.2, railV: 15, value: 35 })
  expect(row(result, 2002)?.currentA).toBeCloseTo(2, 12)
  expect(result.tree).toMatchObject({ startUs: 0, endUs: 110, loop: 0, totalW: 35 })
  expect(result.skewUs).toBe(105)
  expect(row(result, -1)?.value).toBeCloseTo(35 - 0.99 - 0.33, 12)
  expect(result.tree?.nodes[0]).toMatchObject({ channel: 2002, ofTotalPercent: 100 })
})

it('leaves a group incomplete when a row lacks a value in some scans, and says in how many it has one', () => {
  const result = mean(scan(0, 10, 0.1, 'overload', 0.01), scan(100, 10, 0.1, 0.04, 0.01))
  expect(row(result, 2003)).toMatchObject({ status: 'ok', value: (0.04 / 0.1) * 3.3 })
  expect(result.partial).toEqual([
    { channel: 2003, scans: 1 },
    { channel: -1, scans: 1 },
  ])
  const incomplete = result.tree?.groups.filter((group) => group.incomplete).map(({ group }) => group)
  expect(incomplete).toEqual(['cpu', 'rest'])
})

it('has no number where no scan has one, and keeps the last status', () => {
  const result = mean(scan(0, 10, 0.1, 'nan', 0.01), scan(100, 10, 0.1, 'overload', 0.01))
  expect(row(result, 2003)).toMatchObject({ status: 'overload', value: null, senseV: null })
  expect(row(result, -1)).toMatchObject({ status: 'dependency', value: null })
  expect(result.partial).toEqual([])
})

it('is nothing without a scan', () => {
  expect(mean()).toEqual({ tree: null, scans: 0, skewUs: null, partial: [] })
})
