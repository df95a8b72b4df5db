import { describe, expect, it } from 'vitest'
import { Fault } from '../../base/fault'
import { randomFrom } from '../../base/random'
import type { Connection } from '../../ports/instrument'
import { connectOn, untilSettled } from '../../testing/instrument.suite'
import { ManualClock } from '../../testing/manual-clock'
import { type Bend, bunch, chop, delay, drop } from '../../transports/sim/bends'
import { openCable } from '../../transports/sim/cable'
import { type BenchOptions, goodBench, PowerspyBench } from './bench'
import { type Mains, steadyMains } from './bench-mains'
import { CHANNELS } from './channels'
import { powerspy2 } from './index'
import { constantLoad, noLoad } from './loads'

const at = (key: string): number => CHANNELS.findIndex((channel) => channel.key === key)

interface Case {
  readonly mains: Mains
  readonly intervalMs?: number
  readonly faults?: BenchOptions['faults']
  /** Made anew for every run: they remember. */
  readonly bends?: () => readonly Bend[]
  readonly seconds?: number
  readonly prompt?: boolean
}

/** Seconds since the first sample and the frequency told with it. */
async function followed({ mains, intervalMs = 20, faults = {}, bends = () => [], seconds = 60, prompt = false }: Case) {
  const clock = new ManualClock()
  const bench = new PowerspyBench({ ...goodBench(clock), load: constantLoad(100), mains, faults })
  const openLine = openCable(bench, clock, ...bends())
  const { recorder, outcome } = await connectOn(clock, powerspy2, openLine, { intervalMs }, { prompt })
  const settled = await untilSettled<Connection | Fault>(clock, outcome)
  if (settled instanceof Fault) throw settled
  const benchUs = clock.nowUs()
  await clock.advance(seconds * 1000)
  const times = recorder.times()
  return recorder.values(at('frequency')).map((hz, i) => ({ s: ((times[i] ?? 0) - benchUs) / 1e6, hz }))
}

const jitter = (ms: number) => {
  const random = randomFrom(7)
  return delay(() => random() * ms)
}

/** Mostly prompt, sometimes a Bluetooth hiccup. */
const hiccups = () => {
  const random = randomFrom(3)
  return delay(() => (random() < 0.02 ? 60 + 80 * random() : 3 * random()))
}

const worst = (rows: readonly { readonly hz: number }[], truth: number): number =>
  Math.max(...rows.map(({ hz }) => Math.abs(hz - truth)))

