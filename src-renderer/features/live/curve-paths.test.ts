import { describe, expect, it } from 'vitest'
import type { LaneRows } from '../../lib/rows'
import { type PathSink, traceBand, traceDots, traceLine } from './curve-paths'

/** Ten pixels a second, one pixel a watt downwards from 100. */
const AT = { x: { at0: 0, per: 10 }, y: { at0: 100, per: -1 } }

const rows = (stretches: readonly (readonly number[])[], sparse = false): LaneRows => {
  const mean = Float64Array.from(stretches.flat())
  const starts = stretches.map((_, k) => stretches.slice(0, k).flat().length)
  return {
    t: mean.map((_, i) => i),
    mean,
    min: mean.map((v) => v - 1),
    max: mean.map((v) => v + 1),
    starts,
    banded: false,
    sparse,
  }
}

function drawn(trace: (sink: PathSink) => void): string {
  const said: string[] = []
  trace({
    moveTo: (x, y) => said.push(`M${x} ${y}`),
    lineTo: (x, y) => said.push(`L${x} ${y}`),
    closePath: () => said.push('Z'),
    arc: (x, y) => said.push(`o${x} ${y}`),
  })
  return said.join('')
}

describe('the line', () => {
  it('breaks between stretches and nowhere else', () => {
    expect(
      drawn((sink) =>
        traceLine(
          sink,
          rows([
            [1, 2],
            [4, 5],
          ]),
          AT,
          null,
        ),
      ),
    ).toBe('M0 99L10 98M20 96L30 95')
    expect(drawn((sink) => traceLine(sink, rows([]), AT, null))).toBe('')
  })

  it('holds a gauge until its next value, but not over a gap', () => {
    expect(
      drawn((sink) =>
        traceLine(
          sink,
          rows([
            [1, 2],
            [4, 4],
          ]),
          AT,
          'until-next',
        ),
      ),
    ).toBe('M0 99L10 99L10 98M20 96L30 96L30 96')
  })

  it('draws a rate over the time since the sample before, which it was counted in', () => {
    expect(drawn((sink) => traceLine(sink, rows([[1, 2], [4]]), AT, 'since-before'))).toBe('M0 99L0 98L10 98M20 96')
  })
})

describe('the band', () => {
  it('goes there along the top and back along the bottom of each stretch', () => {
    expect(drawn((sink) => traceBand(sink, rows([[1, 2], [4]]), AT))).toBe('M0 98L10 97L10 99L0 100ZM20 95L20 97Z')
  })
})

describe('dots', () => {
  it('stand on every sample where samples are sparse', () => {
    expect(drawn((sink) => traceDots(sink, rows([[1, 2]], true), AT, 2))).toBe('M2 99o0 99M12 98o10 98')
  })
  it('stand otherwise only on a sample between two gaps', () => {
    expect(drawn((sink) => traceDots(sink, rows([[1, 2], [4]]), AT, 2))).toBe('M22 96o20 96')
  })
})
