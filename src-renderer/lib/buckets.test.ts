import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anEnvelope } from '../testing/builders'
import { extentOf, layOver, nearestBucket, stepBucket } from './buckets'

const STEP = 1_000
const at = (k: number, means: readonly number[]) => anEnvelope(k * STEP, STEP, means)
const NEVER = Number.NEGATIVE_INFINITY

describe('laying a tick over what is held', () => {
  it('replaces from the first fresh bucket on', () => {
    const both = layOver(at(0, [1, 2, 3]), at(2, [30, 40]), NEVER, 100)
    expect([...both.mean]).toEqual([1, 2, 30, 40])
    expect(both.startUs).toBe(0)
  })

  it('leaves empty buckets where nothing was told', () => {
    const both = layOver(at(0, [1]), at(3, [4]), NEVER, 100)
    expect([...both.n]).toEqual([2, 0, 0, 2])
    expect(both.mean[1]).toBeNaN()
  })

  it('drops what is older than the window and keeps the newest when there is too much', () => {
    expect([...layOver(at(0, [1, 2, 3]), at(3, [4]), 2 * STEP, 100).mean]).toEqual([3, 4])
    const few = layOver(at(0, [1, 2, 3]), at(3, [4]), NEVER, 2)
    expect([...few.mean]).toEqual([3, 4])
    expect(few.startUs).toBe(2 * STEP)
  })

  it('starts afresh with another step or an earlier start', () => {
    expect([...layOver(at(0, [1, 2]), anEnvelope(0, 2 * STEP, [9]), NEVER, 100).mean]).toEqual([9])
    expect([...layOver(at(5, [1, 2]), at(3, [9]), NEVER, 100).mean]).toEqual([9])
  })

  it('survives a clock that ran for weeks without holding more than its limit', () => {
    const both = layOver(at(0, [1]), at(5_000_000, [2, 3]), NEVER, 10)
    expect(both.n).toHaveLength(10)
    expect([...both.mean.slice(-2)]).toEqual([2, 3])
  })

  it('equals the last value told for each bucket, whatever the order of ticks', () => {
    const tick = fc.tuple(
      fc.integer({ min: 0, max: 30 }),
      fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 8 }),
    )
    fc.assert(
      fc.property(fc.array(tick, { minLength: 1, maxLength: 12 }), (ticks) => {
        const ordered = ticks.toSorted((a, b) => a[0] - b[0])
        const told = new Map<number, number>()
        let held = null
        for (const [k, means] of ordered) {
          for (const old of told.keys()) if (old >= k) told.delete(old)
          means.forEach((x, i) => void told.set(k + i, x))
          held = layOver(held, at(k, means), NEVER, 1_000)
        }
        const first = Math.round((held?.startUs ?? 0) / STEP)
        const shown = new Map(
          [...(held?.mean ?? [])].map((x, i) => [first + i, x] as const).filter(([, x]) => !Number.isNaN(x)),
        )
        expect(shown).toEqual(new Map([...told].filter(([k]) => k >= first)))
      }),
    )
  })
})

describe('reading buckets', () => {
  const held = at(0, [10, Number.NaN, Number.NaN, 40])
  it('finds the extent inside a range', () => {
    expect(extentOf(held, 0, 4 * STEP)).toEqual([9, 41])
    expect(extentOf(held, 1.2 * STEP, 1.8 * STEP)).toBeNull()
  })
  it('finds the nearest bucket with samples, and none when it is too far', () => {
    expect(nearestBucket(held, 1.9 * STEP, 5 * STEP)?.mean).toBe(10)
    expect(nearestBucket(held, 2.9 * STEP, 5 * STEP)?.mean).toBe(40)
    expect(nearestBucket(held, 1e9, 5 * STEP)).toBeNull()
  })
  it('steps over empty buckets and stops at the ends', () => {
    expect(stepBucket(held, 0.5 * STEP, 1)?.mean).toBe(40)
    expect(stepBucket(held, 3.5 * STEP, -1)?.mean).toBe(10)
    expect(stepBucket(held, 3.5 * STEP, 1)).toBeNull()
  })
})
