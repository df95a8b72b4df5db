import type { PlanRow } from '@contract/tree'
import type { PlanLinks, TreePlace } from './plan'

/** What links() needs of a row; a row without a kind counts as one that has power. */
export type Linkable = Pick<PlanRow, 'channel' | 'rail' | 'parent'> & { readonly kind: PlanRow['kind'] | null }

/** Who belongs to whom. Of rows with the same channel the first is meant; voltage rows are nobody's parent or child. */
export function links(rows: readonly Linkable[]): PlanLinks {
  const positions = new Map<number, number>()
  for (const [at, { channel }] of rows.entries()) if (!positions.has(channel)) positions.set(channel, at)
  const parents = new Int32Array(rows.length).fill(-1)
  const rails = new Int32Array(rows.length).fill(-1)
  const children: number[][] = rows.map(() => [])
  const roots: number[] = []
  for (const [at, row] of rows.entries()) {
    if (positions.get(row.channel) !== at || row.kind === 'voltage') continue
    if ((row.kind === 'power' && row.rail > 0) || row.kind === 'static') rails[at] = positions.get(row.rail) ?? -1
    if (row.parent === 0) roots.push(at)
    const parent = row.parent === null || row.parent === 0 ? undefined : positions.get(row.parent)
    if (parent === undefined || rows[parent]!.kind === 'voltage') continue
    parents[at] = parent
    children[parent]!.push(at)
  }
  return { positions, parents, children, roots, rails }
}

/** Positions of rows that are their own ancestors, in file order. */
export function ownAncestors({ parents }: PlanLinks): readonly number[] {
  const found: number[] = []
  /** 0: not seen; otherwise the number of the climb that saw it first. */
  const seen = new Int32Array(parents.length)
  for (let start = 0; start < parents.length; start++) {
    let at = start
    while (at >= 0 && seen[at] === 0) {
      seen[at] = start + 1
      at = parents[at]!
    }
    if (at < 0 || seen[at] !== start + 1) continue
    const entry = at
    do {
      found.push(at)
      at = parents[at]!
    } while (at !== entry)
  }
  return found.sort((a, b) => a - b)
}

/** What hangs below the roots: parents before children, siblings in file order. */
export function walkTree({ roots, children }: PlanLinks): readonly TreePlace[] {
  const walk: TreePlace[] = []
  const ahead: TreePlace[] = roots.map((position) => ({ position, depth: 0 })).reverse()
  for (let place = ahead.pop(); place; place = ahead.pop()) {
    walk.push(place)
    const below = children[place.position]!
    for (let c = below.length - 1; c >= 0; c--) ahead.push({ position: below[c]!, depth: place.depth + 1 })
  }
  return walk
}

/** By position: 1 for rows that have an ancestor among `counted` of the same group. Linear, however deep the rows lie. */
export function nestedInGroup(
  rows: readonly Pick<PlanRow, 'group'>[],
  { parents, children }: PlanLinks,
  counted: ReadonlySet<number>,
): Uint8Array {
  const nested = new Uint8Array(rows.length)
  /** Per group: counted rows on the way from the top to here. */
  const above = new Map<string, number>()
  const ahead: number[] = []
  for (let top = 0; top < rows.length; top++) {
    if (parents[top] !== -1) continue
    ahead.push(top)
    for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
      const leaving = at < 0
      const position = leaving ? ~at : at
      const { group } = rows[position]!
      const n = above.get(group) ?? 0
      if (!leaving) {
        nested[position] = n > 0 ? 1 : 0
        ahead.push(~position)
        for (const child of children[position]!) ahead.push(child)
      }
      if (counted.has(position)) above.set(group, leaving ? n - 1 : n + 1)
    }
  }
  return nested
}
