import { type Bounds, lengthOf, type Range } from './x-range'

/** Where a hand took hold of the minimap. */
export type Hold = 'left' | 'right' | 'window' | 'outside'

/** The width of a grip and half of what a hand may miss it by, in pixels. */
export const GRIP = { width: 6, reach: 8 } as const

/** What is under the hand; the nearer grip wins when the window is small. */
export function holdAt(px: number, left: number, right: number): Hold {
  const [toLeft, toRight] = [Math.abs(px - left), Math.abs(px - right)]
  if (Math.min(toLeft, toRight) <= GRIP.reach) return toLeft < toRight ? 'left' : 'right'
  return px > left && px < right ? 'window' : 'outside'
}

const clamp = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), Math.max(low, high))

/** The window moved without its length, inside the data. */
export function movedTo(window: Range, fromUs: number, bounds: Bounds): Range {
  const length = Math.min(lengthOf(window), lengthOf(bounds))
  const from = clamp(fromUs, bounds.fromUs, bounds.toUs - length)
  return { fromUs: Math.round(from), toUs: Math.round(from + length) }
}

/** The window with one edge elsewhere: never past the other one, never past the data. */
export function resized(window: Range, edge: 'left' | 'right', tUs: number, bounds: Bounds): Range {
  return edge === 'left'
    ? { fromUs: Math.round(clamp(tUs, bounds.fromUs, window.toUs - bounds.shortestUs)), toUs: window.toUs }
    : { fromUs: window.fromUs, toUs: Math.round(clamp(tUs, window.fromUs + bounds.shortestUs, bounds.toUs)) }
}

/** The window under a hand that took hold at `startUs` and is at `tUs` now. */
export function draggedWindow(hold: Hold, window: Range, startUs: number, tUs: number, bounds: Bounds): Range {
  if (hold === 'left' || hold === 'right') {
    const edgeUs = hold === 'left' ? window.fromUs : window.toUs
    return resized(window, hold, edgeUs + tUs - startUs, bounds)
  }
  const heldUs = hold === 'outside' ? lengthOf(window) / 2 : startUs - window.fromUs
  return movedTo(window, tUs - heldUs, bounds)
}

const [SECOND_MS, MINUTE_MS] = [1_000, 60_000]

/** How often the whole is drawn anew: when a bucket has filled, at most once a second, at least once a minute. */
export const overviewEveryMs = (lengthUs: number, buckets: number): number =>
  clamp(lengthUs / 1e3 / Math.max(1, buckets), SECOND_MS, MINUTE_MS)
