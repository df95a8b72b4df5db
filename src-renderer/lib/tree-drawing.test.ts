import type { PlanRow, SolvedTree, TreeNode } from '@contract/tree'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitInto, reveal, zoomAt } from './pan-zoom'
import { chooseScale, flowPx, nextScale, ROOT_PX, SCALE_HOLD_MS, stackFlows } from './tree-flows'
import { cardRooms, layOutTree, TREE } from './tree-layout'
import { smallRows, type TreeItem, visibleTree, withAncestors } from './visible-tree'

/** A forest from parents: node i hangs below an earlier one, or is a root. Channels rise in file order. */
function forest(parents: readonly number[], watts: readonly number[]) {
  const parentOf = parents.map((p, i) => (i === 0 || p % (i + 1) === i ? null : p % i))
  const rows: PlanRow[] = parentOf.map((parent, i) => ({
    line: i + 1,
    channel: i + 1,
    name: `R${i + 1}`,
    group: '',
    kind: i % 5 === 4 ? 'remaining' : 'power',
    ohms: 1,
    railVoltage: 1,
    rail: 0,
    parent: parent === null ? 0 : parent + 1,
  }))
  const children = (i: number | null): readonly number[] => parentOf.flatMap((p, k) => (p === i ? [k] : []))
  const total = children(null).reduce((sum, i) => sum + (watts[i] ?? 0), 0)
  const nodes: TreeNode[] = []
  const walk = (i: number, depth: number): void => {
    nodes.push({
      channel: i + 1,
      parent: parentOf[i] === null || parentOf[i] === undefined ? null : (parentOf[i] as number) + 1,
      depth,
      children: children(i).length,
      ofParentPercent: null,
      ofTotalPercent: total === 0 ? null : ((watts[i] ?? 0) / total) * 100,
    })
    for (const k of children(i)) walk(k, depth + 1)
  }
  for (const i of children(null)) walk(i, 0)
  const tree: Pick<SolvedTree, 'nodes' | 'rows'> = {
    nodes,
    rows: rows.map(({ channel }, i) => ({
      channel,
      status: 'ok',
      senseV: null,
      railV: null,
      currentA: null,
      value: watts[i] ?? 0,
    })),
  }
  return { rows, tree }
}

const NONE: ReadonlySet<number> = new Set()
const forests = fc
  .array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 60 })
  .chain((parents) =>
    fc
      .array(fc.double({ min: -5, max: 40, noNaN: true }), { minLength: parents.length, maxLength: parents.length })
      .map((watts) => ({ parents, watts })),
  )
const drawn = (
  parents: readonly number[],
  watts: readonly number[],
  before: ReadonlyMap<string, number> | null = null,
) => {
  const { rows, tree } = forest(parents, watts)
  const items = visibleTree(rows, tree, { collapsed: NONE, small: NONE })
  const flows = new Map(items.map(({ id, watts: w }) => [id, flowPx(w, 2)]))
  const rooms = cardRooms(items, flows, before)
  return { items, flows, rooms, layout: layOutTree(items, rooms) }
}

