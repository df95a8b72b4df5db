import type { PlanRow, RowKind, RowStatus, SolvedTree, TreeNode } from '@contract/tree'

/** A card of the tree: one row of the plan, or the rows of one parent that are hidden because they are small. */
export interface TreeItem {
  /** Stable: the channel, or `other` and the parent's channel. */
  readonly id: string
  readonly parent: string | null
  readonly depth: number
  /** Null stands for the hidden rows. */
  readonly row: PlanRow | null
  readonly node: TreeNode | null
  readonly kind: RowKind | 'other'
  readonly status: RowStatus
  readonly watts: number | null
  /** Children it has in the whole tree, shown or not. */
  readonly children: number
  /** Its children are folded away. */
  readonly folded: boolean
  /** A remaining or dynamic row hangs below it, so that its children may exceed it. */
  readonly balanced: boolean
  /** Channels this card stands for, when it stands for hidden rows. */
  readonly hidden: readonly number[]
}

/** What is shown of a tree. */
export interface TreeChoice {
  readonly collapsed: ReadonlySet<number>
  /** Rows that are hidden because they are small: of `smallRows`. */
  readonly small: ReadonlySet<number>
}

export const itemId = (channel: number): string => String(channel)

/** A row near the limit stays as it is until it is this far on the other side: nothing flickers while live. */
const HOLD = 1.25

/**
 * Rows that count for less than `percent` of all roots. A row without a value, with a negative one, or in `keep` is
 * never small. `before` is the answer for the scan before; null decides afresh.
 */
export function smallRows(
  tree: Pick<SolvedTree, 'nodes' | 'rows'>,
  percent: number,
  keep: ReadonlySet<number>,
  before: ReadonlySet<number> | null,
): ReadonlySet<number> {
  const small = new Set<number>()
  if (!(percent > 0)) return small
  const watts = new Map(tree.rows.map(({ channel, value }) => [channel, value]))
  for (const { channel, ofTotalPercent } of tree.nodes) {
    const value = watts.get(channel) ?? null
    if (ofTotalPercent === null || value === null || value < 0 || keep.has(channel)) continue
    const limit = before === null ? percent : before.has(channel) ? percent * HOLD : percent / HOLD
    if (Math.abs(ofTotalPercent) < limit) small.add(channel)
  }
  return small
}

/** A channel and all above it, so that none of them is hidden. */
export function withAncestors(nodes: readonly TreeNode[], channels: Iterable<number>): ReadonlySet<number> {
  const parents = new Map(nodes.map(({ channel, parent }) => [channel, parent]))
  const found = new Set<number>()
  for (const channel of channels) {
    for (let at: number | null = channel; at !== null && !found.has(at); at = parents.get(at) ?? null) found.add(at)
  }
  return found
}

const COMPUTED: ReadonlySet<RowKind> = new Set(['remaining', 'dynamic'])

/** The cards of a tree: parents before children, siblings in file order, hidden siblings together as the last. */
export function visibleTree(
  rows: readonly PlanRow[],
  tree: Pick<SolvedTree, 'nodes' | 'rows'>,
  { collapsed, small }: TreeChoice,
): readonly TreeItem[] {
  const plan = new Map(rows.map((row) => [row.channel, row]))
  const solved = new Map(tree.rows.map((row) => [row.channel, row]))
  const balanced = new Set(rows.flatMap(({ kind, parent }) => (COMPUTED.has(kind) && parent !== null ? [parent] : [])))
  const children = new Map<number | null, TreeNode[]>()
  for (const node of tree.nodes) {
    const siblings = children.get(node.parent)
    if (siblings) siblings.push(node)
    else children.set(node.parent, [node])
  }
  const items: TreeItem[] = []
  const waiting: (TreeNode | TreeItem)[] = []
  const push = (parent: number | null, depth: number): void => {
    const siblings = children.get(parent) ?? []
    const hidden = siblings.filter(({ channel }) => small.has(channel))
    if (hidden.length > 0) waiting.push(otherCard(parent, depth, hidden, (channel) => solved.get(channel)?.value ?? 0))
    for (let i = siblings.length - 1; i >= 0; i--) {
      const node = siblings[i]
      if (node && !small.has(node.channel)) waiting.push(node)
    }
  }
  push(null, 0)
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if ('id' in next) {
      items.push(next)
      continue
    }
    const row = plan.get(next.channel)
    if (!row) continue
    const folded = next.children > 0 && collapsed.has(next.channel)
    const { value = null, status = 'missing' } = solved.get(next.channel) ?? {}
    items.push({
      id: itemId(next.channel),
      parent: next.parent === null ? null : itemId(next.parent),
      depth: next.depth,
      row,
      node: next,
      kind: row.kind,
      status,
      watts: value,
      children: next.children,
      folded,
      balanced: balanced.has(next.channel),
      hidden: [],
    })
    if (!folded) push(next.channel, next.depth + 1)
  }
  return items
}

function otherCard(
  parent: number | null,
  depth: number,
  hidden: readonly TreeNode[],
  watts: (channel: number) => number,
): TreeItem {
  return {
    id: `other ${parent ?? 'roots'}`,
    parent: parent === null ? null : itemId(parent),
    depth,
    row: null,
    node: null,
    kind: 'other',
    status: 'ok',
    watts: hidden.reduce((sum, { channel }) => sum + watts(channel), 0),
    children: 0,
    folded: false,
    balanced: false,
    hidden: hidden.map(({ channel }) => channel),
  }
}
