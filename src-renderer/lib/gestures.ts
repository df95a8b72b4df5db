import { type Bounds, lengthOf, panBy, type Range, zoomAbout } from './x-range'

/** One of the two cursors. */
export type Edge = 'a' | 'b'

/** A rectangle on the plot, in pixels from its top left. */
export interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** What a hand is doing on the plot. */
export type Gesture =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pan'; readonly startPx: number; readonly start: Range; readonly moved: boolean }
  | { readonly kind: 'select'; readonly startUs: number; readonly moved: boolean }
  | { readonly kind: 'box'; readonly px: number; readonly py: number; readonly moved: boolean }
  | { readonly kind: 'edge'; readonly edge: Edge; readonly offPx: number }

/** What a turn of the wheel, or two fingers, mean. */
export type WheelMeaning = 'zoom' | 'pan' | 'zoom-y'

export type Hand =
  | {
      readonly on: 'down'
      readonly px: number
      readonly py: number
      readonly shift: boolean
      readonly ctrl: boolean
    }
  | { readonly on: 'move'; readonly px: number; readonly py: number }
  | { readonly on: 'up'; readonly px: number; readonly py: number }
  | { readonly on: 'cancel' }
  | {
      readonly on: 'wheel'
      readonly px: number
      readonly py: number
      readonly deltaPx: number
      readonly means: WheelMeaning
    }

/** What the page has to do about it. */
export type Effect =
  | { readonly do: 'show'; readonly range: Range }
  | { readonly do: 'select'; readonly range: Range }
  | { readonly do: 'clear' }
  /** A cursor goes with the hand; `done` when the hand lets go of it. */
  | { readonly do: 'edge'; readonly edge: Edge; readonly tUs: number; readonly done: boolean }
  | { readonly do: 'zoom-y'; readonly py: number; readonly factor: number }
  | { readonly do: 'zoom-box'; readonly box: Box }

/** The plot at the moment of the event: what it shows, how wide it is, how far one may go, where the cursors stand. */
export interface PlotFrame {
  readonly range: Range
  readonly widthPx: number
  readonly bounds: Bounds
  readonly cursors: Readonly<Record<Edge, number | null>>
}

export const IDLE: Gesture = { kind: 'idle' }

/** Movements below this are a click. */
const CLICK_PX = 3
/** This near to a cursor the hand takes hold of it. */
const GRIP_PX = 5
/** A wheel notch (100 px) zooms by about a quarter. */
const WHEEL_ZOOM = 0.0025
/** A pinch tells far smaller steps than a wheel. */
const PINCH = 4

const perPx = (range: Range, frame: PlotFrame): number => lengthOf(range) / Math.max(1, frame.widthPx)

export const timeAt = (frame: PlotFrame, px: number): number => frame.range.fromUs + px * perPx(frame.range, frame)

/** The cursor under the hand, or null. */
export function edgeAt(frame: PlotFrame, px: number): Edge | null {
  const far = (edge: Edge): number => {
    const tUs = frame.cursors[edge]
    return tUs === null
      ? Number.POSITIVE_INFINITY
      : Math.abs((tUs - frame.range.fromUs) / perPx(frame.range, frame) - px)
  }
  const edge: Edge = far('b') < far('a') ? 'b' : 'a'
  return far(edge) <= GRIP_PX ? edge : null
}

/** The rectangle that is being drawn, or null. */
export const boxOf = (now: Gesture, px: number, py: number): Box | null =>
  now.kind === 'box' && now.moved
    ? {
        left: Math.min(now.px, px),
        right: Math.max(now.px, px),
        top: Math.min(now.py, py),
        bottom: Math.max(now.py, py),
      }
    : null

