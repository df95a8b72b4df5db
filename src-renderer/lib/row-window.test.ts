import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rowWindow } from './row-window'

it('draws every row that can be seen, and few more, whatever the list and the scroll are', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5_000 }),
      fc.integer({ min: 0, max: 2_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (total, heightPx, share) => {
        const topPx = Math.max(0, total * 20 - heightPx) * share
        const { from, to } = rowWindow(topPx, heightPx, 20, total)
        for (let row = 0; row < total; row++) {
          const seen = (row + 1) * 20 > topPx && row * 20 < topPx + heightPx
          if (seen) expect(row >= from && row < to).toBe(true)
        }
        expect(from).toBeGreaterThanOrEqual(0)
        expect(to).toBeLessThanOrEqual(total)
        expect(to - from).toBeLessThanOrEqual(heightPx / 20 + 18)
      },
    ),
    { numRuns: 60 },
  )
})

it('stays inside a list that became shorter than the scroll', () => {
  expect(rowWindow(40_000, 200, 20, 3)).toEqual({ from: 2, to: 3 })
  expect(rowWindow(0, 200, 20, 0)).toEqual({ from: 0, to: 0 })
})
