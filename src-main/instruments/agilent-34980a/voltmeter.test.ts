import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Fault } from '../../base/fault'
import type { Traffic } from '../../ports/instrument'
import { ManualClock, settle } from '../../testing/manual-clock'
import { type Bend, chop, delay } from '../../transports/sim/bends'
import { openCable } from '../../transports/sim/cable'
import { type BenchOptions, goodBench, singleSeat, VoltmeterBench } from './bench'
import { parseFaults } from './bench-faults'
import { playedLoad } from './bench-loads'
import { openVoltmeter, type Voltmeter } from './voltmeter'

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')

const READINGS = JSON.parse(fixture('readings.json')) as readonly Readonly<Record<string, number>>[]
const WORKED = Array.from({ length: 10 }, (_, at) => 2001 + at)

interface Rig {
  readonly clock: ManualClock
  readonly traffic: Traffic[]
  readonly open: Promise<Voltmeter>
  /** Moves the clock until the promise settled. */
  until<T>(promise: Promise<T>): Promise<T | Fault>
}

function rig(
  over: Partial<BenchOptions> & { readonly fault?: readonly string[]; readonly bends?: readonly Bend[] } = {},
  setup = { channels: WORKED as readonly number[], nplc: 1 },
): Rig {
  const clock = new ManualClock()
  const faults = parseFaults(over.fault ?? [])
  if (typeof faults === 'string') throw new Error(faults)
  const options = { ...goodBench(clock), load: playedLoad(READINGS), faults, ...over }
  const openLine = openCable(singleSeat(new VoltmeterBench(options)), clock, ...(over.bends ?? []))
  const traffic: Traffic[] = []
  const signal = new AbortController().signal
  const open = openVoltmeter(
    { address: 'cable', openLine, clock, signal, traffic: (line) => traffic.push(line) },
    setup,
  )
  return {
    clock,
    traffic,
    open,
    until: async (promise) => {
      let done = false
      const settled = promise.then(
        (value) => value,
        (error: unknown) => {
          if (error instanceof Fault) return error
          throw error
        },
      )
      void settled.finally(() => {
        done = true
      })
      for (let step = 0; step < 20_000 && !done; step++) {
        await settle()
        if (!done) await clock.advance(10)
      }
      return settled
    },
  }
}

async function opened(one: Rig): Promise<Voltmeter> {
  const meter = await one.until(one.open)
  if (meter instanceof Fault) throw meter
  return meter
}

describe('the dialogue', () => {
  it.each<[string, readonly Bend[], readonly string[]]>([
    ['whole', [], []],
    ['in single bytes', [chop(1)], []],
    ['delayed', [delay(() => 40)], []],
    ['with CR LF', [], ['crlf']],
  ])('is the recorded one to the letter: %s', async (_name, bends, fault) => {
    const one = rig({ bends, fault })
    const meter = await opened(one)
    await one.until(meter.scan())
    await one.until(meter.scan())
    expect(await one.until(meter.close())).toEqual([])
    const said = one.traffic.map(({ direction, text }) => `${direction === 'sent' ? '>' : '<'} ${text}\n`).join('')
    expect(said).toBe(fixture('scpi-trace.txt'))
  })

  it('gives readings by channel, whatever the order asked for, with start, end and skew', async () => {
    const one = rig({}, { channels: [...WORKED].reverse(), nplc: 1 })
    const meter = await opened(one)
    const startUs = one.clock.nowUs()
    const scan = await one.until(meter.scan())
    if (scan instanceof Fault) throw scan
    expect(Object.fromEntries(scan.readings)).toEqual(READINGS[0])
    const tookUs = 10 * (10_000 + (2 * 1e6) / 60)
    expect(scan.startUs).toBe(startUs)
    expect(scan.endUs - scan.startUs).toBeCloseTo(tookUs, -1)
    expect(scan.skewUs).toBeCloseTo(0.9 * tookUs, -1)
  })

  it.each([
    [0.5, '1'],
    [1, '1'],
    [3, '10'],
    [0.001, '0.02'],
    [200, '200'],
  ])('an integration time of %s becomes %s', async (asked, sent) => {
    const one = rig({}, { channels: WORKED, nplc: asked })
    await opened(one)
    expect(one.traffic.map(({ text }) => text)).toContain(`VOLT:DC:NPLC ${sent},(@2001:2010)`)
  })

  it.each([[0], [-1], [201], [Number.NaN]])('refuses an integration time of %s before it connects', async (nplc) => {
    const one = rig({}, { channels: WORKED, nplc })
    expect(await one.until(one.open)).toMatchObject({ code: 'BAD_REQUEST' })
    expect(one.traffic).toEqual([])
  })

  it('waits as long as the formula allows, no longer', async () => {
    const one = rig({ fault: ['silent-from:1'] })
    const meter = await opened(one)
    expect(meter.limitMs).toBeCloseTo(5_000 + 10 * (2 * 20 + 100), 6)
    const startUs = one.clock.nowUs()
    expect(await one.until(meter.scan())).toMatchObject({ code: 'METER_STOPPED' })
    expect((one.clock.nowUs() - startUs) / 1000).toBeCloseTo(meter.limitMs, -2)
  })

  it('reads the error queue empty at the end and gives what was in it', async () => {
    const one = rig({ channelErrors: { slot: 7, channel: 8, noList: 9 } })
    const meter = await opened(one)
    await one.until(meter.scan())
    expect(await one.until(meter.close())).toEqual([])
    expect(one.traffic.at(-1)).toMatchObject({ direction: 'received', text: '+0,"No error"' })
    expect(await meter.close()).toEqual([])
  })
})

