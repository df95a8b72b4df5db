import type { TreeReply } from '@contract/tree'
import { useMemo, useRef } from 'react'
import { chooseScale, type FlowScale, nextScale } from '../../lib/tree-flows'
import { cardRooms, layOutTree } from '../../lib/tree-layout'
import { smallRows, visibleTree, withAncestors } from '../../lib/visible-tree'
import type { Tree } from '../../state/tree'
import { cardTexts, pinnedWatts } from './select-tree'
import { flowsOf } from './TreeFlow'

/** What is held from scan to scan, so that nothing moves while only watts change. */
interface Held {
  readonly key: string
  readonly scale: FlowScale
  readonly small: ReadonlySet<number>
  readonly rooms: ReadonlyMap<string, number> | null
}

type Looks = Pick<Tree, 'collapsed' | 'hideBelow' | 'selected' | 'pinned'>

/** The drawing of a scan: cards, places, flows and words. Null without a tree. */
export function useDrawing(reply: TreeReply | null, looks: Looks, found: ReadonlySet<number>) {
  const held = useRef<Held | null>(null)
  const { collapsed, hideBelow, selected, pinned } = looks
  return useMemo(() => {
    const tree = reply?.tree
    if (!reply || !tree || tree.nodes.length === 0) return null
    const key = `${reply.sourceId} ${reply.plan.file} ${reply.plan.rows.length} ${hideBelow} ${reply.moment.at}`
    const before = held.current?.key === key ? held.current : null
    const keep = withAncestors(tree.nodes, selected === null ? found : [...found, selected])
    const small = smallRows(tree, hideBelow, keep, before?.small ?? null)
    const items = visibleTree(reply.plan.rows, tree, { collapsed, small })
    const whole = tree.totalW ?? items.reduce((most, { watts }) => Math.max(most, Math.abs(watts ?? 0)), 0)
    const scale = nextScale(before?.scale ?? null, whole, performance.now())
    const rescaled = before !== null && before.scale.pxPerW !== scale.pxPerW
    const flows = flowsOf(items, scale.pxPerW)
    const rooms = cardRooms(items, flows, rescaled ? null : (before?.rooms ?? null))
    held.current = { key, scale, small, rooms }
    const other = pinned ? pinnedWatts(items, pinned.tree) : null
    return {
      items,
      flows,
      pxPerW: scale.pxPerW,
      layout: layOutTree(items, rooms),
      texts: cardTexts(items, reply, other),
    }
  }, [reply, collapsed, hideBelow, selected, pinned, found])
}

/** Pixels per watt before there is a tree. */
export const USUAL_SCALE = chooseScale(0)
