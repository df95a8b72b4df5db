import { describe, expect, it } from 'vitest'
import { Fault } from '../../base/fault'
import type { Connection } from '../../ports/instrument'
import { connectOn, untilSettled } from '../../testing/instrument.suite'
import { ManualClock } from '../../testing/manual-clock'
import { openCable } from '../../transports/sim/cable'
import { type BenchOptions, goodBench, PowerspyBench } from './bench'
import { steadyMains } from './bench-mains'
import { powerspy2 } from './index'
import { constantLoad, noLoad, parseLoad } from './loads'

const load = (spec: string) => {
  const parsed = parseLoad(spec, 1)
  if (typeof parsed === 'string') throw new Error(parsed)
  return parsed
}

async function meet(over: Partial<BenchOptions> = {}, intervalMs = 200, prompt = false) {
  const clock = new ManualClock()
  const bench = new PowerspyBench({ ...goodBench(clock), load: constantLoad(100), ...over })
  const openLine = openCable(bench, clock)
  const { recorder, outcome } = await connectOn(clock, powerspy2, openLine, { intervalMs }, { prompt })
  const startUs = clock.nowUs()
  const settled = await untilSettled<Connection | Fault>(clock, outcome)
  return { clock, recorder, settled, openLine, tookMs: (clock.nowUs() - startUs) / 1000 }
}

async function stream(over: Partial<BenchOptions> = {}, intervalMs = 200, prompt = false) {
  const met = await meet(over, intervalMs, prompt)
  if (met.settled instanceof Fault) throw met.settled
  return { ...met, connection: met.settled }
}

async function refusal(over: Partial<BenchOptions>): Promise<Fault & { tookMs: number }> {
  const met = await meet(over)
  if (!(met.settled instanceof Fault)) throw new Error('it connected')
  return Object.assign(met.settled, { tookMs: met.tookMs })
}

