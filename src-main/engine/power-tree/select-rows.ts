import type { ChannelRange } from './channel-list'
import { nestedInGroup } from './links'
import type { Plan } from './plan'

export interface Selection {
  /** The plan that shows the chosen rows and measures no more than they need. */
  readonly plan: Plan
  /** Ranges that hold no row of the file. */
  readonly unmatched: readonly ChannelRange[]
}

/**
 * Narrows a plan to the rows whose channels are in the ranges. Hidden rows are measured where shown ones need them: the
 * rail of a power row; the parent of a computed row, all children of that parent, and the row it tracks. Null when no row
 * is left.
 */
export function selectRows(plan: Plan, ranges: readonly ChannelRange[]): Selection | null {
  const { rows, links } = plan
  const inside = (channel: number, { first, last }: ChannelRange) => first <= channel && channel <= last
  const shown = plan.shown.filter((at) => ranges.some((range) => inside(rows[at]!.channel, range)))
  if (shown.length === 0) return null
  const needed = closure(plan, shown)
  return {
    plan: {
      ...plan,
      shown,
      nested: nestedInGroup(rows, links, new Set(shown)),
      scanChannels: rows.flatMap(({ channel }, at) => (channel > 0 && needed.has(at) ? [channel] : [])),
    },
    unmatched: ranges.filter((range) => !plan.shown.some((at) => inside(rows[at]!.channel, range))),
  }
}

/** Positions of the rows and of all they need, to the last. */
function closure({ rows, links: { parents, children, rails } }: Plan, from: readonly number[]): ReadonlySet<number> {
  const needed = new Set(from)
  const openedParents = new Set<number>()
  // A set that grows while it is walked hands out what is added.
  for (const at of needed) {
    if (rails[at]! >= 0) needed.add(rails[at]!)
    const parent = parents[at]!
    if (rows[at]!.channel > 0 || parent < 0 || openedParents.has(parent)) continue
    openedParents.add(parent)
    needed.add(parent)
    for (const child of children[parent]!) needed.add(child)
  }
  return needed
}
