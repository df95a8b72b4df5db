import type { PlanRow } from '@contract/tree'
import type { PlanLinks } from './plan'

/** Positions of the rows a row is computed from. */
export function sourcesOf(
  kind: PlanRow['kind'],
  at: number,
  { parents, children, rails }: PlanLinks,
): readonly number[] {
  if (kind === 'remaining' || kind === 'dynamic') {
    const parent = parents[at]!
    return parent < 0 ? [] : [parent, ...children[parent]!.filter((child) => child !== at)]
  }
  return rails[at]! < 0 ? [] : [rails[at]!]
}

/**
 * Positions in an order in which every row comes after the rows it is computed from. Rows that would be computed from
 * themselves, and what depends on them, are not in it.
 */
export function evaluationOrder(rows: readonly Pick<PlanRow, 'kind'>[], links: PlanLinks): readonly number[] {
  const waiting = new Int32Array(rows.length)
  const dependants: number[][] = rows.map(() => [])
  for (const [at, { kind }] of rows.entries()) {
    const sources = sourcesOf(kind, at, links)
    waiting[at] = sources.length
    for (const source of sources) dependants[source]!.push(at)
  }
  const order: number[] = []
  for (let at = 0; at < rows.length; at++) if (waiting[at] === 0) order.push(at)
  for (let done = 0; done < order.length; done++) {
    for (const at of dependants[order[done]!]!) if (--waiting[at]! === 0) order.push(at)
  }
  return order
}
