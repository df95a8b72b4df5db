import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { reveal } from '../../lib/pan-zoom'
import { flowPath, flowPx, stackFlows } from '../../lib/tree-flows'
import { TREE, type TreeLayout } from '../../lib/tree-layout'
import type { TreeItem } from '../../lib/visible-tree'
import { useRem } from '../../ui/use-size'
import type { CardText } from './select-tree'
import { TreeCard } from './TreeCard'
import { TreeEdge } from './TreeEdge'
import { TreeTip, type TreeTipProps } from './TreeTip'
import { usePanZoom } from './use-pan-zoom'
import { isStep, walk } from './walk'

/** Below this scale letters cannot be read and only outlines and flows are drawn. */
const DETAIL = 0.5
/** Cards so far outside the window are still drawn, so that panning shows no holes. */
const BEYOND = 80
const TIP_MS = 400

export interface TreeFlowHandle {
  readonly fitAll: () => void
}

export interface TreeFlowProps {
  readonly items: readonly TreeItem[]
  readonly layout: TreeLayout
  readonly flows: ReadonlyMap<string, number>
  readonly pxPerW: number
  readonly texts: ReadonlyMap<string, CardText>
  /** The last minute of each row as a path of SPARK. */
  readonly sparks: ReadonlyMap<number, string>
  readonly selected: number | null
  readonly found: ReadonlySet<number>
  /** The numbers are old: they are greyed at once. */
  readonly stale: boolean
  readonly tip: (channel: number) => Omit<TreeTipProps, 'x' | 'y'> | null
  readonly onSelect: (channel: number | null) => void
  readonly onToggle: (channel: number) => void
  readonly onLane: (channel: number) => void
  readonly onShowSmall: () => void
  readonly ref?: Ref<TreeFlowHandle>
}

