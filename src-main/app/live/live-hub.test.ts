import type { LiveTick } from '@contract/live'
import type { SourceInfo } from '@contract/model'
import { beforeEach, expect, it } from 'vitest'
import { ManualClock } from '../../testing/manual-clock'
import { Teller } from '../teller'
import { LiveHub } from './live-hub'

const PERIOD_MS = 100
const info = (id: string): SourceInfo => ({
  id,
  kind: 'scripted',
  name: id,
  machineName: 'scripted_meter',
  simulated: true,
  identity: null,
  calibration: null,
  channels: [
    { key: 'power', label: 'Power', unit: 'W', kind: 'windowed', type: 'f64' },
    { key: 'receipt', label: 'Receipt', unit: 'us', kind: 'time', type: 'i64' },
  ],
})

let clock: ManualClock
let hub: LiveHub
let ticks: LiveTick[]

beforeEach(() => {
  clock = new ManualClock()
  ticks = []
  const teller = new Teller()
  teller.hear((told) => {
    if (told.topic === 'live:tick') ticks.push(told.message)
  })
  hub = new LiveHub({ clock, teller })
})

function join(id: string): void {
  hub.source(info(id))
  hub.segment(id, { startUs: clock.nowUs(), periodS: PERIOD_MS / 1000, settings: {} })
}

/** One sample now, then one period later. */
async function sample(id: string, watts: number): Promise<void> {
  const t = clock.nowUs()
  hub.samples(id, { timesUs: Float64Array.of(t), values: [Float64Array.of(watts), BigInt64Array.of(BigInt(t))] })
  await clock.advance(PERIOD_MS)
}

const last = (): LiveTick => {
  const tick = ticks.at(-1)
  if (!tick) throw new Error('no tick')
  return tick
}

/** Lays ticks over each other as a page does and gives n and sum over all buckets of a channel. */
function laid(channel: string): { n: number; sum: number } {
  const buckets = new Map<number, { n: number; sum: number }>()
  for (const tick of ticks) {
    if (tick.reset) buckets.clear()
    const envelope = tick.lanes.find((l) => l.channel === channel)?.envelope
    envelope?.n.forEach((n, i) => {
      buckets.set(Math.round(envelope.startUs / envelope.stepUs) + i, { n, sum: n ? n * (envelope.mean[i] ?? 0) : 0 })
    })
  }
  return [...buckets.values()].reduce((a, b) => ({ n: a.n + b.n, sum: a.sum + b.sum }), { n: 0, sum: 0 })
}

it('ticks ten times a second, from the newest unfinished bucket on, and never draws time stamps', async () => {
  join('a')
  hub.follow({ windowUs: 10_000_000, buckets: 100 })
  hub.ack(last().seq)
  for (let i = 0; i < 20; i++) {
    await sample('a', i)
    hub.ack(last().seq)
  }
  expect(ticks.length).toBe(21)
  expect(last().lanes.map((l) => l.channel)).toEqual(['a/power'])
  expect(last().lanes[0]?.envelope.n.length).toBeLessThanOrEqual(3)
  expect(laid('a/power')).toEqual({ n: 20, sum: 190 })
})

it('merges ticks while the page is behind: one under way, nothing lost', async () => {
  join('a')
  hub.follow({ windowUs: 10_000_000, buckets: 100 })
  for (let i = 0; i < 15; i++) await sample('a', 2)
  expect(ticks.length).toBe(1)
  hub.ack(last().seq)
  await clock.advance(100)
  expect(ticks.length).toBe(2)
  expect(laid('a/power')).toEqual({ n: 15, sum: 30 })
})

it('starts over when an answer never comes', async () => {
  join('a')
  hub.follow({ windowUs: 60_000_000, buckets: 250 })
  for (let i = 0; i < 25; i++) await sample('a', 1)
  expect(ticks.length).toBe(2)
  expect(last().reset).toBe(true)
  expect(laid('a/power').n).toBeGreaterThanOrEqual(20)
})

it('resets for a new source and follows everything with a growing step', async () => {
  join('a')
  hub.follow({ windowUs: null, buckets: 16 })
  hub.ack(last().seq)
  const steps = new Set<number>()
  for (let i = 0; i < 100; i++) {
    await sample('a', 1)
    steps.add(last().stepUs)
    expect(last().lanes[0]?.envelope.n.length ?? 0).toBeLessThanOrEqual(18)
    hub.ack(last().seq)
  }
  expect(steps.size).toBeGreaterThan(3)
  join('b')
  await sample('b', 1)
  expect(last().reset).toBe(true)
})

