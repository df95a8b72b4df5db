import { lengthOf, panBy, type Range, zoomAbout } from './x-range'

/** What a hand is doing on the plot. */
export type Gesture =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pan'; readonly startPx: number; readonly start: Range; readonly moved: boolean }
  | { readonly kind: 'select'; readonly startUs: number; readonly moved: boolean }

export type Hand =
  | { readonly on: 'down'; readonly px: number; readonly shift: boolean }
  | { readonly on: 'move'; readonly px: number }
  | { readonly on: 'up' }
  | { readonly on: 'cancel' }
  | { readonly on: 'wheel'; readonly px: number; readonly deltaPx: number; readonly shift: boolean }

/** What the page has to do about it. */
export type Effect =
  | { readonly do: 'show'; readonly range: Range }
  | { readonly do: 'select'; readonly range: Range }
  | { readonly do: 'clear' }

/** The plot at the moment of the event: what it shows, how wide it is, and how far one may go. */
export interface PlotFrame {
  readonly range: Range
  readonly widthPx: number
  readonly bounds: Range
}

export const IDLE: Gesture = { kind: 'idle' }

/** Movements below this are a click. */
const CLICK_PX = 3
/** A wheel notch (100 px) zooms by about a quarter. */
const WHEEL_ZOOM = 0.0025

export const timeAt = (frame: PlotFrame, px: number): number =>
  frame.range.fromUs + (px / Math.max(1, frame.widthPx)) * lengthOf(frame.range)

/** Pure: the next gesture and at most one effect. Wheel zooms about the pointer, Shift+wheel pans, drag pans, Shift+drag selects. */
export function nextGesture(now: Gesture, hand: Hand, frame: PlotFrame): readonly [Gesture, Effect | null] {
  switch (hand.on) {
    case 'wheel': {
      const perPx = lengthOf(frame.range) / Math.max(1, frame.widthPx)
      const range = hand.shift
        ? panBy(frame.range, hand.deltaPx * perPx, frame.bounds)
        : zoomAbout(frame.range, timeAt(frame, hand.px), Math.exp(hand.deltaPx * WHEEL_ZOOM), frame.bounds)
      return [now, { do: 'show', range }]
    }
    case 'down':
      return hand.shift
        ? [{ kind: 'select', startUs: timeAt(frame, hand.px), moved: false }, null]
        : [{ kind: 'pan', startPx: hand.px, start: frame.range, moved: false }, null]
    case 'move':
      return moved(now, hand.px, frame)
    case 'up':
      return [IDLE, now.kind === 'select' && !now.moved ? { do: 'clear' } : null]
    case 'cancel':
      return [IDLE, null]
  }
}

function moved(now: Gesture, px: number, frame: PlotFrame): readonly [Gesture, Effect | null] {
  if (now.kind === 'pan') {
    if (!now.moved && Math.abs(px - now.startPx) < CLICK_PX) return [now, null]
    const perPx = lengthOf(now.start) / Math.max(1, frame.widthPx)
    return [
      { ...now, moved: true },
      { do: 'show', range: panBy(now.start, (now.startPx - px) * perPx, frame.bounds) },
    ]
  }
  if (now.kind === 'select') {
    const at = timeAt(frame, Math.min(Math.max(px, 0), frame.widthPx))
    const far = Math.abs(at - now.startUs) >= (CLICK_PX * lengthOf(frame.range)) / Math.max(1, frame.widthPx)
    if (!now.moved && !far) return [now, null]
    const range = { fromUs: Math.round(Math.min(at, now.startUs)), toUs: Math.round(Math.max(at, now.startUs)) }
    return [{ ...now, moved: true }, range.toUs > range.fromUs ? { do: 'select', range } : null]
  }
  return [now, null]
}