describe('mains frequency followed at 20 ms frames', () => {
  it.each([
    ['a quiet link', {}],
    ['single bytes', { bends: () => [chop(1)] }],
    ['jitter of 15 ms', { bends: () => [jitter(15)] }],
    ['jitter of 40 ms', { bends: () => [jitter(40)] }],
    ['hiccups', { bends: () => [hiccups()] }],
    ['bunches by time', { bends: () => [bunch(180)] }],
    ['bunches by count', { faults: { bunch: 10 } }],
    ['bunches and jitter', { faults: { bunch: 7 }, bends: () => [jitter(30)] }],
    ['lost frames', { faults: { loseEvery: 40 } }],
    ['lost frames and jitter', { faults: { loseEvery: 97 }, bends: () => [jitter(8)] }],
    ['lost chunks', { bends: () => [drop(31)] }],
    ['damaged frames', { faults: { damageEvery: 9 } }],
    ['noise', { faults: { noiseEvery: 5 } }],
  ] as const)('stays within 0.05 Hz on %s', async (_name, link) => {
    for (const hz of [49.9, 50, 60]) {
      const rows = await followed({ mains: steadyMains(hz), ...link })
      // Samples that were held back are told with what is known when they are.
      const early = rows.filter(({ s }) => s < 9)
      expect(early.length).toBeGreaterThan(300)
      expect(early.every((row) => Number.isNaN(row.hz))).toBe(true)
      const known = rows.filter((row) => !Number.isNaN(row.hz))
      expect(known.length).toBeGreaterThan(1500)
      expect(worst(known, hz)).toBeLessThan(0.05)
    }
  })

  it('does not hold it back in prompt mode', async () => {
    const rows = await followed({ mains: steadyMains(49.9), prompt: true, bends: () => [jitter(10)] })
    const known = rows.filter((row) => !Number.isNaN(row.hz))
    expect(known.length).toBeGreaterThan(1500)
    expect(worst(known, 49.9)).toBeLessThan(0.05)
  })

  it('follows mains that go from 49.95 to 50.05 Hz and back within two minutes', async () => {
    const mains: Mains = { hz: 50, driftPercent: 0.1, swingS: 120 }
    const truth = (s: number): number => 50 * (1 + 0.001 * Math.sin((2 * Math.PI * s) / 120))
    const rows = await followed({ mains, seconds: 300, bends: () => [jitter(10)] })
    const known = rows.filter((row) => !Number.isNaN(row.hz))
    expect(known.length).toBeGreaterThan(14_000)
    // Half a window late, and never far.
    expect(Math.max(...known.map(({ s, hz }) => Math.abs(hz - truth(s))))).toBeLessThan(0.05)
    const settled = known.filter(({ s }) => s > 40)
    expect(Math.max(...settled.map(({ s, hz }) => Math.abs(hz - truth(s - 15))))).toBeLessThan(0.015)
    expect(Math.max(...settled.map(({ hz }) => hz))).toBeGreaterThan(50.03)
    expect(Math.min(...settled.map(({ hz }) => hz))).toBeLessThan(49.97)
  })
})

it('follows the mains with long frames and with frames averaged on the host', async () => {
  for (const intervalMs of [240, 1000, 2000, 6000]) {
    const rows = await followed({ mains: steadyMains(49.9), intervalMs, seconds: 150, bends: () => [jitter(20)] })
    const known = rows.filter((row) => !Number.isNaN(row.hz))
    expect(known.length).toBeGreaterThan(0.4 * rows.length)
    expect(worst(known, 49.9)).toBeLessThan(0.05)
  }
})

it('says nothing from a handful of bunches', async () => {
  const rows = await followed({
    mains: steadyMains(50),
    intervalMs: 1000,
    seconds: 120,
    faults: { bunch: 4 },
    bends: () => [jitter(300)],
  })
  expect(rows.length).toBeGreaterThan(100)
  expect(rows.every(({ hz }) => Number.isNaN(hz))).toBe(true)
})

it('gives P / (U·I) as power factor, and none without current', async () => {
  const run = async (load: BenchOptions['load'], faults: BenchOptions['faults'] = {}) => {
    const clock = new ManualClock()
    const openLine = openCable(new PowerspyBench({ ...goodBench(clock), load, faults }), clock)
    const { recorder, outcome } = await connectOn(clock, powerspy2, openLine, { intervalMs: 200 })
    await untilSettled(clock, outcome)
    await clock.advance(3_000)
    return recorder
  }
  const recorder = await run(constantLoad(100))
  const [volts, amps, watts, factor] = ['voltage', 'current', 'power', 'power_factor'].map((key) =>
    recorder.values(at(key)),
  )
  expect(factor?.length).toBeGreaterThan(10)
  expect(factor).toEqual(watts?.map((value, i) => value / ((volts?.[i] ?? 0) * (amps?.[i] ?? 0))))
  const idle = (await run(noLoad)).values(at('power_factor'))
  expect(idle.every((value) => value <= 0 && value > -0.05)).toBe(true)
  const dark = { meanSquareU: 0, meanSquareI: 0, meanProduct: 0, peakU: 0, peakI: 0 }
  const none = (await run({ kind: 'frames', frames: [dark] })).values(at('power_factor'))
  expect(none.length).toBeGreaterThan(10)
  expect(none.every(Number.isNaN)).toBe(true)
})