it('lets time go on while a source is silent, and stops it when the person disconnected', async () => {
  join('a')
  hub.follow({ windowUs: 10_000_000, buckets: 100 })
  const t = clock.nowUs()
  await sample('a', 5)
  hub.ack(last().seq)
  await clock.advance(3000)
  expect(last().nowUs).toBeGreaterThan(t + 2_000_000)
  hub.gap('a', { fromUs: t, toUs: null, lost: null, cause: 'disconnected', text: '' })
  hub.ack(last().seq)
  await clock.advance(100)
  expect(last().nowUs).toBe(t)
})

it('counts totals from the start of a recording', async () => {
  join('a')
  for (let i = 0; i < 10; i++) await sample('a', 100)
  const startUs = clock.nowUs() - 1
  hub.countFrom(startUs)
  for (let i = 0; i < 10; i++) await sample('a', 50)
  hub.follow({ windowUs: 10_000_000, buckets: 100 })
  const readout = last().readouts.find((r) => r.channel === 'a/power')
  expect(readout).toMatchObject({ now: 50, meanAll: 50, nAll: 10, allSinceUs: startUs })
  expect(readout?.energyJ).toBeCloseTo(50, 9)
  expect(readout?.mean1m).toBeCloseTo(75, 9)
})

it('tells the gaps of the window and stops with the page', async () => {
  join('a')
  await sample('a', 1)
  hub.gap('a', {
    fromUs: clock.nowUs() - 200_000,
    toUs: clock.nowUs(),
    lost: 1,
    cause: 'frames-lost',
    text: '1 frame lost',
  })
  hub.follow({ windowUs: 10_000_000, buckets: 100 })
  expect(last().gaps).toMatchObject([{ sourceId: 'a', gap: { cause: 'frames-lost' } }])
  hub.unfollow()
  const before = ticks.length
  await clock.advance(5000)
  expect(ticks.length).toBe(before)
})

it('tells buckets and readouts of the named channels only, and the first power of each source', async () => {
  const two = info('two')
  const volts = { key: 'voltage', label: 'Voltage', unit: 'V', kind: 'gauge', type: 'f64' } as const
  const amps = { ...volts, key: 'current', label: 'Current', unit: 'A' } as const
  hub.source({ ...two, channels: [volts, amps, two.channels[0]!] })
  hub.segment('two', { startUs: clock.nowUs(), periodS: 0.1, settings: {} })
  hub.samples('two', { timesUs: Float64Array.of(clock.nowUs()), values: [1, 2, 3].map((x) => Float64Array.of(x)) })
  hub.follow({ windowUs: 10e6, buckets: 100, channels: ['two/current', 'nobody/power'] })
  await clock.advance(200)
  expect(last().lanes.map(({ channel }) => channel)).toEqual(['two/current'])
  expect(last().readouts.map(({ channel, now }) => [channel, now])).toEqual([
    ['two/current', 2],
    ['two/power', 3],
  ])
  hub.follow({ windowUs: 10e6, buckets: 100 })
  await clock.advance(200)
  expect(last().lanes.map(({ channel }) => channel)).toEqual(['two/voltage', 'two/current', 'two/power'])
})

it('names meters of the mains first, whoever came first', async () => {
  const gauge = info('volts').channels.map((channel) => ({ ...channel, kind: 'gauge' as const }))
  hub.source({ ...info('volts'), channels: gauge })
  join('wall')
  for (const id of ['volts', 'wall']) await sample(id, 5)
  hub.follow({ windowUs: 10e6, buckets: 100 })
  await clock.advance(200)
  expect(last().readouts.map(({ channel }) => channel)[0]).toBe('wall/power')
})

it('starts anew with a source whose channel file is another', async () => {
  const channelFile = { name: 'a.csv', text: '1' }
  hub.source({ ...info('m'), channelFile })
  await sample('m', 1)
  hub.source({ ...info('m'), channelFile, name: 'renamed' })
  expect(hub.held('m')?.history.lastUs).not.toBeNull()
  hub.source({ ...info('m'), channelFile: { ...channelFile, text: '2' } })
  expect(hub.held('m')?.history.lastUs).toBeNull()
})

it('tells buckets of a slow source when something came, and otherwise once a second', async () => {
  join('slow')
  hub.samples('slow', {
    timesUs: Float64Array.of(clock.nowUs()),
    values: [Float64Array.of(1), BigInt64Array.of(0n)],
  })
  hub.follow({ windowUs: 10e6, buckets: 100 })
  for (let i = 0; i < 25; i++) {
    hub.ack(last().seq)
    await clock.advance(100)
  }
  expect(ticks.length).toBeGreaterThan(20)
  expect(ticks.filter(({ lanes }) => lanes.length > 0)).toHaveLength(3)
  await sample('slow', 3)
  hub.ack(last().seq)
  await clock.advance(100)
  expect(laid('slow/power')).toEqual({ n: 2, sum: 4 })
})
