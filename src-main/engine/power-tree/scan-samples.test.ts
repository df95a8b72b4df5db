import fc from 'fast-check'
import { expect, it } from 'vitest'
import { channelFileText, randomBoard } from '../../testing/plan-builders'
import type { Plan } from './plan'
import { readPlan } from './read-plan'
import type { Reading } from './scan'
import { headlineKeys, scanChannels, scanPacker, scanReader } from './scan-samples'
import { solve } from './solve'

function planFrom(text: string): Plan {
  const { plan } = readPlan(text)
  if (!plan) throw new Error('the file is bad')
  return plan
}

const START_US = 1_767_225_600_000_000

it('gives back every scan bit for bit, what has no number included', () => {
  const reading = fc.oneof(
    { weight: 8, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    { weight: 1, arbitrary: fc.constantFrom<Reading>('overload', 'nan', -0) },
  )
  fc.assert(
    fc.property(randomBoard(false), fc.infiniteStream(reading), ({ rows }, volts) => {
      const plan = planFrom(channelFileText(rows, 8))
      const readings = new Map(plan.scanChannels.map((channel) => [channel, volts.next().value as Reading]))
      const scan = { startUs: START_US, endUs: START_US + 301, skewUs: 290, readings }
      const block = scanPacker(plan)(scan)
      const channels = scanChannels(plan)
      expect(block.values).toHaveLength(channels.length)
      expect(block.timesUs).toEqual(Float64Array.of(START_US + 151))
      const back = scanReader(plan, channels)?.(block, 0)
      expect(back).toEqual(scan)
      for (const [channel, value] of readings) expect(Object.is(back?.readings.get(channel), value)).toBe(true)
      const solved = solve(plan, { ...scan, loop: 0 })
      for (const [at, { key }] of channels.entries()) {
        if (!key.startsWith('power_')) continue
        const channel = Number(key.slice('power_'.length).replace('n', '-'))
        const row = solved.rows.find((one) => one.channel === channel)
        expect(block.values[at]?.[0]).toBe(row?.value ?? Number.NaN)
      }
    }),
    { numRuns: 60 },
  )
})

it('tells overloads of more channels than a sample has bits', () => {
  const text = Array.from({ length: 130 }, (_, i) => `${1001 + i},R${i},g,0.1,5,0,0,0\n`).join('')
  const plan = planFrom(text)
  const channels = scanChannels(plan)
  expect(channels.filter(({ key }) => key.startsWith('overload_'))).toHaveLength(3)
  const over = new Set([1001, 1064, 1065, 1130])
  const readings = new Map(plan.scanChannels.map((channel) => [channel, over.has(channel) ? 'overload' : 1] as const))
  const scan = { startUs: 1, endUs: 3, skewUs: 1, readings }
  expect(scanReader(plan, channels)?.(scanPacker(plan)(scan), 0).readings).toEqual(readings)
})

it('reads samples of before there were flags, and refuses those of another file', () => {
  const plan = planFrom('2001,A,g,0.1,5,0,0,0\n2002,B,g,0.1,5,0,2001,0\n')
  const readings = new Map<number, Reading>([
    [2001, 'overload'],
    [2002, 0.1],
  ])
  const block = scanPacker(plan)({ startUs: 1, endUs: 3, skewUs: 1, readings })
  const old = scanChannels(plan).filter(({ key }) => !key.startsWith('overload_'))
  expect(scanReader(plan, old)?.(block, 0).readings.get(2001)).toBe('nan')
  const other = planFrom('2001,A,g,0.1,5,0,0,0\n2003,B,g,0.1,5,0,2001,0\n')
  expect(scanReader(other, scanChannels(plan))).toBeNull()
})

it('names the roots first, and the first row where there is no root', () => {
  expect(headlineKeys(planFrom('2001,A,g,1,5,0,2002,0\n2002,B,g,1,5,0,0,0\n-1,C,g,1,1,2001,0,2\n'))).toEqual([
    'power_2002',
    'power_n1',
  ])
  expect(headlineKeys(planFrom('2001,V,g,1,0,-1\n2002,B,g,1,5,0\n'))).toEqual(['power_2002'])
})
