import type { RowKind } from '@contract/tree'
import { memo } from 'react'
import { flowOpacity } from '../../lib/tree-flows'

export interface TreeEdgeProps {
  readonly path: string
  readonly px: number
  readonly kind: RowKind | 'other'
  readonly tone: 'plain' | 'negative' | 'none'
  /** Share of all roots in percent. */
  readonly share: number | null
}

/** The flow from a parent to a child, as wide as its watts. */
export const TreeEdge = memo(function TreeEdge({ path, px, kind, tone, share }: TreeEdgeProps) {
  return (
    <path
      className={`flow flow--${kind} flow--${tone}`}
      d={path}
      strokeWidth={tone === 'none' ? 1 : px}
      strokeOpacity={tone === 'plain' ? flowOpacity(share) : undefined}
    />
  )
})
