import { LIVE_BUCKETS, MAX_BUCKETS } from '@contract/live'
import { describe, expect, it } from 'vitest'
import { anEnvelope, aReadout, aTick, NOON_US } from '../testing/builders'
import { createFakeBridge } from '../testing/fake-bridge'
import { afterTick, createLive, NOTHING_YET } from './live'

const STEP = 250_000
const lane = (k: number, means: readonly number[]) => [
  { channel: 'a/p', envelope: anEnvelope(NOON_US + k * STEP, STEP, means) },
]

describe('a tick', () => {
  it('is laid over what is held, and a reset empties it', () => {
    const one = afterTick(NOTHING_YET, aTick({ lanes: lane(0, [1, 2]) }))
    const two = afterTick(one, aTick({ lanes: lane(1, [20, 30]) }))
    expect([...(two.lanes.get('a/p')?.mean ?? [])]).toEqual([1, 20, 30])
    const three = afterTick(two, aTick({ reset: true, lanes: lane(4, [5]) }))
    expect([...(three.lanes.get('a/p')?.mean ?? [])]).toEqual([5])
    expect([...(one.lanes.get('a/p')?.mean ?? [])]).toEqual([1, 2])
  })

  it('keeps readouts and gaps of the tick', () => {
    const gap = {
      sourceId: 'a',
      gap: { fromUs: NOON_US, toUs: null, lost: null, cause: 'silent', text: 'silent' },
    } as const
    const live = afterTick(NOTHING_YET, aTick({ gaps: [gap], readouts: [aReadout('a/p', 44.28)] }))
    expect(live.gaps).toEqual([gap])
    expect(live.readouts.get('a/p')?.now).toBe(44.28)
    expect(afterTick(live, aTick()).gaps).toEqual([])
  })

  it('never makes what is held longer than its limit, however long it runs', () => {
    let live = { ...NOTHING_YET, windowUs: null }
    for (let k = 0; k < 3 * MAX_BUCKETS; k += 40)
      live = { ...afterTick(live, aTick({ lanes: lane(k, new Array(40).fill(7)) })), windowUs: null }
    expect(live.lanes.get('a/p')?.n.length).toBe(MAX_BUCKETS)
  })
})

describe('the live store', () => {
  it('acknowledges the newest tick once it was painted, and only that one', () => {
    const fake = createFakeBridge()
    const painted: (() => void)[] = []
    const live = createLive(fake.bridge, (job) => painted.push(job))
    for (const seq of [1, 2, 3]) fake.tell('live:tick', aTick({ seq }))
    expect(fake.of('live:ack')).toEqual([])
    expect(painted).toHaveLength(1)
    painted[0]?.()
    expect(fake.of('live:ack')).toEqual([[3]])
    fake.tell('live:tick', aTick({ seq: 4 }))
    painted[1]?.()
    expect(fake.of('live:ack')).toEqual([[3], [4]])
    live.stop()
    fake.tell('live:tick', aTick({ seq: 5, nowUs: 1 }))
    expect(live.store.getState().nowUs).not.toBe(1)
    expect(fake.of('live:unfollow')).toHaveLength(1)
  })

  it('follows with as many buckets as it can redraw', () => {
    const fake = createFakeBridge()
    createLive(fake.bridge, () => {}).follow(600e6)
    expect(fake.of('live:follow')).toEqual([[{ windowUs: 600e6, buckets: LIVE_BUCKETS }]])
  })
})
