import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IDLE, nextGesture, type PlotFrame, timeAt } from './gestures'
import { lengthOf, panBy, SHORTEST_US, zoomAbout } from './x-range'

const BOUNDS = { fromUs: 0, toUs: 1_000e6 }
const RANGE = { fromUs: 400e6, toUs: 500e6 }
const FRAME: PlotFrame = { range: RANGE, widthPx: 1_000, bounds: BOUNDS }

describe('zoom and pan', () => {
  it('keep the time under the pointer where it is, as long as there is data on both sides', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.2, max: 3, noNaN: true }),
        (share, factor) => {
          const about = RANGE.fromUs + share * lengthOf(RANGE)
          const next = zoomAbout(RANGE, about, factor, BOUNDS)
          expect((about - next.fromUs) / lengthOf(next)).toBeCloseTo(share, 4)
        },
      ),
    )
  })

  it('never leave the data by more than 5 %, never show less than the shortest range', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -5e9, max: 5e9, noNaN: true }),
        fc.double({ min: 1e-9, max: 1e6, noNaN: true }),
        (by, factor) => {
          for (const next of [panBy(RANGE, by, BOUNDS), zoomAbout(RANGE, 450e6, factor, BOUNDS)]) {
            expect(next.fromUs).toBeGreaterThanOrEqual(-50e6 - 1)
            expect(next.toUs).toBeLessThanOrEqual(1_050e6 + 1)
            expect(lengthOf(next)).toBeGreaterThanOrEqual(SHORTEST_US - 1)
          }
        },
      ),
    )
  })
})

describe('hands on the plot', () => {
  it('wheel zooms about the pointer, Shift+wheel pans', () => {
    const [, zoom] = nextGesture(IDLE, { on: 'wheel', px: 250, deltaPx: -100, shift: false }, FRAME)
    if (zoom?.do !== 'show') throw new Error('no zoom')
    expect(lengthOf(zoom.range)).toBeLessThan(lengthOf(RANGE))
    expect(timeAt({ ...FRAME, range: zoom.range }, 250)).toBeCloseTo(timeAt(FRAME, 250), -2)
    const [, pan] = nextGesture(IDLE, { on: 'wheel', px: 250, deltaPx: 100, shift: true }, FRAME)
    expect(pan).toEqual({ do: 'show', range: { fromUs: 410e6, toUs: 510e6 } })
  })

  it('drag pans from where it started, and a click moves nothing', () => {
    const [down] = nextGesture(IDLE, { on: 'down', px: 500, shift: false }, FRAME)
    expect(nextGesture(down, { on: 'move', px: 502 }, FRAME)[1]).toBeNull()
    const [moved, first] = nextGesture(down, { on: 'move', px: 400 }, FRAME)
    expect(first).toEqual({ do: 'show', range: { fromUs: 410e6, toUs: 510e6 } })
    const shifted = { ...FRAME, range: { fromUs: 410e6, toUs: 510e6 } }
    expect(nextGesture(moved, { on: 'move', px: 600 }, shifted)[1]).toEqual({
      do: 'show',
      range: { fromUs: 390e6, toUs: 490e6 },
    })
    expect(nextGesture(moved, { on: 'up' }, shifted)).toEqual([IDLE, null])
  })

  it('Shift+drag selects in either direction and stays inside the plot; Shift+click clears', () => {
    const [down] = nextGesture(IDLE, { on: 'down', px: 500, shift: true }, FRAME)
    expect(nextGesture(down, { on: 'up' }, FRAME)[1]).toEqual({ do: 'clear' })
    const [moved, effect] = nextGesture(down, { on: 'move', px: 300 }, FRAME)
    expect(effect).toEqual({ do: 'select', range: { fromUs: 430e6, toUs: 450e6 } })
    expect(nextGesture(moved, { on: 'move', px: 5_000 }, FRAME)[1]).toEqual({
      do: 'select',
      range: { fromUs: 450e6, toUs: 500e6 },
    })
    expect(nextGesture(moved, { on: 'up' }, FRAME)).toEqual([IDLE, null])
  })
})
