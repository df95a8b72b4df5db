import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { recordRun } from '../../app/record-run'
import { systemClock } from '../../base/clock'
import { Fault } from '../../base/fault'
import type { Connection, InstrumentSettings } from '../../ports/instrument'
import { memorySessions } from '../../store/memory-sessions'
import { connectOn, untilSettled } from '../../testing/instrument.suite'
import { ManualClock } from '../../testing/manual-clock'
import { noBluetooth } from '../../testing/no-bluetooth'
import { openCable } from '../../transports/sim/cable'
import { openTcpBench, type TcpBench } from '../../transports/sim/tcp-bench'
import { openTcp } from '../../transports/tcp'
import { type BenchOptions, goodBench, singleSeat, VoltmeterBench } from './bench'
import { parseFaults } from './bench-faults'
import { playedLoad } from './bench-loads'
import { agilent34980a } from './index'

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')
const READINGS = JSON.parse(fixture('readings.json')) as readonly Readonly<Record<string, number>>[]
const WORKED: InstrumentSettings = {
  intervalMs: 1_000,
  channelFile: { name: 'worked.csv', text: fixture('worked-15.csv') },
}

function options(
  clock: ConstructorParameters<typeof VoltmeterBench>[0]['clock'],
  fault: readonly string[],
): BenchOptions {
  const faults = parseFaults(fault)
  if (typeof faults === 'string') throw new Error(faults)
  return { ...goodBench(clock), load: playedLoad(READINGS), faults }
}

async function connected(fault: readonly string[] = [], settings: InstrumentSettings = WORKED) {
  const clock = new ManualClock()
  const openLine = openCable(singleSeat(new VoltmeterBench(options(clock, fault))), clock)
  const { recorder, outcome } = await connectOn(clock, agilent34980a, openLine, settings)
  const connection = await untilSettled<Connection | Fault>(clock, outcome)
  if (connection instanceof Fault) throw connection
  const keys = agilent34980a.channels(settings).map(({ key }) => key)
  const values = (key: string): number[] => recorder.values(keys.indexOf(key))
  return { clock, recorder, connection, values }
}

describe('samples', () => {
  it('hold the power of every row, the reading of every channel, and when they were taken', async () => {
    const { clock, recorder, values, connection } = await connected()
    await clock.advance(2_000)
    expect(values('power_2002')).toEqual([5, expect.closeTo(4.9, 12)])
    expect(values('power_n1')[0]).toBeCloseTo(0.294, 12)
    expect(values('power_n5')[0]).toBeCloseTo(0.74, 12)
    expect(values('volts_2001')).toEqual([12.5, 12.25])
    expect(values('volts_2002')).toEqual([0.02, 0.02])
    const [start = 0] = values('scan_start')
    const [end = 0] = values('scan_end')
    expect(end - start).toBeCloseTo(433_333, -3)
    expect(values('skew')[0]).toBeCloseTo(0.9 * (end - start), -1)
    expect(recorder.times()[0]).toBe(Math.round((start + end) / 2))
    expect(recorder.segments[0]?.segment.settings).toEqual({ intervalMs: 1_000, nplc: 1, channels: 10 })
    await stopped(clock, connection)
  })

  it('name the root first, computed rows too, and what was read behind them', () => {
    const channels = agilent34980a.channels(WORKED)
    expect(channels[0]).toMatchObject({ key: 'power_2002', label: 'PWR_IN', unit: 'W', kind: 'gauge' })
    expect(channels.map(({ key }) => key)).toHaveLength(13 + 10 + 3 + 1)
    expect(new Set(channels.map(({ key }) => key)).size).toBe(27)
    expect(channels.find(({ unit }) => unit === 'V')).toMatchObject({ key: 'volts_2001', label: 'VIN' })
    expect(agilent34980a.channels({ intervalMs: 1_000 })).toEqual([])
  })

  it('an overload on a rail takes the value of what depends on it, and of nothing else', async () => {
    const { clock, values, connection } = await connected(['overload:2009'])
    await clock.advance(1_000)
    expect(values('volts_2009')).toEqual([Number.NaN])
    expect([values('power_2010'), values('power_n5')]).toEqual([[Number.NaN], [Number.NaN]])
    expect(values('power_2002')).toEqual([5])
    expect(values('power_2005')[0]).toBeCloseTo(0.66, 12)
    await stopped(clock, connection)
  })
})

