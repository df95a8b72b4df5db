import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Scan } from '../../engine/power-tree/scan'
import { solve } from '../../engine/power-tree/solve'
import { ManualClock } from '../../testing/manual-clock'
import { type BenchOptions, goodBench, VoltmeterBench } from './bench'
import { parseCards } from './bench-cards'
import { parseFaults } from './bench-faults'
import { parseLoad, playedLoad } from './bench-loads'
import { nominalVolts } from './board'
import { decodeScan } from './codec'
import { DEMO_PLAN } from './demo-plan'
import { planOf } from './plan-file'

const demoPlan = () => {
  const plan = planOf(DEMO_PLAN)
  if (typeof plan === 'string') throw new Error(plan)
  return plan
}

/** A host that writes lines and keeps what comes back. */
function host(over: Partial<BenchOptions> = {}) {
  const clock = new ManualClock()
  const cards = parseCards('34922A,34921A,-,34923A')
  if (typeof cards === 'string') throw new Error(cards)
  const load = playedLoad([{ 1001: 1, 1002: 2, 2001: 21, 2002: 22 }])
  const bench = new VoltmeterBench({ ...goodBench(clock), cards, load, ...over })
  const plug = () => {
    let heard = ''
    const seat = bench.seat(
      (bytes) => {
        heard += String.fromCharCode(...bytes)
      },
      () => undefined,
    )
    return {
      seat,
      ask: async (text: string, waitMs = 0): Promise<string> => {
        heard = ''
        seat.hear(Uint8Array.from(`${text}\n`, (c) => c.charCodeAt(0)))
        await clock.advance(waitMs)
        return heard
      },
    }
  }
  return { clock, bench, plug, ...plug() }
}

const errorsOf = async (ask: (text: string) => Promise<string>): Promise<string[]> => {
  const errors: string[] = []
  for (let said = await ask('SYST:ERR?'); !said.startsWith('+0'); said = await ask('SYST:ERR?'))
    errors.push(said.trim())
  return errors
}

it('plays overloads and not-a-numbers of recorded readings as they were', async () => {
  const { ask } = host({ load: playedLoad([{ 1001: 9.91e37, 1002: -9.9e37, 1003: 9.9e37 }]) })
  expect(await ask('READ? (@1001:1003)', 9000)).toBe('+9.91000000E+37,-9.90000000E+37,+9.90000000E+37\n')
})

describe('what other programs ask', () => {
  it.each([
    ['*IDN?', 'Agilent Technologies,34980A,MY00000001,2.41-2.40-2.04-0.41\n'],
    ['*idn?\r', 'Agilent Technologies,34980A,MY00000001,2.41-2.40-2.04-0.41\n'],
    ['*OPC?', '1\n'],
    ['SYST:ERR?', '+0,"No error"\n'],
    ['SYSTem:ERRor:NEXT?', '+0,"No error"\n'],
    [':syst:err?', '+0,"No error"\n'],
    ['SYST:CTYP? 1', 'Agilent Technologies,34922A,MY00000001,1.10\n'],
    ['SYST:CTYP? 3', 'Agilent Technologies,0,0,0\n'],
    ['*OPC?;SYST:ERR?', '1;+0,"No error"\n'],
    ['*CLS', ''],
    ['ROUT:SCAN (@1001,1002);SCAN?', '#212(@1001,1002)\n'],
    ['ROUTE:SCAN (@1002,1001,1002);:ROUT:SCAN?', '#212(@1001,1002)\n'],
    ['ROUT:SCAN:ORD OFF;:ROUT:SCAN (@1002,1001,1002);:ROUT:SCAN?', '#217(@1002,1001,1002)\n'],
    ['ROUT:SCAN (@1001);SCAN (@);SCAN:SIZE?', '+0\n'],
    ['ROUT:SCAN (@1005:1003);SCAN?', '#217(@1003,1004,1005)\n'],
    ['ROUT:SCAN (@1069:2002);SCAN?', '#222(@1069,1070,2001,2002)\n'],
    ['VOLT:DC:NPLC 10,(@1001);NPLC? (@1001,1002)', '+1.00000000E+01,+1.00000000E+00\n'],
    ['SENS:VOLT:NPLC MAX;:VOLT:NPLC?', '+2.00000000E+02\n'],
    ['FORM:READ:CHAN ON;CHAN?', '1\n'],
    ['TRIG:COUN 3;COUN?', '+3.00000000E+00\n'],
    ['TRIG:SOUR TIMer;SOUR?', 'TIM\n'],
  ])('%s is answered %j', async (message, answer) => {
    const { ask } = host()
    expect(await ask(message)).toBe(answer)
    expect(await errorsOf(ask)).toEqual([])
  })

  it.each([
    ['FOO', ['-113,"Undefined header"']],
    ['ROUT:SCAN (@1001);FORM:READ:CHAN ON', ['-113,"Undefined header"']],
    ['VOLT:DC:NPLC', ['-109,"Missing parameter"']],
    ['VOLT:DC:NPLC 1V', ['-104,"Data type error"']],
    ['VOLT:DC:NPLC 300', ['-222,"Data out of range"']],
    ['TRIG:COUN 0', ['-222,"Data out of range"']],
    ['ROUT:SCAN 1001', ['-171,"Invalid expression"']],
    ['FORM:READ:CHAN MAYBE', ['-224,"Illegal parameter value"']],
    ['FETC?', ['-230,"Data corrupt or stale"']],
    ['TRIG:SOUR BUS;:READ?', ['-214,"Trigger deadlock"']],
    ['INIT', ['+113,"Channel list: channel list is empty"']],
  ])('%s is refused with %j', async (message, errors) => {
    const { ask } = host()
    expect(await ask(message)).toBe('')
    expect(await errorsOf(ask)).toEqual(errors)
  })

  it('takes a list with bad channels on no channel at all: one error each, range ends must exist', async () => {
    const { ask } = host()
    await ask('ROUT:SCAN (@1001)')
    await ask('ROUT:SCAN (@1002,3001,1911,2001:2041)')
    expect(await errorsOf(ask)).toEqual([
      '+111,"Channel list: slot number out of range"',
      '+112,"Channel list: channel number out of range"',
      '+112,"Channel list: channel number out of range"',
    ])
    expect(await ask('ROUT:SCAN?')).toBe('#17(@1001)\n')
  })

  it('keeps twenty errors, the last one says that there were more; *RST keeps them, *CLS does not', async () => {
    const { ask } = host()
    for (let n = 0; n < 25; n++) await ask('FOO')
    await ask('*RST')
    const errors = await errorsOf(ask)
    expect(errors).toHaveLength(20)
    expect(errors.at(-1)).toBe('-350,"Error queue overflow"')
    await ask('FOO')
    await ask('*CLS')
    expect(await errorsOf(ask)).toEqual([])
  })
})

