import type { TreeItem } from '../../lib/visible-tree'

export type Step = 'ArrowRight' | 'ArrowLeft' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End'

const STEPS: ReadonlySet<string> = new Set(['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home', 'End'])

export const isStep = (key: string): key is Step => STEPS.has(key)

type Place = Pick<TreeItem, 'id' | 'parent' | 'depth'>

/**
 * Where a key leads: right to the first child, left to the parent, up and down among siblings and, at their ends, on to
 * the next card of the same column; Home and End to the first and last card. Null when it leads nowhere.
 */
export function walk(items: readonly Place[], from: string | null, step: Step): string | null {
  const at = items.findIndex(({ id }) => id === from)
  const here = items[at]
  if (!here || step === 'Home') return items[0]?.id ?? null
  if (step === 'End') return items.at(-1)?.id ?? null
  if (step === 'ArrowRight') return items.find(({ parent }) => parent === here.id)?.id ?? null
  if (step === 'ArrowLeft') return here.parent
  const column = items.filter(({ depth }) => depth === here.depth)
  return column[column.indexOf(here) + (step === 'ArrowDown' ? 1 : -1)]?.id ?? null
}
