import type { ChannelInfo, Envelope } from '@contract/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { historyRoom, LEVELS, LiveHistory, liveStepUs, RAW_ROWS } from './live-history'

const START = 1_767_225_600_000_000
const CHANNELS: readonly ChannelInfo[] = [
  { key: 'power', label: 'Power', unit: 'W', kind: 'windowed', type: 'f64' },
  { key: 'ticks', label: 'Ticks', unit: '1', kind: 'gauge', type: 'i64' },
]
const SMALL = [
  { stepUs: 1_000, capacity: 40 },
  { stepUs: 10_000, capacity: 60 },
]

interface Row {
  readonly t: number
  readonly v: number
}

const history = fc
  .array(
    fc.array(
      fc.record({ dt: fc.integer({ min: 1, max: 4_000 }), v: fc.double({ min: -100, max: 100, noNaN: true }) }),
      { maxLength: 30 },
    ),
    { maxLength: 12 },
  )
  .map((blocks) => {
    let t = START
    const next = ({ dt, v }: { readonly dt: number; readonly v: number }): Row => {
      t += dt
      return { t, v }
    }
    return blocks.map((block) => block.map(next))
  })

function filled(blocks: readonly (readonly Row[])[], rawRows = 50): LiveHistory {
  const live = new LiveHistory('s', CHANNELS, rawRows, SMALL)
  live.segment({ startUs: START, periodS: 0.002, settings: {} })
  for (const rows of blocks) live.append(blockOf(rows))
  return live
}

const blockOf = (rows: readonly Row[]) => ({
  timesUs: Float64Array.from(rows, ({ t }) => t),
  values: [Float64Array.from(rows, ({ v }) => v), BigInt64Array.from(rows, ({ v }) => BigInt(Math.round(v)))],
})

/** The envelope over its own declared grid, from every row ever appended. */
function expectTrue(envelope: Envelope, rows: readonly Row[]) {
  for (let i = 0; i < envelope.n.length; i++) {
    const low = envelope.startUs + i * envelope.stepUs
    const inside = rows.filter(({ t }) => t > low && t <= low + envelope.stepUs).map(({ v }) => v)
    expect(envelope.n[i]).toBe(inside.length)
    expect(envelope.max[i]! + 0).toBe((inside.length ? Math.max(...inside) : Number.NaN) + 0)
    expect(envelope.min[i]! + 0).toBe((inside.length ? Math.min(...inside) : Number.NaN) + 0)
    if (inside.length) expect(envelope.mean[i]).toBeCloseTo(inside.reduce((a, b) => a + b, 0) / inside.length, 9)
  }
}