describe('scanning', () => {
  it('gives fields in the order value unit, time, channel, alarm', async () => {
    const { ask } = host()
    await ask('CONF:VOLT:DC AUTO,DEF,(@2001)')
    await ask('FORM:READ:UNIT ON;CHAN ON;TIME ON;ALAR ON')
    expect(await ask('READ?', 100)).toBe('+2.10000000E+01 VDC,000000000.043,2001,0\n')
    await ask('FORM:READ:TIME:TYPE ABS')
    expect(await ask('READ?', 100)).toMatch(/^\+2\.10000000E\+01 VDC,2026,01,01,00,00,\d\d\.\d{3},2001,0\n$/)
  })

  it('CONF resets the format; a list in READ? leaves the scan list alone; none at all means the multimeter', async () => {
    const { ask } = host()
    await ask('FORM:READ:CHAN ON;:CONF:VOLT:DC AUTO,DEF,(@1001,1002)')
    expect(await ask('READ?', 200)).toBe('+1.00000000E+00,+2.00000000E+00\n')
    expect(await ask('READ? (@2002)', 200)).toBe('+2.20000000E+01\n')
    expect(await ask('ROUT:SCAN?')).toBe('#212(@1001,1002)\n')
    await ask('ROUT:SCAN (@)')
    expect(await ask('READ?', 200)).toMatch(/^[+-]\d\.\d{8}E-\d\d\n$/)
    expect(await ask('MEAS:VOLT:DC? (@1002)', 200)).toBe('+2.00000000E+00\n')
  })

  it('takes its time: relays and two integrations a channel', async () => {
    const { ask } = host()
    await ask('CONF:VOLT:DC AUTO,DEF,(@1001:1010);:VOLT:DC:NPLC 10,(@1001:1010)')
    expect(await ask('READ?', 3_400)).toBe('')
    expect(await ask('*OPC?', 60)).toMatch(/^\+.*\n1\n$/)
  })

  it('keeps readings: FETC?, R?, DATA:POIN?, minimum and maximum', async () => {
    const { ask } = host()
    await ask('CONF:VOLT:DC AUTO,DEF,(@1001,1002);:INIT', 200)
    expect(await ask('FETC?')).toBe('+1.00000000E+00,+2.00000000E+00\n')
    expect(await ask('DATA:POIN?')).toBe('+2\n')
    expect(await ask('CALC:AVER:MAX? (@1002)')).toBe('+2.00000000E+00\n')
    expect(await ask('R? 1')).toBe('#215+1.00000000E+00\n')
    expect(await ask('R?')).toBe('#215+2.00000000E+00\n')
  })

  it('is one instrument for two programs: one state, one queue, answers to who asked', async () => {
    const { ask, plug } = host()
    const other = plug()
    await ask('ROUT:SCAN (@1001)')
    expect(await other.ask('ROUT:SCAN?')).toBe('#17(@1001)\n')
    await ask('FOO')
    expect(await errorsOf(other.ask)).toHaveLength(1)
    expect(await errorsOf(ask)).toEqual([])
  })
})