describe('what can go wrong', () => {
  const failed = async (fault: readonly string[]): Promise<{ readonly fault: Fault; readonly rig: Rig }> => {
    const one = rig({ fault })
    const meter = await one.until(one.open)
    const outcome = meter instanceof Fault ? meter : await one.until(meter.scan())
    if (!(outcome instanceof Fault)) throw new Error('nothing failed')
    return { fault: outcome, rig: one }
  }

  it.each<[string, readonly string[], string, string]>([
    ['never answers', ['silent'], 'METER_SILENT', '*IDN? got no answer within 5 s'],
    ['falls silent', ['silent-from:1'], 'METER_STOPPED', 'READ? got no answer within 6.4 s'],
    ['answers too late', ['late:1:7000'], 'METER_STOPPED', 'connection was dropped'],
    ['hangs up', ['hang-up-at:1'], 'LINE_HUNG_UP', ''],
    ['is cut in the middle of a reply', ['cut-at:1'], 'LINE_HUNG_UP', ''],
    ['speaks another language', ['garbage'], 'METER_GARBAGE', 'HTTP/1.1 400 Bad Request'],
    ['has no card in the slot', ['missing-card:2'], 'METER_ERRORS', 'slot number out of range'],
    ['has an error of its own', ['error'], 'METER_ERRORS', '-310 System error'],
    ['has errors without end', ['endless-errors'], 'METER_ERRORS', '100 entries'],
    ['leaves a channel out', ['lose:2005'], 'METER_SCAN', 'channel 2005 is missing'],
    [
      'answers for another channel',
      ['rename:2005:2011'],
      'METER_SCAN',
      'channel 2005 is missing, channel 2011 is not asked for',
    ],
    ['answers twice', ['twice:2002', 'twice:2003'], 'METER_SCAN', 'channels 2002, 2003 are there twice'],
  ])('%s', async (_name, faults, code, words) => {
    const { fault } = await failed(faults)
    expect(fault.code).toBe(code)
    expect(fault.view.cause).toContain(words)
    expect([fault.view.consequence, fault.view.next].every((text) => text.length > 10)).toBe(true)
  })

  it('says nothing on a line that lost step: a late answer is never taken for the next one', async () => {
    const one = rig({ fault: ['late:1:7000'] })
    const meter = await opened(one)
    await one.until(meter.scan())
    const before = one.traffic.filter(({ direction }) => direction === 'sent').length
    await one.clock.advance(10_000)
    expect(await one.until(meter.scan())).toMatchObject({ code: 'METER_STOPPED' })
    expect(await one.until(meter.close())).toEqual([])
    expect(one.traffic.filter(({ direction }) => direction === 'sent')).toHaveLength(before)
  })

  it('goes on after a scan with a wrong channel', async () => {
    const one = rig({ fault: ['lose:2005:2'] })
    const meter = await opened(one)
    expect(await one.until(meter.scan())).not.toBeInstanceOf(Fault)
    expect(await one.until(meter.scan())).toMatchObject({ code: 'METER_SCAN' })
    expect(await one.until(meter.scan())).not.toBeInstanceOf(Fault)
  })

  it('tells overload and not-a-number from readings, and puts nothing of them into the error queue', async () => {
    const one = rig({ fault: ['overload:2001', 'nan:2003'] })
    const meter = await opened(one)
    const scan = await one.until(meter.scan())
    if (scan instanceof Fault) throw scan
    expect([2001, 2002, 2003].map((channel) => scan.readings.get(channel))).toEqual(['overload', 0.02, 'nan'])
    expect(await one.until(meter.close())).toEqual([])
  })

  it.each([
    ['34970A', 'three digits'],
    ['DAQ970A', 'three digits'],
    ['34401A', 'not a 34980A'],
  ])('warns of a cousin: %s', async (model, words) => {
    const meter = await opened(rig({ fault: [`model:${model}`] }))
    expect(meter.warnings).toHaveLength(1)
    expect(meter.warnings[0]).toContain(words)
  })

  it('gives up a scan when told to, and is over then', async () => {
    const one = rig()
    const meter = await opened(one)
    const abort = new AbortController()
    const scan = one.until(meter.scan(abort.signal))
    abort.abort()
    expect(await scan).toMatchObject({ code: 'CANCELLED' })
    expect(await one.until(meter.scan())).toMatchObject({ code: 'CANCELLED' })
  })
})
