import type { Gap } from '@contract/model'
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
const means = (rows: ReturnType<typeof laneRows>) => rows.rows.map((row) => row.mean)

describe('rows of a lane', () => {
  it('leaves empty buckets out without breaking the line', () => {
    const drawn = laneRows(anEnvelope(0, S, [1, Number.NaN, 3]), [], ALL, 0, 1_000)
    expect(means(drawn)).toEqual([1, 3])
    expect(drawn.rows[1]?.t).toBe(2.5)
  })

  it('breaks the line at a gap, between the samples at both sides', () => {
    const nan = Number.NaN
    const drawn = laneRows(anEnvelope(0, S, [1, 2, nan, nan, 5]), [gap(2 * S, 5 * S)], ALL, 0, 1_000)
    expect(means(drawn)).toEqual([1, 2, null, 5])
  })

  it('does not break where both sides of a gap fall into one bucket', () => {
    expect(means(laneRows(anEnvelope(0, S, [1, 2, 3]), [gap(1.2 * S, 1.8 * S)], ALL, 0, 1_000))).toEqual([1, 2, 3])
  })

  it('keeps one bucket beyond each edge, so that the line runs to it', () => {
    const range = { fromUs: 2 * S, toUs: 4 * S }
    expect(means(laneRows(anEnvelope(0, S, [1, 2, 3, 4, 5, 6]), [], range, range.fromUs, 1_000))).toEqual([2, 3, 4, 5])
  })

  it('says when there is a band and when samples are sparse', () => {
    const many = anEnvelope(0, S, [1, 2, 3])
    expect(laneRows(many, [], ALL, 0, 1_000)).toMatchObject({ banded: true, sparse: false })
    const single = { ...many, n: Float64Array.from([1, 1, 1]) }
    expect(laneRows(single, [], ALL, 0, 1_000)).toMatchObject({ banded: false, sparse: true })
    expect(laneRows(single, [], ALL, 0, 5)).toMatchObject({ banded: false, sparse: false })
  })
})