describe('the board', () => {
  const scan = async (spec: string, atMs = 30_000): Promise<{ plan: ReturnType<typeof demoPlan>; scan: Scan }> => {
    const plan = demoPlan()
    const load = parseLoad(spec, plan, 1, () => '')
    if (typeof load === 'string') throw new Error(load)
    const cards = parseCards('34922A,34922A,34922A')
    if (typeof cards === 'string') throw new Error(cards)
    const { ask, clock } = host({ load, cards })
    await clock.advance(atMs)
    await ask(`CONF:VOLT:DC AUTO,DEF,(@${plan.scanChannels.join(',')});:FORM:READ:CHAN ON`)
    const readings = decodeScan((await ask('READ?', 5_000)).trim(), new Set(plan.scanChannels))
    if ('why' in readings) throw new Error(readings.why)
    return { plan, scan: { startUs: 0, endUs: 0, loop: 0, readings } }
  }

  it.each([
    ['steady', 1e-6],
    ['steady:7.5', 1e-6],
    ['demo', 0.02],
  ])('balances: leaves sum to the root (%s)', async (spec, tolerance) => {
    const { plan, scan: one } = await scan(spec)
    const solved = solve(plan, one)
    const power = solved.rows.filter((_row, at) => plan.rows[at]?.kind !== 'voltage')
    expect(power.every(({ value }) => value !== null && value > 0)).toBe(true)
    const leaves = solved.nodes.filter(({ children }) => children === 0).map(({ channel }) => channel)
    const sum = power
      .filter(({ channel }) => leaves.includes(channel))
      .reduce((all, { value }) => all + (value ?? 0), 0)
    const total = solved.totalW ?? 0
    expect(Math.abs(sum - total) / total).toBeLessThan(tolerance)
    if (spec === 'steady:7.5') expect(total).toBeCloseTo(7.5, 4)
  })

  it('idles, works and suspends', async () => {
    const total = async (atMs: number) => {
      const { plan, scan: one } = await scan('demo', atMs)
      return solve(plan, one).totalW ?? 0
    }
    const [idle, work, suspend] = [await total(10_000), await total(30_000), await total(52_000)]
    expect(work).toBeGreaterThan(1.5 * idle)
    expect(idle).toBeGreaterThan(1.5 * suspend)
    expect(suspend).toBeGreaterThan(0.05)
  })

  it('knows rails by their names', () => {
    expect(['3V3', '+3.3V', '1V8', '12V', '5V_IN', 'VIN', 'VBAT', 'VCORE_V', 'X'].map(nominalVolts)).toEqual([
      3.3, 3.3, 1.8, 12, 5, 12, 7.4, 1.05, 5,
    ])
  })
})

it('says what it does not understand', () => {
  const read = (): string => '{}'
  for (const spec of ['', 'fire', 'demo:1', 'steady:', 'steady:x', 'steady:0', 'readings', 'readings:x'])
    expect(typeof parseLoad(spec, demoPlan(), 1, read)).toBe('string')
  for (const spec of [
    '',
    'silent:1',
    'cut-at',
    'cut-at:0',
    'late:1',
    'lose:x',
    'rename:1',
    'model:',
    'model:a b',
    'fire',
  ])
    expect(typeof parseFaults([spec])).toBe('string')
  for (const cards of ['34980A', '34922A,'.repeat(8)]) expect(typeof parseCards(cards)).toBe('string')
  expect(parseFaults(['overload:2001', 'overload:2002', 'silent-from:3:back', 'late:2:500', 'model:34970A'])).toEqual({
    overload: [2001, 2002],
    silentFrom: { scan: 3, back: true },
    late: { scan: 2, ms: 500 },
    model: '34970A',
  })
})

it('plays the recorded readings', () => {
  const text = readFileSync(join(import.meta.dirname, 'fixtures/readings.json'), 'utf8')
  const load = parseLoad('readings:x.json', demoPlan(), 1, () => text)
  if (typeof load === 'string') throw new Error(load)
  expect([0, 1, 2].map((scan) => load.volts(2001, 0, scan))).toEqual([12.5, 12.25, 12.5])
  expect(load.volts(1001, 0, 0)).toBeNull()
})
