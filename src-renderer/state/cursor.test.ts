import type { NearestRequest, SampleAt } from '@contract/series'
import { describe, expect, it, vi } from 'vitest'
import { createFakeBridge } from '../testing/fake-bridge'
import { createCursor, readTime, sampleAt } from './cursor'

const make = (answer: (request: NearestRequest) => readonly SampleAt[]) => {
  const fake = createFakeBridge({ 'series:nearest': answer })
  const cursor = createCursor(fake.bridge)
  cursor.follow({ kind: 'live' }, ['m/p', 'm/u'])
  return { fake, cursor }
}

describe('the data cursor', () => {
  it('reads the sample of the leading signal, and the pointer until it was answered', async () => {
    const { cursor } = make(({ channels }) => channels.map((channel, i) => ({ channel, tUs: 90 + i, value: i })))
    cursor.point(100, 'm/u')
    expect(readTime(cursor.store.getState())).toBe(100)
    expect(sampleAt(cursor.store.getState(), 'm/u')).toBeNull()
    await vi.waitFor(() => expect(readTime(cursor.store.getState())).toBe(91))
    cursor.lead('m/p')
    expect(readTime(cursor.store.getState())).toBe(90)
    cursor.leave()
    expect(readTime(cursor.store.getState())).toBeNull()
  })

  it('has one question under way, and asks the newest that waited', async () => {
    const { fake, cursor } = make(() => [])
    for (const tUs of [1, 2, 3, 4]) cursor.point(tUs)
    expect(fake.of('series:nearest')).toHaveLength(1)
    await vi.waitFor(() => expect(fake.of('series:nearest')).toHaveLength(2))
    expect(fake.of('series:nearest')[1]).toMatchObject([{ tUs: 4, side: 'nearest' }])
  })

  it('forgets what it read when something else is shown, and takes no answer of before', async () => {
    const { cursor } = make(() => [{ channel: 'm/p', tUs: 5, value: 1 }])
    cursor.point(5)
    cursor.readMark('a', 5, ['m/p'])
    cursor.follow({ kind: 'session', id: 's' }, ['m/p'])
    await new Promise((done) => setTimeout(done, 0))
    expect(cursor.store.getState()).toMatchObject({ tUs: null, samplesAtUs: null })
    expect(cursor.marks.getState()).toEqual({ a: null, b: null })
  })

  it('knows its neighbours, and none where nothing is shown', async () => {
    const { cursor } = make(({ tUs, side }) => [
      { channel: 'm/p', tUs: side === 'before' ? tUs - 1 : tUs + 1, value: 0 },
    ])
    expect(await cursor.neighbour(10, 'before')).toMatchObject({ tUs: 9 })
    cursor.follow({ kind: 'live' }, [])
    expect(await cursor.neighbour(10, 'after')).toBeNull()
  })
})
