import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  boxOf,
  edgeAt,
  type Gesture,
  type Hand,
  IDLE,
  nextGesture,
  type PlotFrame,
  readWheel,
  timeAt,
} from './gestures'
import { lengthOf, SHORTEST_US } from './x-range'

const RANGE = { fromUs: 400e6, toUs: 500e6 }
const FRAME: PlotFrame = {
  range: RANGE,
  widthPx: 1_000,
  bounds: { fromUs: 0, toUs: 1_000e6, shortestUs: SHORTEST_US },
  cursors: { a: null, b: null },
}
const down = (px: number, held: { shift?: boolean; ctrl?: boolean } = {}, frame = FRAME): Gesture =>
  nextGesture(IDLE, { on: 'down', px, py: 50, shift: false, ctrl: false, ...held }, frame)[0]
const move = (px: number, py = 50): Hand => ({ on: 'move', px, py })
const up = (px: number, py = 50): Hand => ({ on: 'up', px, py })

describe('the wheel', () => {
  it('zooms about the pointer, pans, or zooms values', () => {
    const [, zoom] = nextGesture(IDLE, { on: 'wheel', px: 250, py: 0, deltaPx: -100, means: 'zoom' }, FRAME)
    if (zoom?.do !== 'show') throw new Error('no zoom')
    expect(lengthOf(zoom.range)).toBeLessThan(lengthOf(RANGE))
    expect(timeAt({ ...FRAME, range: zoom.range }, 250)).toBeCloseTo(timeAt(FRAME, 250), -2)
    const [, pan] = nextGesture(IDLE, { on: 'wheel', px: 250, py: 0, deltaPx: 100, means: 'pan' }, FRAME)
    expect(pan).toEqual({ do: 'show', range: { fromUs: 410e6, toUs: 510e6 } })
    const [, y] = nextGesture(IDLE, { on: 'wheel', px: 250, py: 70, deltaPx: -100, means: 'zoom-y' }, FRAME)
    expect(y).toMatchObject({ do: 'zoom-y', py: 70, factor: expect.closeTo(0.78, 2) })
  })

  it('tells a pinch from a wheel with the Control key', () => {
    const turn = { deltaX: 0, deltaY: 10, deltaMode: 0, shiftKey: false, ctrlKey: true }
    expect(readWheel(turn, true)).toEqual({ deltaPx: 10, means: 'zoom-y' })
    expect(readWheel(turn, false)).toEqual({ deltaPx: 40, means: 'zoom' })
    const plain = { ...turn, ctrlKey: false }
    expect(readWheel(plain, false)).toEqual({ deltaPx: 10, means: 'zoom' })
    expect(readWheel({ ...plain, deltaX: 30, deltaY: 2 }, false)).toEqual({ deltaPx: 30, means: 'pan' })
    expect(readWheel({ ...plain, shiftKey: true, deltaMode: 1, deltaY: 3 }, false)).toEqual({
      deltaPx: 99,
      means: 'pan',
    })
  })
})

describe('hands on the plot', () => {
  it('drag pans from where it started, and a click moves nothing', () => {
    const held = down(500)
    expect(nextGesture(held, move(502), FRAME)[1]).toBeNull()
    const [moved, first] = nextGesture(held, move(400), FRAME)
    expect(first).toEqual({ do: 'show', range: { fromUs: 410e6, toUs: 510e6 } })
    const shifted = { ...FRAME, range: { fromUs: 410e6, toUs: 510e6 } }
    expect(nextGesture(moved, move(600), shifted)[1]).toEqual({ do: 'show', range: { fromUs: 390e6, toUs: 490e6 } })
    expect(nextGesture(moved, up(600), shifted)).toEqual([IDLE, null])
  })

  it('Shift+drag selects in either direction and stays inside the plot; Shift+click clears', () => {
    const held = down(500, { shift: true })
    expect(nextGesture(held, up(500), FRAME)[1]).toEqual({ do: 'clear' })
    const [moved, effect] = nextGesture(held, move(300), FRAME)
    expect(effect).toEqual({ do: 'select', range: { fromUs: 430e6, toUs: 450e6 } })
    expect(nextGesture(moved, move(5_000), FRAME)[1]).toEqual({ do: 'select', range: { fromUs: 450e6, toUs: 500e6 } })
    expect(nextGesture(moved, up(5_000), FRAME)).toEqual([IDLE, null])
  })

  it('Ctrl+drag draws a rectangle; letting go zooms to it, a click does nothing', () => {
    const held = down(500, { ctrl: true })
    expect(nextGesture(held, up(501, 51), FRAME)).toEqual([IDLE, null])
    const [moved, none] = nextGesture(held, move(300, 90), FRAME)
    expect(none).toBeNull()
    const box = { left: 300, right: 500, top: 50, bottom: 90 }
    expect(boxOf(moved, 300, 90)).toEqual(box)
    expect(nextGesture(moved, up(300, 90), FRAME)).toEqual([IDLE, { do: 'zoom-box', box }])
  })

  it('takes hold of the nearer cursor and keeps its distance to the pointer', () => {
    const frame = { ...FRAME, cursors: { a: 450e6, b: 450.8e6 } }
    expect(edgeAt(frame, 497)).toBe('a')
    expect(edgeAt(frame, 507)).toBe('b')
    expect(edgeAt(frame, 530)).toBeNull()
    const held = down(503, {}, frame)
    expect(nextGesture(held, move(603), frame)[1]).toEqual({ do: 'edge', edge: 'a', tUs: 460e6, done: false })
    expect(nextGesture(held, up(603), frame)[1]).toEqual({ do: 'edge', edge: 'a', tUs: 460e6, done: true })
  })

  it('whatever hands do, selections lie in what is shown, ranges near the data, and letting go ends it', () => {
    const px = fc.integer({ min: -2_000, max: 3_000 })
    const py = fc.integer({ min: -200, max: 900 })
    const hand: fc.Arbitrary<Hand> = fc.oneof(
      fc.record({ on: fc.constant('down' as const), px, py, shift: fc.boolean(), ctrl: fc.boolean() }),
      fc.record({ on: fc.constant('move' as const), px, py }),
      fc.record({ on: fc.constant('up' as const), px, py }),
      fc.record({
        on: fc.constant('wheel' as const),
        px,
        py,
        deltaPx: fc.integer({ min: -4_000, max: 4_000 }),
        means: fc.constantFrom('zoom', 'pan', 'zoom-y'),
      }),
    )
    fc.assert(
      fc.property(fc.array(hand, { maxLength: 30 }), (hands) => {
        let gesture: Gesture = IDLE
        for (const one of hands) {
          const [next, effect] = nextGesture(gesture, one, FRAME)
          gesture = next
          if (one.on === 'up') expect(gesture).toEqual(IDLE)
          if (effect?.do === 'select') expect(effect.range.fromUs).toBeLessThan(effect.range.toUs)
          if (effect?.do === 'show') {
            expect(effect.range.fromUs).toBeGreaterThanOrEqual(-50e6 - 1)
            expect(effect.range.toUs).toBeLessThanOrEqual(1_050e6 + 1)
            expect(lengthOf(effect.range)).toBeGreaterThanOrEqual(SHORTEST_US - 1)
          }
          if (effect?.do === 'zoom-box') expect(effect.box.left).toBeLessThan(effect.box.right)
        }
      }),
    )
  })
})
