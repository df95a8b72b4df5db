import type { SolvedTree, TreeNode } from '@contract/tree'
import type { Plan } from '../power-tree/plan'
import { Markup, xml, xmlAttribute } from './markup'
import { fixed, isoSecond } from './numbers'
import { lines, noteLine, PAGE_TAIL, pageHead, rowId } from './page'
import { milliwatts } from './table-cells'
import { drawTree } from './tree-drawing'

export interface TreeDocument {
  readonly plan: Plan
  readonly tree: SolvedTree
  /** The channel file's name without folders. */
  readonly file: string
  /** What the reader must know of the numbers, as a sentence: that they are a mean. */
  readonly note?: string
}

/** The tree as an XHTML 1.0 Strict page of nested lists. A file without a root gives title, time and voltages only. */
export const plainTreeDocument = (about: TreeDocument): string => page(about, [])

/** The same with the power distribution drawn above it: an SVG inside an image, so that the page stays Strict. */
export function drawnTreeDocument(about: TreeDocument): string {
  const drawing = drawTree(about.plan, about.tree)
  if (!drawing) return plainTreeDocument(about)
  const { svg, width, height, summary } = drawing
  const source = `data:image/svg+xml,${encodeURIComponent(svg).replace(/%(?:2F|3D|3A|2C)/g, decodeURIComponent)}`
  const alt = new Markup(xmlAttribute(summary))
  return page(about, [
    xml`<p class="drawing"><img src="${new Markup(source)}" width="${width}" height="${height}" alt="${alt}" /></p>`,
  ])
}

const page = (about: TreeDocument, drawing: readonly Markup[]): string =>
  lines([
    pageHead(about.file),
    xml`<p class="time">${isoSecond(about.tree.startUs)}</p>`,
    ...noteLine(about.note),
    ...drawing,
    ...voltages(about),
    ...nested(about),
  ]) + PAGE_TAIL

function voltages({ plan, tree }: TreeDocument): readonly Markup[] {
  const items = plan.rows.flatMap(({ kind, name, channel }, at) => {
    const { value, status } = tree.rows[at]!
    return kind === 'voltage'
      ? [xml`<li id="${rowId(channel)}">${name}: ${value === null ? status : `${fixed(value, 4)} V`}</li>`]
      : []
  })
  return items.length === 0 ? [] : [xml`<ul class="voltages">`, ...items, xml`</ul>`]
}

/** Nested lists out of nodes in the order of the walk: how deep the next one lies says what to close. */
function nested({ plan, tree: { nodes, rows } }: TreeDocument): readonly Markup[] {
  if (nodes.length === 0) return []
  const out = [xml`<ul class="tree">`]
  for (const [i, node] of nodes.entries()) {
    const at = plan.walk[i]!.position
    const { name, kind } = plan.rows[at]!
    const { value, status } = rows[at]!
    const open = xml`<li id="${rowId(node.channel)}" class="${kind} ${status}">`
    const power = value === null ? status : `${milliwatts(value)} mW`
    const item = xml`${open}<span class="name">${name}</span> <span class="power">${power}</span> ${shares(node)}`
    if (node.children > 0) {
      out.push(item, xml`<ul>`)
      continue
    }
    out.push(xml`${item}</li>`)
    const next = nodes[i + 1]?.depth ?? 0
    for (let depth = node.depth; depth > next; depth--) out.push(xml`</ul>`, xml`</li>`)
  }
  out.push(xml`</ul>`)
  return out
}

function shares({ ofParentPercent, ofTotalPercent }: TreeNode): Markup {
  return xml`<span class="of-parent">${percent(ofParentPercent)}</span> <span class="of-total">${percent(ofTotalPercent)}</span>`
}

const percent = (share: number | null): string => (share === null ? '-' : `${fixed(share, 1)}%`)
