import { describe, expect, it } from 'vitest'
import { bandPath, linePath } from './curve-paths'

const points = (...ys: (number | null)[]) => ys.map((y, i) => ({ x: i * 10, y }))

describe('paths', () => {
  it('break where there is no value, and show a lone sample as a dot', () => {
    expect(linePath(points(1, 2.04, null, 4))).toBe('M0 1L10 2M30 4h0')
    expect(linePath(points(null, null))).toBe('')
  })
  it('go there along the top and back along the bottom', () => {
    expect(bandPath(points(1, 2, null, 3, 4), points(5, 6, null, 7, 8))).toBe(
      'M0 1L10 2L10 6L0 5ZM30 3L40 4L40 8L30 7Z',
    )
  })
})