describe('the layout of a tree', () => {
  it('lets no two cards touch, however high they are', () => {
    fc.assert(
      fc.property(forests, ({ parents, watts }) => {
        const { items, flows, layout } = drawn(parents, watts)
        const columns = new Map<number, { readonly top: number; readonly bottom: number }[]>()
        for (const { id, depth } of items) {
          const y = layout.places.get(id)?.y ?? Number.NaN
          const half = Math.max(TREE.card, flows.get(id) ?? 0) / 2
          columns.set(depth, [...(columns.get(depth) ?? []), { top: y - half, bottom: y + half }])
        }
        for (const cards of columns.values()) {
          const sorted = cards.toSorted((a, b) => a.top - b.top)
          for (const [i, card] of sorted.entries()) {
            expect(card.top).toBeGreaterThanOrEqual((sorted[i - 1]?.bottom ?? Number.NEGATIVE_INFINITY) - 1e-6)
          }
        }
        for (const { id } of items) {
          const y = layout.places.get(id)?.y ?? Number.NaN
          expect(y - TREE.card / 2).toBeGreaterThanOrEqual(-1e-6)
          expect(y + TREE.card / 2).toBeLessThanOrEqual(layout.height + 1e-6)
        }
      }),
    )
  })

  it('keeps siblings in file order and columns by depth', () => {
    fc.assert(
      fc.property(forests, ({ parents, watts }) => {
        const { items, layout } = drawn(parents, watts)
        const last = new Map<string | null, number>()
        for (const { id, parent, depth } of items) {
          const place = layout.places.get(id)
          expect(place?.x).toBe(depth * (TREE.width + TREE.gap))
          expect(place?.y ?? 0).toBeGreaterThan(last.get(parent) ?? Number.NEGATIVE_INFINITY)
          last.set(parent, place?.y ?? 0)
        }
      }),
    )
  })

  it('stands still while only watts change and every flow has room', () => {
    fc.assert(
      fc.property(forests, fc.double({ min: 0.01, max: 1, noNaN: true }), ({ parents, watts }, factor) => {
        const first = drawn(parents, watts)
        const less = watts.map((w) => w * factor)
        const next = drawn(parents, less, first.rooms)
        expect(next.rooms).toBe(first.rooms)
        expect(next.layout).toEqual(first.layout)
        // And it does not grow back and forth: what grew once stays.
        expect(drawn(parents, watts, next.rooms).layout).toEqual(first.layout)
      }),
    )
  })

  it('takes a chain of 20 000 rows and a fan of 20 000 without recursion, quickly enough to be called linear', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => ({
      id: String(i),
      parent: i === 0 ? null : String(i - 1),
      depth: i,
      balanced: false,
    }))
    expect(layOutTree(chain, new Map()).height).toBe(TREE.card)
    const fan = chain.map(({ id }, i) => ({
      id,
      parent: i === 0 ? null : '0',
      depth: i === 0 ? 0 : 1,
      balanced: false,
    }))
    expect(layOutTree(fan, new Map()).height).toBe(19_999 * TREE.pitch - 3)
  })

  it('puts leaves one pitch apart and keeps room for a sentence above a parent with a remainder', () => {
    const { layout } = drawn([0, 0, 0], [3, 1, 1])
    expect((layout.places.get('3')?.y ?? 0) - (layout.places.get('2')?.y ?? 0)).toBe(TREE.pitch)
    const parent: TreeItem[] = drawn([0], [1]).items.map((item) => ({ ...item, balanced: true }))
    const y = layOutTree(parent, new Map()).places.get('1')?.y ?? 0
    expect(y - TREE.card / 2).toBeGreaterThanOrEqual(TREE.above)
  })
})

describe('flows', () => {
  it('are at least a pixel, and none where there is no number', () => {
    expect([flowPx(0.0001, 2), flowPx(0, 2), flowPx(-3, 2), flowPx(null, 2)]).toEqual([1, 1, 6, 0])
  })

  it('lie side by side in child order and stay inside the parent unless its children exceed it', () => {
    const children = fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(children, fc.double({ min: 1, max: 2, noNaN: true }), (px, slack) => {
        const height = Math.max(30, px.reduce((sum, x) => sum + x, 0) * slack)
        const flows = px.map((x) => Math.max(1, x))
        const middles = stackFlows(flows, px, height)
        middles.forEach((middle, i) => {
          expect(middle).toBeGreaterThanOrEqual(middles[i - 1] ?? Number.NEGATIVE_INFINITY)
          expect(Math.abs(middle)).toBeLessThanOrEqual(height / 2 + 1e-9)
        })
      }),
    )
    // 20 + 30 of a parent of 40: they go beyond it, by as much on both sides, and none lies over another.
    expect(stackFlows([20, 30], [20, 30], 40)).toEqual([-15, 10])
  })

  it('have a scale that makes the roots 60 to 90 px high', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e5, noNaN: true }), (watts) => {
        const px = watts * chooseScale(watts)
        expect(px).toBeGreaterThanOrEqual(ROOT_PX.least - 1e-9)
        expect(px).toBeLessThanOrEqual(ROOT_PX.most + 1e-9)
      }),
    )
    expect(chooseScale(36.84)).toBe(2)
  })

  it('keep their scale until the roots have been outside for 10 s', () => {
    const first = nextScale(null, 36.84, 0)
    expect(nextScale(first, 40, 1_000)).toBe(first)
    const out = nextScale(first, 80, 2_000)
    expect(out).toEqual({ pxPerW: 2, outsideSinceMs: 2_000 })
    expect(nextScale(out, 38, 5_000)).toEqual(first)
    expect(nextScale(out, null, 2_000 + SCALE_HOLD_MS).pxPerW).toBe(2)
    expect(nextScale(out, 80, 2_000 + SCALE_HOLD_MS)).toEqual({ pxPerW: 75 / 80, outsideSinceMs: null })
  })
})