describe('connecting', () => {
  it('asks for identity, EEPROM 00–19, mains and stream, each once, without a pause', async () => {
    const { recorder, tookMs, connection } = await stream()
    const eeprom = Array.from({ length: 26 }, (_, at) => `<V${at.toString(16).toUpperCase().padStart(2, '0')}>`)
    expect(recorder.sent()).toEqual(['<Q>', '<?>', ...eeprom, '<F>', '<J000A>'])
    expect(recorder.steps).toEqual(['open', 'resync', 'identify', 'calibration', 'mains', 'start'])
    expect(tookMs).toBe(0)
    expect(connection.identity).toEqual({ model: 'PowerSpy2', serial: '1111', hardware: '03', firmware: '35' })
    expect(connection.calibration?.date).toBe('2024-02-12')
    expect(connection.timing).toEqual({ askedMs: 200, trueMs: 200, periods: 10, windows: 1, mainsHz: 50 })
  })

  it('speaks to hardware 1 with two digits and averages beyond 100 periods', async () => {
    const { recorder, connection, clock } = await stream({ hardware: 1, mains: steadyMains(60) }, 2000)
    expect(recorder.sent().at(-1)).toBe('<J3C>')
    expect(connection.timing).toMatchObject({ periods: 60, windows: 2 })
    expect(connection.timing.trueMs).toBeCloseTo(2000, 1)
    expect(connection.identity).toMatchObject({ model: 'PowerSpy', hardware: '02' })
    await clock.advance(20_100)
    expect(recorder.times()).toHaveLength(10)
    expect(recorder.values(2).every((watts) => Math.abs(watts - 100) < 0.01)).toBe(true)
    expect(recorder.gaps).toEqual([])
  })

  it('tells the true interval: 250 ms at 50 Hz are 240 ms', async () => {
    const { recorder, connection } = await stream({}, 250)
    expect(recorder.sent().at(-1)).toBe('<J000C>')
    expect(connection.timing.trueMs).toBe(240)
    expect(recorder.segments[0]?.segment.periodS).toBe(0.24)
  })

  it('gets through a stream an earlier program left on, with a frame in flight', async () => {
    const { recorder, clock } = await stream({ faults: { leftOn: true } })
    const received = recorder.lines.filter(({ direction }) => direction === 'received').map(({ text }) => text)
    expect(received[0]).toMatch(/^<[0-9A-F]{8} /)
    await clock.advance(1_000)
    expect(recorder.times().length).toBeGreaterThanOrEqual(4)
    expect(recorder.rejectedCount).toBe(0)
  })

  it('cancels a capture and takes Z for an answer to that', async () => {
    const clock = new ManualClock()
    const bench = new PowerspyBench({ ...goodBench(clock) })
    bench.hear(Uint8Array.from('<S>', (c) => c.charCodeAt(0)))
    const { recorder, outcome } = await connectOn(clock, powerspy2, openCable(bench, clock), { intervalMs: 200 })
    expect(await untilSettled<Connection | Fault>(clock, outcome)).not.toBeInstanceOf(Fault)
    expect(recorder.sent().slice(0, 3)).toEqual(['<Q>', '<?>', '<C>'])
  })

  it('accepts <K.> as an acknowledgement', async () => {
    const { recorder, clock } = await stream({ faults: { dotted: true } })
    await clock.advance(1_000)
    expect(recorder.times()).toHaveLength(5)
  })

  it('is told what a silent meter means after ten seconds', async () => {
    const fault = await refusal({ faults: { silent: true } })
    expect(fault).toMatchObject({ code: 'METER_SILENT' })
    expect(fault.tookMs).toBeGreaterThanOrEqual(9_900)
    expect(fault.tookMs).toBeLessThanOrEqual(10_100)
    expect(fault.view.cause).toBe('The port is open, but no answer came within 10 s.')
  })

  it.each([
    [{ garbage: true }, 'METER_GARBAGE', 'none of them an answer'],
    [{ refuse: 'J' }, 'METER_REFUSED', '<J000A>'],
    [{ refuse: '?' }, 'METER_REFUSED', '<?>'],
    [{ refuse: 'V' }, 'METER_REFUSED', '<V00>'],
    [{ calibration: Number.NaN }, 'METER_CALIBRATION', 'Uscale = NaN V per digit'],
    [{ calibration: 0 }, 'METER_CALIBRATION', 'Uscale = 0 V per digit'],
    [{ ticks: 1 }, 'METER_MAINS', '1 ticks'],
  ] as const)('refuses %o with %s', async (faults, code, words) => {
    const fault = await refusal({ faults })
    expect(fault.code).toBe(code)
    expect(fault.view.cause).toContain(words)
    for (const part of [fault.view.title, fault.view.consequence, fault.view.next])
      expect(part.length).toBeGreaterThan(10)
  })

  it('says goodbye to a meter it cannot use', async () => {
    const clock = new ManualClock()
    const bench = new PowerspyBench({ ...goodBench(clock), faults: { ticks: 1 } })
    const { recorder, outcome } = await connectOn(clock, powerspy2, openCable(bench, clock), { intervalMs: 200 })
    await untilSettled<Connection | Fault>(clock, outcome)
    expect(recorder.sent().at(-1)).toBe('<Q>')
  })
})

