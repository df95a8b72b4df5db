import type { Gap } from '@contract/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anEnvelope } from '../testing/builders'
import { laneRows } from './rows'

const S = 1e6
const ALL = { fromUs: 0, toUs: 100 * S }
const gap = (fromUs: number, toUs: number | null): Gap => ({
  fromUs,
  toUs,
  lost: null,
  cause: 'silent',
  text: 'silent',
})
/** Mean values, stretch by stretch. */
const means = ({ mean, starts }: ReturnType<typeof laneRows>) =>
  starts.map((from, k) => [...mean.subarray(from, starts[k + 1] ?? mean.length)])

describe('rows of a lane', () => {
  it('leaves empty buckets out without breaking the line', () => {
    const drawn = laneRows(anEnvelope(0, S, [1, Number.NaN, 3]), [], ALL, 0, 1_000)
    expect(means(drawn)).toEqual([[1, 3]])
    expect(drawn.t[1]).toBe(2.5)
  })

  it('breaks the line at a gap, between the samples at both sides', () => {
    const nan = Number.NaN
    const drawn = laneRows(anEnvelope(0, S, [1, 2, nan, nan, 5]), [gap(2 * S, 5 * S)], ALL, 0, 1_000)
    expect(means(drawn)).toEqual([[1, 2], [5]])
    expect([...drawn.t]).toEqual([0.5, 2, 5])
  })

  it('breaks the line at a gap also where the signal comes back later than its source', () => {
    const nan = Number.NaN
    const drawn = laneRows(anEnvelope(0, S, [1, nan, nan, nan, nan, nan, 7]), [gap(S, 3 * S)], ALL, 0, 1_000)
    expect(means(drawn)).toEqual([[1], [7]])
  })

  it('does not break where both sides of a gap fall into one bucket', () => {
    expect(means(laneRows(anEnvelope(0, S, [1, 2, 3]), [gap(1.2 * S, 1.8 * S)], ALL, 0, 1_000))).toEqual([[1, 2, 3]])
  })

  it('keeps one bucket beyond each edge, so that the line runs to it', () => {
    const range = { fromUs: 2 * S, toUs: 4 * S }
    expect(means(laneRows(anEnvelope(0, S, [1, 2, 3, 4, 5, 6]), [], range, range.fromUs, 1_000))).toEqual([
      [2, 3, 4, 5],
    ])
  })

  it('drops what lies beyond the left edge when a gap stands between', () => {
    const nan = Number.NaN
    const range = { fromUs: 3 * S, toUs: 10 * S }
    const drawn = laneRows(anEnvelope(0, S, [1, 2, nan, nan, nan, 6, 7]), [gap(2 * S, 6 * S)], range, 0, 1_000)
    expect(means(drawn)).toEqual([[6, 7]])
  })

  it('looks for the bucket before the edge over empty ones', () => {
    const nan = Number.NaN
    const range = { fromUs: 5 * S, toUs: 10 * S }
    expect(means(laneRows(anEnvelope(0, S, [1, nan, nan, nan, nan, nan, 7]), [], range, 0, 1_000))).toEqual([[1, 7]])
  })

  it('has nothing to draw where nothing is', () => {
    const none = laneRows(anEnvelope(0, S, [Number.NaN]), [gap(0, null)], ALL, 0, 1_000)
    expect(none).toMatchObject({ starts: [], banded: false })
    expect(none.t).toHaveLength(0)
  })

  it('keeps every bucket inside the range once, in rising time, whatever the gaps', () => {
    const buckets = fc.array(fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 1, max: 99 })), { maxLength: 40 })
    const stretches = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 5 })), {
      maxLength: 4,
    })
    fc.assert(
      fc.property(buckets, stretches, (values, spans) => {
        // A gap lies between two samples: buckets inside it are empty.
        const gaps = spans.map(([from, length]) => gap((from + 0.5) * S, (from + length + 0.5) * S))
        const kept = values.map((x, i) => (spans.some(([from, n]) => i > from && i < from + n) ? Number.NaN : x))
        const drawn = laneRows(anEnvelope(0, S, kept), gaps, ALL, 0, 1_000)
        expect([...drawn.mean]).toEqual(kept.filter((x) => !Number.isNaN(x)))
        for (let i = 1; i < drawn.t.length; i++) expect(drawn.t[i]).toBeGreaterThan(drawn.t[i - 1] ?? 0)
        expect(drawn.starts.length === 0 || drawn.starts[0] === 0).toBe(true)
      }),
    )
  })

  it('says when there is a band and when samples are sparse', () => {
    const many = anEnvelope(0, S, [1, 2, 3])
    expect(laneRows(many, [], ALL, 0, 1_000)).toMatchObject({ banded: true, sparse: false })
    const single = { ...many, n: Float64Array.from([1, 1, 1]) }
    expect(laneRows(single, [], ALL, 0, 1_000)).toMatchObject({ banded: false, sparse: true })
    expect(laneRows(single, [], ALL, 0, 5)).toMatchObject({ banded: false, sparse: false })
  })
})
