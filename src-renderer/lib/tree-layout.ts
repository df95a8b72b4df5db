import type { TreeItem } from './visible-tree'

/** Sizes of the tree in pixels: leaves stand `pitch` apart, `above` keeps room for the sentence over a parent. */
export const TREE = { width: 150, gap: 60, card: 30, pitch: 33, above: 28 } as const

/** Where a card stands: its left edge and its middle. */
export interface CardPlace {
  readonly x: number
  readonly y: number
}

export interface TreeLayout {
  readonly places: ReadonlyMap<string, CardPlace>
  readonly width: number
  readonly height: number
}

/** Steps in which room for tall cards grows. */
const STEP = 20

/**
 * Room each card keeps, in pixels: 30, or as high as its flow in steps of 20. Room grows at once and never shrinks while
 * `before` is handed on, so that cards stay where they are while only watts change.
 */
export function cardRooms(
  items: readonly TreeItem[],
  flows: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, number> | null,
): ReadonlyMap<string, number> {
  const rooms = new Map<string, number>()
  let same = before !== null
  for (const { id } of items) {
    const flow = flows.get(id) ?? 0
    const wanted = flow <= TREE.card ? TREE.card : Math.ceil(flow / STEP) * STEP
    const held = before?.get(id)
    rooms.set(id, Math.max(wanted, held ?? TREE.card))
    if (rooms.get(id) !== held) same = false
  }
  return same && before?.size === rooms.size ? before : rooms
}

/** Outline of a subtree, deepest column first: its upper and lower edge in each column, less `shift`. */
interface Outline {
  readonly top: number[]
  readonly bottom: number[]
  shift: number
}

/** Children of one card that were placed so far. */
interface Placed {
  outline: Outline
  /** Heights and places of the children, for the place of their parent. */
  pull: number
  weight: number
}

/**
 * Columns by depth, siblings in the order given, as close as 33 px from card to card; parents beside their children,
 * nearer to the tall ones. No two cards touch, however high they are, and no two flows cross. Nothing depends on watts
 * but through `rooms`. Without recursion, and linear in the cards: two outlines are joined over the shorter of them.
 */
export function layOutTree(
  items: readonly Pick<TreeItem, 'id' | 'parent' | 'depth' | 'balanced'>[],
  rooms: ReadonlyMap<string, number>,
): TreeLayout {
  const air = TREE.pitch - TREE.card
  const order = new Map<string | null, (typeof items)[number][]>()
  for (const item of items) {
    const siblings = order.get(item.parent)
    if (siblings) siblings.push(item)
    else order.set(item.parent, [item])
  }
  /** Place of a card against its parent. */
  const offsets = new Map<string, number>()
  const outlines = new Map<string, Outline>()
  const together = (children: readonly (typeof items)[number][]): Placed | null => {
    let placed: Placed | null = null
    for (const { id } of children) {
      const own = outlines.get(id)
      if (!own) continue
      const offset = placed ? distance(placed.outline, own) : 0
      own.shift += offset
      offsets.set(id, offset)
      const weight = (rooms.get(id) ?? TREE.card) ** 2
      if (placed) {
        placed.outline = join(placed.outline, own)
        placed.pull += offset * weight
        placed.weight += weight
      } else placed = { outline: own, pull: 0, weight }
    }
    return placed
  }
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i]
    if (!item) continue
    const half = (rooms.get(item.id) ?? TREE.card) / 2
    const [top, bottom] = [-half - (item.balanced ? TREE.above : 0), half + air]
    const children = order.get(item.id) ?? []
    const placed = together(children)
    if (!placed) {
      outlines.set(item.id, { top: [top], bottom: [bottom], shift: 0 })
      continue
    }
    const middle = placed.pull / placed.weight
    for (const { id } of children) offsets.set(id, (offsets.get(id) ?? 0) - middle)
    const { outline } = placed
    outline.shift -= middle
    outline.top.push(top - outline.shift)
    outline.bottom.push(bottom - outline.shift)
    outlines.set(item.id, outline)
  }
  const all = together(order.get(null) ?? [])
  if (!all) return { places: new Map(), width: 0, height: 0 }
  const { top, bottom, shift } = all.outline
  const highest = top.reduce((least, y) => Math.min(least, y + shift), Number.POSITIVE_INFINITY)
  const lowest = bottom.reduce((most, y) => Math.max(most, y + shift), Number.NEGATIVE_INFINITY)
  const places = new Map<string, CardPlace>()
  for (const { id, parent, depth } of items) {
    const from = parent === null ? -highest : (places.get(parent)?.y ?? 0)
    places.set(id, { x: depth * (TREE.width + TREE.gap), y: from + (offsets.get(id) ?? 0) })
  }
  return {
    places,
    width: (top.length - 1) * (TREE.width + TREE.gap) + TREE.width,
    height: lowest - highest - air,
  }
}

/** How far below the upper outline the lower one must stand. */
function distance(upper: Outline, lower: Outline): number {
  let least = Number.NEGATIVE_INFINITY
  for (let k = 1; k <= Math.min(upper.bottom.length, lower.top.length); k++) {
    const [above, below] = [upper.bottom.at(-k) ?? 0, lower.top.at(-k) ?? 0]
    least = Math.max(least, above + upper.shift - (below + lower.shift))
  }
  return least
}

/** The outline of both, one below the other. */
function join(upper: Outline, lower: Outline): Outline {
  const [a, b] = [upper.top.length, lower.top.length]
  const most = Math.min(a, b)
  for (let k = 1; k <= most; k++) {
    if (a >= b) upper.bottom[a - k] = (lower.bottom[b - k] ?? 0) + lower.shift - upper.shift
    else lower.top[b - k] = (upper.top[a - k] ?? 0) + upper.shift - lower.shift
  }
  return a >= b ? upper : lower
}
