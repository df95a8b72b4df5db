import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLUSTER_US, clockMapOf, clustersOf, DRIFT_BASE_US, mapTime, type SyncPoint } from './clock-map'

const T0 = 1_767_225_600_000_000
const MINUTE = 60_000_000

/** A message sent at `sentUs` of a clock that is `offsetUs` behind ours and loses `ppm`, delayed by `delayUs`. */
const message = (atUs: number, offsetUs: number, ppm: number, delayUs: number): SyncPoint => {
  const sentUs = atUs - offsetUs - (ppm * 1e-6 * (atUs - T0)) / (1 + ppm * 1e-6)
  return { sentUs: Math.round(sentUs), receivedUs: Math.round(atUs + delayUs) }
}

describe('without drift', () => {
  it('is null without a message', () => expect(clockMapOf([])).toBeNull())

  it('takes one message at its word and says that nothing tells its error', () => {
    expect(clockMapOf([{ sentUs: 1000, receivedUs: 1500 }])).toEqual({
      offsetUs: 500,
      driftPpm: 0,
      refUs: 1000,
      residualUs: null,
      points: 1,
    })
  })

  it('takes the least delayed of a cluster: Java needs half a second for its first message', () => {
    const points = [430_000, 5_000, 6_000].map((delay, i) => message(T0 + i * 1_000_000, -2_000_000, 0, delay))
    expect(clockMapOf(points)).toMatchObject({ offsetUs: -1_995_000, driftPpm: 0, residualUs: 1_000, points: 3 })
  })

  it('makes no drift of clusters less than ten minutes apart', () => {
    const points = [message(T0, 0, 0, 1_000), message(T0 + 9 * MINUTE, 0, 0, 400_000)]
    expect(clockMapOf(points)).toMatchObject({ offsetUs: 1_000, driftPpm: 0, residualUs: 399_000 })
  })
})

it('never believes a message that came later than the best one of its cluster, whatever the order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ at: fc.nat(CLUSTER_US - 1), delay: fc.nat(2_000_000) }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: -1e12, max: 1e12 }),
      fc.infiniteStream(fc.boolean()),
      (sent, offset, coins) => {
        const first = { at: 0, delay: 0 }
        const points = [first, ...sent].map(({ at, delay }) => ({
          sentUs: T0 - offset + at,
          receivedUs: T0 + at + delay,
        }))
        const clusters = clustersOf(points)
        fc.pre(clusters.length === 1)
        const shuffled = [...points].sort(() => (coins.next().value ? 1 : -1))
        const map = clockMapOf(shuffled)
        expect(map?.offsetUs).toBe(offset)
        expect(map?.driftPpm).toBe(0)
        expect(map?.points).toBe(points.length)
      },
    ),
  )
})

it('finds offset and drift of a clock to within the delays of the best messages', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e12, max: 1e12 }),
      fc.double({ min: -200, max: 200, noNaN: true }),
      fc.integer({ min: DRIFT_BASE_US + 2 * CLUSTER_US, max: 48 * 60 * MINUTE }),
      fc.array(fc.nat(20_000), { minLength: 3, maxLength: 3 }),
      (offset, ppm, spanUs, delays) => {
        const points = [0, spanUs / 2, spanUs].flatMap((at, c) =>
          [delays[c]!, 500_000, 900_000].map((delay, i) => message(T0 + at + i * 1_000_000, offset, ppm, delay)),
        )
        const map = clockMapOf(points)!
        expect(Math.abs(map.driftPpm - ppm)).toBeLessThanOrEqual((20_000 / spanUs) * 1e6 + 0.01)
        for (const at of [0, spanUs / 3, spanUs]) {
          const { sentUs } = message(T0 + at, offset, ppm, 0)
          expect(Math.abs(mapTime(map, sentUs) - (T0 + at))).toBeLessThanOrEqual(27_000)
        }
        expect(map.residualUs).toBeGreaterThan(0)
      },
    ),
  )
})

it('goes through two clusters exactly', () => {
  const points = [message(T0, 1_000_000, 12, 0), message(T0 + 100 * MINUTE, 1_000_000, 12, 0)]
  const map = clockMapOf(points)!
  expect(map.driftPpm).toBeCloseTo(12, 3)
  for (const { sentUs, receivedUs } of points)
    expect(Math.abs(mapTime(map, sentUs) - receivedUs)).toBeLessThanOrEqual(1)
  expect(map.residualUs).toBeNull()
})

it('takes a clock that was set between two clusters as set, not as drifting, and says how far off it may be', () => {
  const points = [message(T0, 30_000_000, 0, 0), message(T0 + 20 * MINUTE, 0, 0, 2_000)]
  expect(clockMapOf(points)).toMatchObject({ offsetUs: 2_000, driftPpm: 0, residualUs: 29_998_000 })
})
