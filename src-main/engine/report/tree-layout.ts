import type { SolvedTree } from '@contract/tree'
import type { Plan } from '../power-tree/plan'

/** Sizes in pixels. */
export const CARD = { width: 232, height: 32, gapX: 64, gapY: 5 } as const
/** How high the flow of all roots together is. */
const TOTAL_FLOW = 76

/** A card of the drawing and the flow that leads to it. Pixels; `y` is the card's middle. */
export interface PlacedNode {
  /** Position in the plan. */
  readonly position: number
  readonly x: number
  readonly y: number
  readonly height: number
  /** Thickness of the flow, at least 1 where there is a number; 0 without one. */
  readonly flow: number
  /** Where the flow leaves the parent; null for a root. */
  readonly from: { readonly x: number; readonly y: number } | null
}

export interface TreeLayout {
  readonly nodes: readonly PlacedNode[]
  readonly width: number
  readonly height: number
}

/**
 * Columns by depth, rows in file order, parents in the middle of their children. Flows are as thick as their power and
 * leave the parent stacked in file order. Linear in the nodes, however deep they lie.
 */
export function layOutTree(plan: Plan, tree: SolvedTree): TreeLayout {
  const { walk, links } = plan
  const scale = pixelsPerWatt(tree)
  const flows = new Map<number, number>()
  const slots = new Map<number, number>()
  for (const { position } of walk) {
    const { value } = tree.rows[position]!
    flows.set(position, value === null ? 0 : Math.max(1, Math.abs(value) * scale))
  }
  const heightOf = (position: number) => Math.max(CARD.height, flows.get(position)!)
  const sum = (positions: readonly number[], of: ReadonlyMap<number, number>) =>
    positions.reduce((total, position) => total + of.get(position)!, 0)
  for (const { position } of [...walk].reverse()) {
    slots.set(position, Math.max(heightOf(position) + CARD.gapY, sum(links.children[position]!, slots)))
  }

  const tops = new Map<number, number>()
  const starts = new Map<number, PlacedNode['from']>()
  let top = 0
  for (const root of links.roots) {
    tops.set(root, top)
    top += slots.get(root)!
  }
  let right = 0
  const nodes = walk.map(({ position, depth }) => {
    const x = depth * (CARD.width + CARD.gapX)
    const y = tops.get(position)! + slots.get(position)! / 2
    right = Math.max(right, x + CARD.width)
    const children = links.children[position]!
    let below = y - sum(children, slots) / 2
    let edge = y - sum(children, flows) / 2
    for (const child of children) {
      tops.set(child, below)
      below += slots.get(child)!
      starts.set(child, { x: x + CARD.width, y: edge + flows.get(child)! / 2 })
      edge += flows.get(child)!
    }
    const flow = flows.get(position)!
    return { position, x, y, height: heightOf(position), flow, from: starts.get(position) ?? null }
  })
  return { nodes, width: right, height: Math.max(0, top - CARD.gapY) }
}

/** The largest row stands in where the roots have no sum. */
function pixelsPerWatt({ totalW, rows, nodes }: SolvedTree): number {
  const shown = new Set(nodes.map(({ channel }) => channel))
  const largest = rows.reduce(
    (most, { channel, value }) => (shown.has(channel) ? Math.max(most, Math.abs(value ?? 0)) : most),
    0,
  )
  const whole = Math.max(Math.abs(totalW ?? 0), largest)
  return whole > 0 ? TOTAL_FLOW / whole : 0
}