export interface WheelTurn {
  readonly deltaX: number
  readonly deltaY: number
  /** 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
}

/**
 * Reads a wheel event. A pinch arrives as a wheel with Control although no Control key is down (`ctrlDown`): it zooms
 * time, as the wheel does; with the key it zooms values.
 */
export function readWheel(
  turn: WheelTurn,
  ctrlDown: boolean,
): { readonly deltaPx: number; readonly means: WheelMeaning } {
  const sideways = turn.shiftKey || Math.abs(turn.deltaX) > Math.abs(turn.deltaY)
  const unit = turn.deltaMode === 1 ? 33 : turn.deltaMode === 2 ? 400 : 1
  if (turn.ctrlKey) {
    return ctrlDown
      ? { deltaPx: turn.deltaY * unit, means: 'zoom-y' }
      : { deltaPx: turn.deltaY * unit * PINCH, means: 'zoom' }
  }
  const raw = sideways && turn.deltaX !== 0 ? turn.deltaX : turn.deltaY
  return { deltaPx: raw * unit, means: sideways ? 'pan' : 'zoom' }
}

/**
 * Pure: the next gesture and at most one effect. Drag pans, Shift+drag selects, Ctrl+drag draws a rectangle, a drag that
 * begins on a cursor moves it; the wheel zooms about the pointer.
 */
export function nextGesture(now: Gesture, hand: Hand, frame: PlotFrame): readonly [Gesture, Effect | null] {
  switch (hand.on) {
    case 'wheel':
      return [now, turned(hand, frame)]
    case 'down':
      return [taken(hand, frame), null]
    case 'move':
      return moved(now, hand, frame)
    case 'up':
      return [IDLE, released(now, hand, frame)]
    case 'cancel':
      return [IDLE, null]
  }
}

function turned({ px, py, deltaPx, means }: Hand & { on: 'wheel' }, frame: PlotFrame): Effect {
  const factor = Math.exp(deltaPx * WHEEL_ZOOM)
  if (means === 'zoom-y') return { do: 'zoom-y', py, factor }
  const range =
    means === 'pan'
      ? panBy(frame.range, deltaPx * perPx(frame.range, frame), frame.bounds)
      : zoomAbout(frame.range, timeAt(frame, px), factor, frame.bounds)
  return { do: 'show', range }
}

function taken({ px, py, shift, ctrl }: Hand & { on: 'down' }, frame: PlotFrame): Gesture {
  if (ctrl) return { kind: 'box', px, py, moved: false }
  if (shift) return { kind: 'select', startUs: timeAt(frame, px), moved: false }
  const edge = edgeAt(frame, px)
  const tUs = edge && frame.cursors[edge]
  if (edge && tUs !== null) {
    return { kind: 'edge', edge, offPx: (tUs - frame.range.fromUs) / perPx(frame.range, frame) - px }
  }
  return { kind: 'pan', startPx: px, start: frame.range, moved: false }
}

const inside = (px: number, frame: PlotFrame): number => Math.min(Math.max(px, 0), frame.widthPx)

function moved(now: Gesture, { px, py }: Hand & { on: 'move' }, frame: PlotFrame): readonly [Gesture, Effect | null] {
  switch (now.kind) {
    case 'idle':
      return [now, null]
    case 'pan': {
      if (!now.moved && Math.abs(px - now.startPx) < CLICK_PX) return [now, null]
      const range = panBy(now.start, (now.startPx - px) * perPx(now.start, frame), frame.bounds)
      return [
        { ...now, moved: true },
        { do: 'show', range },
      ]
    }
    case 'select': {
      const at = timeAt(frame, inside(px, frame))
      if (!now.moved && Math.abs(at - now.startUs) < CLICK_PX * perPx(frame.range, frame)) return [now, null]
      const range = { fromUs: Math.round(Math.min(at, now.startUs)), toUs: Math.round(Math.max(at, now.startUs)) }
      return [{ ...now, moved: true }, range.toUs > range.fromUs ? { do: 'select', range } : null]
    }
    case 'box':
      return [{ ...now, moved: now.moved || Math.hypot(px - now.px, py - now.py) >= CLICK_PX }, null]
    case 'edge':
      return [now, { do: 'edge', edge: now.edge, tUs: edgeTime(now.offPx, px, frame), done: false }]
  }
}

const edgeTime = (offPx: number, px: number, frame: PlotFrame): number =>
  Math.round(timeAt(frame, inside(px + offPx, frame)))

function released(now: Gesture, { px, py }: Hand & { on: 'up' }, frame: PlotFrame): Effect | null {
  if (now.kind === 'select') return now.moved ? null : { do: 'clear' }
  if (now.kind === 'edge') return { do: 'edge', edge: now.edge, tUs: edgeTime(now.offPx, px, frame), done: true }
  const box = boxOf(now, inside(px, frame), py)
  return box && box.right - box.left >= CLICK_PX ? { do: 'zoom-box', box } : null
}
