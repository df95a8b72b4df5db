import { KEPT_TRAFFIC } from '@contract/traffic'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aTrafficLine } from '../testing/builders'
import { createFakeBridge } from '../testing/fake-bridge'
import { createTraffic, withLines } from './traffic'

const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => aTrafficLine(from + i))

describe('held lines', () => {
  it('are the newest ones in order, each once, however they are told', () => {
    const batch = fc.tuple(fc.integer({ min: 1, max: 4_000 }), fc.integer({ min: 0, max: 900 }))
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 12 }), (batches) => {
        let held = withLines([], [])
        for (const [from, length] of batches) {
          const before = held.at(-1)?.seq ?? 0
          held = withLines(held, lines(from, from + length))
          expect(held.at(-1)?.seq).toBe(Math.max(before, from + length))
        }
        const seqs = held.map(({ seq }) => seq)
        expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b))
        expect(held.length).toBeLessThanOrEqual(KEPT_TRAFFIC)
      }),
      { numRuns: 40 },
    )
  })

  it('stay the same object when nothing new came', () => {
    const held = lines(1, 3)
    expect(withLines(held, lines(2, 3))).toBe(held)
  })
})

describe('following', () => {
  it('takes what is kept, then what comes, also when that was faster than the answer', async () => {
    const fake = createFakeBridge({ 'traffic:follow': () => lines(1, 5) })
    const traffic = createTraffic(fake.bridge)
    const followed = traffic.follow()
    fake.tell('traffic:added', { seq: 1, lines: lines(5, 6) })
    await followed
    fake.tell('traffic:added', { seq: 2, lines: lines(7, 7) })
    expect(traffic.store.getState().lines.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7])
    traffic.unfollow()
    expect(fake.of('traffic:unfollow')).toHaveLength(1)
  })

  it('keeps what is shown while frozen and goes on taking lines behind it', () => {
    const fake = createFakeBridge()
    const traffic = createTraffic(fake.bridge)
    fake.tell('traffic:added', { seq: 1, lines: lines(1, 2) })
    traffic.freeze(true)
    fake.tell('traffic:added', { seq: 2, lines: lines(3, 9) })
    expect(traffic.store.getState().frozen).toHaveLength(2)
    expect(traffic.store.getState().lines).toHaveLength(9)
    traffic.freeze(false)
    expect(traffic.store.getState().frozen).toBeNull()
    traffic.stop()
    fake.tell('traffic:added', { seq: 3, lines: lines(10, 10) })
    expect(traffic.store.getState().lines).toHaveLength(9)
  })
})