/** The tree as a drawing: root left, leaves right, flows as wide as their watts. One stop for the keyboard. */
export function TreeFlow(props: TreeFlowProps) {
  const { items, layout, flows, texts, selected } = props
  const [rem, setRem] = useState(1)
  const { ref, size, view, move, fitAll, zoom, wasDrag, hands } = usePanZoom(
    layout,
    layout.places.get(items[0]?.id ?? '')?.y ?? 0,
    rem,
  )
  const realRem = useRem(size)
  useEffect(() => setRem(realRem), [realRem])
  useImperativeHandle(props.ref, () => ({ fitAll }), [fitAll])
  const [active, setActive] = useState<string | null>(null)
  const [tipped, setTipped] = useState<{ readonly id: string; readonly x: number; readonly y: number } | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const byId = useMemo(() => new Map(items.map((item) => [item.id, item])), [items])
  const at =
    active !== null && byId.has(active) ? active : selected === null ? (items[0]?.id ?? null) : String(selected)

  const show = (id: string | null): void => {
    const place = id === null ? undefined : layout.places.get(id)
    if (!place || id === null) return
    const box = { x: place.x, y: place.y - TREE.card / 2, width: TREE.width, height: TREE.card }
    move((held) => held && reveal(held, box, size))
    setActive(id)
  }
  // A row chosen elsewhere, in the table or by the field that finds rows, is brought into the window.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another selection moves the drawing
  useEffect(() => show(selected === null ? null : String(selected)), [selected])

  const choose = (id: string): void => {
    const item = byId.get(id)
    setActive(id)
    if (item?.row) props.onSelect(item.row.channel)
    else if (item) props.onShowSmall()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const item = at === null ? undefined : byId.get(at)
    if (isStep(event.key)) {
      const next = walk(items, at, event.key)
      show(next)
      const row = next === null ? null : byId.get(next)?.row
      if (row) props.onSelect(row.channel)
    } else if (event.key === ' ' && item) {
      if (item.children > 0 && item.row) props.onToggle(item.row.channel)
      else if (!item.row) props.onShowSmall()
    } else if (event.key === 'Enter' && item?.row) props.onLane(item.row.channel)
    else if (event.key === 'Escape' && selected !== null) props.onSelect(null)
    else if (event.key === '+' || event.key === '=') zoom(1.25)
    else if (event.key === '-') zoom(0.8)
    else if (event.key === 'f' || event.key === 'F' || event.key === '0') fitAll()
    else return
    event.preventDefault()
  }
  const cardOf = (target: EventTarget): string | null =>
    target instanceof Element ? (target.closest('[data-card]')?.getAttribute('data-card') ?? null) : null
  const hover = (event: { readonly target: EventTarget; readonly clientX: number; readonly clientY: number }): void => {
    const id = cardOf(event.target)
    if (id === tipped?.id) return
    clearTimeout(timer.current)
    if (tipped) setTipped(null)
    if (id === null || !byId.get(id)?.row) return
    const box = ref.current?.getBoundingClientRect()
    const spot = { id, x: event.clientX - (box?.left ?? 0) + 14, y: event.clientY - (box?.top ?? 0) + 14 }
    timer.current = setTimeout(() => setTipped(spot), tipped ? 0 : TIP_MS)
  }
  const inWindow = (x1: number, x2: number, y1: number, y2: number): boolean =>
    size.width === 0 ||
    (x2 * view.scale + view.x > -BEYOND &&
      x1 * view.scale + view.x < size.width + BEYOND &&
      y2 * view.scale + view.y > -BEYOND &&
      y1 * view.scale + view.y < size.height + BEYOND)
  const starts = useMemo(() => flowStarts(items, layout, flows, props.pxPerW), [items, layout, flows, props.pxPerW])
  const tipRow = tipped ? byId.get(tipped.id)?.row : undefined
  const tip = tipRow ? props.tip(tipRow.channel) : null
  const detailed = view.scale >= DETAIL * rem
  return (
    <div
      className={props.stale ? 'tree-canvas tree-canvas--stale' : 'tree-canvas'}
      ref={ref}
      role="tree"
      aria-label="Power tree"
      tabIndex={0}
      data-scrolls
      data-testid="tree-flow"
      aria-activedescendant={at === null ? undefined : `card-${at}`}
      onKeyDown={onKeyDown}
      {...hands}
      onPointerOver={hover}
      onPointerLeave={() => {
        clearTimeout(timer.current)
        setTipped(null)
      }}
      onDoubleClick={(event) => cardOf(event.target) === null && fitAll()}
      onClick={(event) => {
        if (wasDrag()) return
        const fold =
          event.target instanceof Element ? event.target.closest('[data-fold]')?.getAttribute('data-fold') : null
        const folded = fold == null ? null : byId.get(fold)?.row
        if (folded) return props.onToggle(folded.channel)
        const id = cardOf(event.target)
        if (id !== null) choose(id)
      }}
    >
      <svg width={size.width} height={size.height} role="presentation">
        <defs>
          <pattern id="tree-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="3" height="6" className="hatch-flow" />
          </pattern>
          <pattern
            id="tree-hatch-fault"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="2" height="6" className="hatch-fault" />
          </pattern>
        </defs>
        <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>
          <g>
            {items.map(({ id, parent, kind, node, watts }) => {
              const [to, from] = [layout.places.get(id), starts.get(id)]
              if (!to || !from || parent === null) return null
              if (!inWindow(from.x, to.x, Math.min(from.y, to.y), Math.max(from.y, to.y))) return null
              return (
                <TreeEdge
                  key={id}
                  path={flowPath(from.x, from.y, to.x, to.y)}
                  px={flows.get(id) ?? 0}
                  kind={kind}
                  tone={watts === null ? 'none' : watts < 0 ? 'negative' : 'plain'}
                  share={node?.ofTotalPercent ?? null}
                />
              )
            })}
          </g>
          {items.map((item) => {
            const [place, text] = [layout.places.get(item.id), texts.get(item.id)]
            if (!place || !text) return null
            const flow = flows.get(item.id) ?? 0
            const height = Math.max(TREE.card, Math.round(flow))
            const near = inWindow(place.x, place.x + TREE.width, place.y - height, place.y + height)
            if (!near && item.id !== at) return null
            const channel = item.row?.channel ?? null
            return (
              <TreeCard
                key={item.id}
                domId={`card-${item.id}`}
                x={place.x}
                y={place.y}
                height={height}
                flow={flow}
                kind={item.kind}
                level={item.depth + 1}
                expanded={item.children === 0 ? null : !item.folded}
                selected={channel !== null && channel === selected}
                found={channel !== null && props.found.has(channel)}
                detailed={detailed}
                text={text}
                below={item.children}
                spark={(channel === null ? undefined : props.sparks.get(channel)) ?? ''}
              />
            )
          })}
        </g>
      </svg>
      {tipped && tip && (
        <TreeTip
          {...tip}
          x={Math.min(tipped.x, Math.max(0, size.width - 300 * rem))}
          y={Math.min(tipped.y, Math.max(0, size.height - 210 * rem))}
        />
      )}
    </div>
  )
}

/** Where each flow leaves its parent: stacked in child order at the parent's right edge. */
function flowStarts(
  items: readonly TreeItem[],
  layout: TreeLayout,
  flows: ReadonlyMap<string, number>,
  pxPerW: number,
): ReadonlyMap<string, { readonly x: number; readonly y: number }> {
  const children = new Map<string, TreeItem[]>()
  for (const item of items) {
    if (item.parent === null) continue
    const siblings = children.get(item.parent)
    if (siblings) siblings.push(item)
    else children.set(item.parent, [item])
  }
  const starts = new Map<string, { readonly x: number; readonly y: number }>()
  for (const [parent, own] of children) {
    const place = layout.places.get(parent)
    if (!place) continue
    const middles = stackFlows(
      own.map(({ id }) => flows.get(id) ?? 0),
      own.map(({ watts }) => Math.abs(watts ?? 0) * pxPerW),
      Math.max(TREE.card, flows.get(parent) ?? 0),
    )
    own.forEach(({ id }, i) => {
      starts.set(id, { x: place.x + TREE.width, y: place.y + (middles[i] ?? 0) })
    })
  }
  return starts
}

/** Thickness of every card's flow. */
export const flowsOf = (items: readonly TreeItem[], pxPerW: number): ReadonlyMap<string, number> =>
  new Map(items.map(({ id, watts }) => [id, flowPx(watts, pxPerW)]))