it('flows follow at once when the roots would burst the picture, as after a sleep', () => {
  const asleep = nextScale(null, 0.5, 0)
  expect(nextScale(asleep, 4.1, 1_000)).toEqual({ pxPerW: 75 / 4.1, outsideSinceMs: null })
})

describe('what is shown', () => {
  // 1 ← 2 (4 W), 1 ← 3 (0.02 W), 1 ← 4 (0.03 W), 1 ← 5 (−0.01 W)
  const { rows, tree } = forest([0, 0, 0, 0, 0], [5, 4, 0.02, 0.03, -0.01])

  it('puts small siblings into one card with their sum, and never hides what is negative', () => {
    const small = smallRows(tree, 1, NONE, null)
    expect([...small]).toEqual([3, 4])
    const items = visibleTree(rows, tree, { collapsed: NONE, small })
    expect(items.map(({ id }) => id)).toEqual(['1', '2', '5', 'other 1'])
    expect(items.at(-1)).toMatchObject({ kind: 'other', hidden: [3, 4], depth: 1, parent: '1' })
    expect(items.at(-1)?.watts).toBeCloseTo(0.05, 12)
    expect(smallRows(tree, 0, NONE, null).size).toBe(0)
    expect([...smallRows(tree, 1, withAncestors(tree.nodes, [3]), null)]).toEqual([4])
  })

  it('does not flicker at the limit', () => {
    const at = (watts: number) => forest([0, 0], [100, watts]).tree
    const hidden = smallRows(at(0.9), 1, NONE, null)
    expect(hidden.has(2)).toBe(true)
    expect(smallRows(at(1.1), 1, NONE, hidden).has(2)).toBe(true)
    expect(smallRows(at(1.3), 1, NONE, hidden).has(2)).toBe(false)
    expect(smallRows(at(0.9), 1, NONE, NONE).has(2)).toBe(false)
  })

  it('folds children away', () => {
    const items = visibleTree(rows, tree, { collapsed: new Set([1]), small: NONE })
    expect(items.map(({ id, folded, children }) => [id, folded, children])).toEqual([['1', true, 4]])
  })
})

describe('pan and zoom', () => {
  it('leaves what is under the pointer there', () => {
    fc.assert(
      fc.property(fc.nat(800), fc.nat(600), fc.double({ min: 0.2, max: 5, noNaN: true }), (px, py, factor) => {
        const before = { x: 20, y: -30, scale: 0.8 }
        const after = zoomAt(before, px, py, factor)
        expect((px - after.x) / after.scale).toBeCloseTo((px - before.x) / before.scale, 6)
        expect((py - after.y) / after.scale).toBeCloseTo((py - before.y) / before.scale, 6)
      }),
    )
  })

  it('fits the whole and reveals a card', () => {
    expect(fitInto({ width: 100, height: 100 }, { width: 800, height: 600 }).scale).toBe(1)
    const view = fitInto({ width: 2_000, height: 3_000 }, { width: 800, height: 600 })
    expect(3_000 * view.scale).toBeLessThanOrEqual(600)
    const window = { width: 800, height: 600 }
    const at = reveal({ x: 0, y: 0, scale: 1 }, { x: 900, y: 50, width: 150, height: 30 }, window)
    expect(900 + 150 + at.x).toBeLessThanOrEqual(800)
    expect(at.y).toBe(0)
  })
})