describe('streaming', () => {
  it('shows the recorded frames as the worked examples have them', async () => {
    const { recorder, clock } = await stream({ load: load('recorded') })
    await clock.advance(1_300)
    const watts = recorder.values(2)
    const wanted = [171.1404, 161.9956, 158.8322, 161.7792, 156.8173]
    wanted.forEach((value, index) => {
      expect(watts[index]).toBeCloseTo(value, 3)
    })
    expect(recorder.values(0)[0]).toBeCloseTo(230.702, 2)
    expect(recorder.values(4)[0]).toBeCloseTo(1.4938, 3)
  })

  it('keeps the sign of a load-free socket', async () => {
    const { recorder, clock } = await stream({ load: noLoad })
    await clock.advance(2_100)
    expect(recorder.values(2)).toHaveLength(10)
    expect(recorder.values(2).every((watts) => watts < 0 && watts > -0.01)).toBe(true)
    expect(recorder.rejectedCount).toBe(0)
  })

  it('keeps energy on drifting mains: Σ P × n/f = P × time', async () => {
    const mains = { hz: 50, driftPercent: 0.3, swingS: 120 } as const
    const { recorder, clock, connection } = await stream({ mains })
    const startUs = clock.nowUs()
    await clock.advance(300_000)
    const times = recorder.times()
    const seconds = ((times.at(-1) ?? 0) - startUs) / 1e6
    const joules = recorder.values(2).reduce((sum, watts) => sum + watts * (connection.timing.trueMs / 1000), 0)
    expect(joules / (100 * seconds)).toBeCloseTo(1, 2)
    expect(recorder.gaps).toEqual([])
    expect(Math.max(...times.map((time, index) => Math.abs(time - (recorder.values(7)[index] ?? 0))))).toBeLessThan(
      60_000,
    )
  })

  it('records each lost frame as a gap between the samples at its sides', async () => {
    const { recorder, clock } = await stream({ faults: { loseEvery: 9 } })
    await clock.advance(10_000)
    const gap = recorder.gaps[0]
    expect(gap).toMatchObject({ cause: 'frames-lost', lost: 1, text: '1 frame lost on the way' })
    expect((gap?.toUs ?? 0) - (gap?.fromUs ?? 0)).toBe(400_000)
    const lost = recorder.gaps.reduce((sum, one) => sum + (one.lost ?? 0), 0)
    const span = ((recorder.times().at(-1) ?? 0) - (recorder.times()[0] ?? 0)) / 200_000
    expect(recorder.times().length - 1 + lost).toBe(Math.round(span))
  })

  it('holds no sample back in prompt mode', async () => {
    const { recorder, clock } = await stream({ faults: { loseEvery: 3 } }, 200, true)
    await clock.advance(800)
    expect(recorder.times()).toHaveLength(3)
  })

  it('rejects damaged frames, keeps their place in time and says why', async () => {
    const { recorder, clock } = await stream({ faults: { damageEvery: 5 } })
    await clock.advance(4_100)
    expect(recorder.rejectedCount).toBe(4)
    expect(recorder.values(2).every((watts) => Math.abs(watts - 100) < 0.01)).toBe(true)
    expect(recorder.gaps[0]).toMatchObject({ cause: 'rejected', lost: 1, text: '1 frame damaged' })
  })

  it('never averages across a gap', async () => {
    const { recorder, clock } = await stream({ faults: { loseEvery: 10 }, load: load('steps:50,150:8') }, 4_000)
    await clock.advance(80_000)
    expect(recorder.gaps.length).toBeGreaterThan(1)
    expect(recorder.gaps.every(({ lost, toUs, fromUs }) => lost === 1 && (toUs ?? 0) - fromUs > 4_000_000)).toBe(true)
  })

  it('streams on through noise, bunches and single bytes', async () => {
    for (const faults of [{ noiseEvery: 3 }, { bunch: 4 }, { oneByte: true }]) {
      const { recorder, clock } = await stream({ faults })
      await clock.advance(8_500)
      expect(recorder.times().length).toBeGreaterThanOrEqual(40)
      expect(recorder.rejectedCount).toBe(0)
      expect(recorder.gaps).toEqual([])
      const spacings = recorder
        .times()
        .slice(1)
        .map((time, index) => time - (recorder.times()[index] ?? 0))
      expect(spacings.every((spacing) => Math.abs(spacing - 200_000) <= 1_000)).toBe(true)
    }
  })

  it('stays connected to a meter that falls silent: the watchdog above decides', async () => {
    const { recorder, clock, connection } = await stream({ faults: { silentAfter: { frames: 5, back: true } } })
    let ended = false
    void connection.ended.then(() => {
      ended = true
    })
    await clock.advance(60_000)
    expect(recorder.times()).toHaveLength(5)
    expect(ended).toBe(false)
    const stopped = connection.stop()
    await clock.advance(999)
    expect(ended).toBe(false)
    await clock.advance(2)
    await stopped
    expect(ended).toBe(true)
  })

  it('meets the same meter after it came back, and another one when it was swapped', async () => {
    const silent = { silentAfter: { frames: 2, back: true }, swap: 912 }
    const { clock, connection, openLine } = await stream({ faults: silent })
    await clock.advance(2_000)
    const stopped = connection.stop()
    await clock.advance(1_000)
    await stopped
    const again = await connectOn(clock, powerspy2, openLine, { intervalMs: 200 })
    const settled = await untilSettled<Connection | Fault>(clock, again.outcome)
    if (settled instanceof Fault) throw settled
    expect(connection.identity.serial).toBe('1111')
    expect(settled.identity.serial).toBe('0912')
  })

  it('hands over a held sample when it is stopped', async () => {
    const { recorder, clock, connection } = await stream({ faults: { loseEvery: 4 } })
    await clock.advance(1_050)
    expect(recorder.times()).toHaveLength(3)
    const stopped = connection.stop()
    await clock.advance(1_000)
    await stopped
    expect(recorder.times()).toHaveLength(4)
  })
})
