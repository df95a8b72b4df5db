import type { SessionEvent } from '@contract/model'
import { describe, expect, it } from 'vitest'
import { marksOf, markTimes, nextMark, rangeOfSpan } from './marks'

const start = (what: string, id: number, name: string, atUs: number, message = ''): SessionEvent => ({
  ...{ atUs, kind: 'span-start', sourceId: null, text: name },
  detail: { what, id, unit: 'mypc', name, message },
})
const stop = (what: string, id: number, atUs: number): SessionEvent => ({
  ...{ atUs, kind: 'span-stop', sourceId: null, text: '' },
  detail: { what, id, unit: 'mypc', name: '', message: 'done' },
})
const marker = (atUs: number, text: string, detail?: SessionEvent['detail']): SessionEvent => ({
  ...{ atUs, kind: 'marker', sourceId: null, text },
  ...(detail ? { detail } : {}),
})

const EVENTS = [
  start('measurement', 1, 'warm-up', 10, 'governor performance'),
  start('run', 1, 'first', 12),
  marker(15, 'kernel: loaded', { type: 'Kernel', unit: 'mypc', message: 'loaded' }),
  stop('run', 1, 20),
  stop('measurement', 1, 30),
  marker(14, 'Marker 2'),
  start('measurement', 2, 'load', 30),
] as const

describe('marks of a session', () => {
  it('are spans with the message that started them, and markers in the order of time', () => {
    const { points, spans } = marksOf(EVENTS)
    expect(spans.map(({ what, name, message, fromUs, toUs, row }) => [what, name, message, fromUs, toUs, row])).toEqual(
      [
        ['measurement', 'warm-up', 'governor performance', 10, 30, 0],
        ['run', 'first', '', 12, 20, 0],
        ['measurement', 'load', '', 30, null, 0],
      ],
    )
    expect(points.map(({ atUs, name, unit }) => [atUs, name, unit])).toEqual([
      [14, 'Marker 2', ''],
      [15, 'loaded', 'mypc'],
    ])
  })

  it('have a second row where measurements of two machines overlap', () => {
    const { spans } = marksOf([
      start('measurement', 1, 'a', 10),
      start('measurement', 2, 'b', 11),
      stop('measurement', 1, 20),
    ])
    expect(spans.map(({ name, row }) => [name, row])).toEqual([
      ['a', 0],
      ['b', 1],
    ])
  })

  it('are walked from one to the next, each moment once', () => {
    const times = markTimes(marksOf(EVENTS))
    expect(times).toEqual([10, 12, 14, 15, 20, 30])
    expect(nextMark(times, 12, 1)).toBe(14)
    expect(nextMark(times, 12, -1)).toBe(10)
    expect(nextMark(times, 30, 1)).toBeNull()
    expect(nextMark(times, 10, -1)).toBeNull()
  })

  it('reach to now while they last, and are never empty', () => {
    expect(rangeOfSpan({ fromUs: 30, toUs: null }, 45)).toEqual({ fromUs: 30, toUs: 45 })
    expect(rangeOfSpan({ fromUs: 30, toUs: 30 }, 45)).toEqual({ fromUs: 30, toUs: 31 })
  })
})