describe('scanning', () => {
  it('follows without a pause when a scan takes longer than the interval, and says how long it takes', async () => {
    const { clock, recorder, connection } = await connected([], { ...WORKED, intervalMs: 100, nplc: 10 })
    await clock.advance(20_000)
    const scanMs = 10 * (10 + 20_000 / 60)
    const times = recorder.times()
    expect(((times[3] ?? 0) - (times[2] ?? 0)) / 1000).toBeCloseTo(scanMs, -1)
    expect(recorder.segments.at(-1)?.timing.trueMs).toBeGreaterThan(0.9 * scanMs)
    await stopped(clock, connection)
  })

  it('does not take one late answer for a new period', async () => {
    const { clock, recorder, connection } = await connected(['late:3:3000'])
    await clock.advance(12_000)
    const steps = recorder.times().map((t, i, all) => (t - (all[i - 1] ?? t)) / 1e6)
    expect(Math.max(...steps)).toBeGreaterThan(2)
    expect(recorder.segments.map(({ timing }) => timing.trueMs)).toEqual([1_000])
    await stopped(clock, connection)
  })

  it('tells a cousin and what the meter reports at the end, and stops nothing for it', async () => {
    const { clock, recorder, connection } = await connected(['model:34972A'])
    await clock.advance(1_000)
    expect(recorder.times()).toHaveLength(1)
    expect(recorder.warnings).toEqual([expect.stringContaining('34972A')])
    await stopped(clock, connection)
  })

  it('gives the connection up after three scans in a row with wrong channels, naming them', async () => {
    const { clock, recorder, connection } = await connected(['rename:2003:2011'])
    await clock.advance(5_000)
    const fault = await connection.ended
    expect(fault).toMatchObject({ code: 'METER_SCAN' })
    expect(fault?.view.cause).toContain('2003 is missing')
    expect([recorder.rejectedCount, recorder.times().length]).toEqual([2, 0])
  })

  it('leaves a scan with wrong channels out, with a gap, and goes on', async () => {
    const { clock, recorder, connection } = await connected(['lose:2003:3'])
    await clock.advance(7_500)
    expect([recorder.times().length, recorder.rejectedCount]).toEqual([6, 2])
    expect(recorder.gaps[0]).toMatchObject({
      cause: 'rejected',
      lost: 1,
      fromUs: recorder.times()[1],
      toUs: recorder.times()[2],
    })
    await stopped(clock, connection)
  })
})

describe('settings', () => {
  const refuse = (over: Partial<InstrumentSettings>): string | null => agilent34980a.refuse({ ...WORKED, ...over })
  it('are refused before the meter is touched', () => {
    expect(refuse({})).toBeNull()
    expect(agilent34980a.refuse({ intervalMs: 1_000 })).toMatch(/channel file is needed/)
    for (const nplc of [0, -1, 201, Number.NaN]) expect(refuse({ nplc })).toMatch(/integration time/)
    expect(refuse({ channelFile: { name: 'x.csv', text: '2001,A,g,0,5,0,0,0\n2001,B,g,1,5,0,0,0' } })).toMatch(
      /x\.csv has an error in line 1: E106 .*\(1 more\)/,
    )
    expect(refuse({ channelFile: { name: 'x.csv', text: '' } })).toMatch(/names no channel/)
  })
})

describe('over a real connection', () => {
  let tcp: TcpBench | null = null
  let bench: VoltmeterBench | null = null
  afterEach(async () => {
    bench?.off()
    await tcp?.close()
  })

  /** What hosts sent, line by line. */
  const record = async (fault: readonly string[], samples: number) => {
    const clock = systemClock()
    const heard: string[] = []
    bench = new VoltmeterBench({ ...options(clock, fault), timing: { relayMs: 0, integrations: 2, mainsHz: 60 } })
    const meter = bench
    tcp = await openTcpBench(
      {
        seat: (say, hangUp) => {
          const seat = meter.seat(say, hangUp)
          return {
            ...seat,
            hear: (bytes) => {
              heard.push(
                ...String.fromCharCode(...bytes)
                  .trim()
                  .split('\n'),
              )
              seat.hear(bytes)
            },
          }
        },
      },
      { port: 0 },
    )
    const store = memorySessions()
    const said: string[] = []
    const stop = new AbortController()
    const run = recordRun({
      instrument: agilent34980a,
      openLine: openTcp(clock),
      rfcomm: noBluetooth.rfcomm,
      store,
      clock,
      log: { say: (_level, _subject, text) => said.push(text) },
      appVersion: 'test',
      address: tcp.address,
      settings: { ...WORKED, intervalMs: 20, nplc: 0.02 },
      name: null,
      durationMs: null,
      diskReserveBytes: 0,
      samples,
      signal: stop.signal,
      started: () => undefined,
    })
    return { row: await run, heard, said, store }
  }

  it('records as many scans into a session as asked', async () => {
    const { row } = await record([], 5)
    expect(row.samples).toBe(5)
    expect(row.meanW).toBeCloseTo(4.95, 0)
  })

  it.each([['cut-at:3'], ['hang-up-at:3']])(
    'connects again after %s, with the whole set-up, and keeps what it had',
    async (fault) => {
      const { row, heard, said } = await record([fault], 6)
      const setup = [
        '*CLS',
        '*IDN?',
        'CONF:VOLT:DC AUTO,DEF,(@2001:2010)',
        'VOLT:DC:NPLC 0.02,(@2001:2010)',
        'ROUT:SCAN (@2001:2010)',
      ]
      for (const line of setup) expect(heard.filter((one) => one === line)).toHaveLength(2)
      expect(said.some((text) => /connection to .* ended/.test(text))).toBe(true)
      expect(row.samples).toBe(6)
    },
  )
})

async function stopped(clock: ManualClock, connection: Connection): Promise<void> {
  const stopping = connection.stop()
  await clock.advance(1_000)
  await stopping
}