describe('LiveHistory', () => {
  it('draws any window truly on the grid it names, as long as memory reaches back', () => {
    const ask = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 300_000 }),
      fc.integer({ min: 1, max: 40 }),
    )
    fc.assert(
      fc.property(history, ask, (blocks, [back, span, buckets]) => {
        const live = filled(blocks)
        const rows = blocks.flat()
        const lastUs = live.lastUs ?? START
        const fromUs = lastUs - Math.round(back * Math.min(550_000, lastUs - START))
        const envelope = live.window('power', fromUs, fromUs + span, buckets)
        expect(envelope.n.length).toBeLessThanOrEqual(buckets)
        expect(envelope.startUs).toBeLessThanOrEqual(fromUs)
        expect(envelope.startUs + envelope.n.length * envelope.stepUs).toBeGreaterThanOrEqual(fromUs + span)
        const held = rows.filter(({ t }) => fromUs >= live.rawSinceUs || t > lastUs - 590_000)
        expectTrue(envelope, fromUs >= live.rawSinceUs ? rows.filter(({ t }) => t <= fromUs + span) : held)
      }),
    )
  })

  it('gives live buckets that are true on the absolute grid', () => {
    const ask = fc.tuple(fc.constantFrom(1_000, 2_000, 10_000, 30_000), fc.integer({ min: 0, max: 30 }))
    fc.assert(
      fc.property(history, ask, (blocks, [stepUs, back]) => {
        const live = filled(blocks)
        const newest = Math.ceil((live.lastUs ?? START) / stepUs) - 1
        const reach = Math.min(back, stepUs < 10_000 ? Math.floor(35_000 / stepUs) : Math.floor(550_000 / stepUs))
        const envelope = live.since('power', stepUs, newest - reach)
        expect(envelope.startUs % stepUs).toBe(0)
        expectTrue(envelope, blocks.flat())
      }),
    )
  })

  it('keeps spikes when only coarser buckets are left', () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({ t: START + (i + 1) * 1_000, v: i === 3 ? 400 : 50 }))
    const live = filled([rows], 10)
    expect(live.rawSinceUs).toBe(START + 20_000)
    expect(Math.max(...live.since('power', 500, START / 500).max.filter((v) => !Number.isNaN(v)))).toBe(400)
    expect(Math.max(...live.window('power', START, START + 30_000, 100).max.filter((v) => !Number.isNaN(v)))).toBe(400)
  })

  it('costs no more after a day than after a minute', () => {
    const live = new LiveHistory('s', CHANNELS)
    const day = Array.from({ length: 345_600 }, (_, i) => ({ t: START + (i + 1) * 250_000, v: i % 7 }))
    for (let i = 0; i < day.length; i += 4_000) live.append(blockOf(day.slice(i, i + 4_000)))
    const newest = Math.ceil(live.lastUs! / 200_000) - 1
    const begun = performance.now()
    for (let i = 0; i < 1_000; i++) live.since('power', 200_000, newest - 3)
    expect(performance.now() - begun).toBeLessThan(200)
    expect(live.since('power', 1_000, 0).n.length).toBeLessThanOrEqual(10_000)
    expect([...live.window('power', START, live.lastUs!, 24).n]).toEqual(Array.from({ length: 24 }, () => 14_400))
  })

  it('totals what came since the mark, also what the raw rows already hold', () => {
    const rows = Array.from({ length: 10 }, (_, i) => ({ t: START + (i + 1) * 2_000, v: 100 }))
    const live = filled([rows.slice(0, 6)])
    expect(live.totals(live.lastUs!)[0]).toMatchObject({ n: 6, expected: 6, coveragePercent: 100 })
    live.mark(START + 4_000)
    live.append(blockOf(rows.slice(6)))
    expect(live.totals(START + 20_000)[0]).toMatchObject({
      n: 8,
      expected: 8,
      mean: 100,
      fromUs: START + 4_000,
      gaps: 0,
    })
    expect(live.totals(START + 20_000)[0]!.energyJ).toBeCloseTo(1.6, 12)
    expect(live.totals(START + 20_000)[1]!.energyJ).toBeNull()
  })

  it('says from where on its statistics hold', () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({ t: START + (i + 1) * 2_000, v: i }))
    const live = filled([rows], 10)
    expect(live.stats('power', START, START + 60_000)).toMatchObject({
      fromUs: START + 40_000,
      n: 10,
      expected: 10,
      gaps: 0,
    })
  })

  it('answers before the first sample', () => {
    const live = new LiveHistory('s', CHANNELS)
    expect(live.firstUs).toBeNull()
    expect(live.since('power', 1_000, 5).n.length).toBe(0)
    expect([...live.window('power', START, START + 10, 2).n]).toEqual([0, 0])
    expect(live.totals(START)[0]).toMatchObject({ n: 0 })
  })

  it('replaces an open gap by the same one closed, and forgets the oldest', () => {
    const live = new LiveHistory('s', CHANNELS)
    const gap = (fromUs: number, toUs: number | null) =>
      ({ fromUs, toUs, lost: null, cause: 'silent', text: '' }) as const
    live.gap(gap(START, null))
    live.gap(gap(START, START + 5))
    expect(live.gaps(START, START + 9)).toEqual([gap(START, START + 5)])
    for (let i = 1; i <= 1_500; i++) live.gap(gap(START + i * 10, START + i * 10 + 1))
    expect(live.gaps(START, START + 1e9)).toHaveLength(1_000)
  })
})

describe('liveStepUs', () => {
  it('needs at most the buckets asked for and stays on the kept levels', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3e12 }), fc.integer({ min: 16, max: 1_000 }), (windowUs, buckets) => {
        const step = liveStepUs(windowUs, buckets)
        expect(Math.ceil(windowUs / step)).toBeLessThanOrEqual(buckets)
        expect(step < 100_000 || step % 100_000 === 0).toBe(true)
      }),
    )
  })
})

it('keeps less of each channel the more there are, never much more than a fast meter with few', () => {
  const bytes = (channels: number): number => {
    const { rawRows, levels } = historyRoom(channels)
    return channels * (8 * rawRows + levels.reduce((sum, { capacity }) => sum + 32 * capacity, 0))
  }
  expect(historyRoom(11)).toEqual({ rawRows: RAW_ROWS, levels: LEVELS })
  for (const channels of [24, 75, 100, 935, 20_000]) expect(bytes(channels)).toBeLessThan(135e6)
})
