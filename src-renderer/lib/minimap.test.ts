import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draggedWindow, holdAt, overviewEveryMs } from './minimap'
import { lengthOf } from './x-range'

const BOUNDS = { fromUs: 0, toUs: 1_000e6, shortestUs: 1e6 }
const WINDOW = { fromUs: 400e6, toUs: 500e6 }

describe('the minimap', () => {
  it('knows what is under the hand, also when the window is a few pixels', () => {
    expect([10, 100, 150, 200, 300].map((px) => holdAt(px, 100, 200))).toEqual([
      'outside',
      'left',
      'window',
      'right',
      'outside',
    ])
    expect([holdAt(99, 100, 102), holdAt(103, 100, 102)]).toEqual(['left', 'right'])
  })

  it('moves, resizes and centres', () => {
    expect(draggedWindow('window', WINDOW, 410e6, 510e6, BOUNDS)).toEqual({ fromUs: 500e6, toUs: 600e6 })
    expect(draggedWindow('left', WINDOW, 400e6, 300e6, BOUNDS)).toEqual({ fromUs: 300e6, toUs: 500e6 })
    expect(draggedWindow('right', WINDOW, 500e6, 100e6, BOUNDS)).toEqual({ fromUs: 400e6, toUs: 401e6 })
    expect(draggedWindow('outside', WINDOW, 800e6, 800e6, BOUNDS)).toEqual({ fromUs: 750e6, toUs: 850e6 })
  })

  it('never leaves the data and never turns the window round', () => {
    const time = fc.integer({ min: -2_000, max: 3_000 }).map((s) => s * 1e6)
    fc.assert(
      fc.property(fc.constantFrom('left', 'right', 'window', 'outside'), time, time, (hold, start, now) => {
        const next = draggedWindow(hold, WINDOW, start, now, BOUNDS)
        expect(next.fromUs).toBeGreaterThanOrEqual(0)
        expect(next.toUs).toBeLessThanOrEqual(1_000e6)
        expect(lengthOf(next)).toBeGreaterThanOrEqual(1e6)
      }),
    )
  })

  it('is drawn anew ever more rarely', () => {
    expect(overviewEveryMs(60e6, 500)).toBe(1_000)
    expect(overviewEveryMs(3_600e6, 500)).toBe(7_200)
    expect(overviewEveryMs(86_400e6 * 30, 500)).toBe(60_000)
  })
})
