import type { RowKind, SolvedRow, SolvedTree, TreeNode } from '@contract/tree'
import type { Plan } from '../power-tree/plan'
import { Markup, xml } from './markup'
import { fixed } from './numbers'
import { milliwatts } from './table-cells'
import { CARD, layOutTree, type PlacedNode } from './tree-layout'

export interface Drawing {
  readonly svg: string
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** The drawing in one sentence, for who cannot see it. */
  readonly summary: string
}

const MARGIN = 20
const LEGEND = 40
/** Letters of name and power that fit beside each other. */
const HEAD_LETTERS = 27

/** Light paper: reports are printed. Ratios as in the window's light theme. */
const INK = '#16191C'
const SOFT = '#49525A'
const BORDER = '#7B858E'
const PAPER = '#FFFFFF'
const FAULT = '#B23A00'
const FLOW = '#2C618F'

/** Kinds are told apart by outline, not by colour. */
const DASHES: Readonly<Record<RowKind, string>> = {
  voltage: '',
  power: '',
  remaining: '4 3',
  dynamic: '6 2 1 2',
  static: '1 3',
}
/** How far from the left each begins, in pixels. */
const LEGENDS: readonly (readonly [RowKind, number, string])[] = [
  ['power', 0, 'measured'],
  ['remaining', 100, 'remaining = parent − the other children'],
  ['dynamic', 370, 'dynamic loss = in − out'],
  ['static', 550, 'static loss = ratio × tracked row'],
]
const LEGEND_WIDTH = 760

/**
 * The power distribution as an SVG of its own: cards in columns, flows as thick as their power, above them the note. Null
 * without a root.
 */
export function drawTree(plan: Plan, tree: SolvedTree, note?: string): Drawing | null {
  if (tree.nodes.length === 0) return null
  const layout = layOutTree(plan, tree)
  const width = Math.ceil(Math.max(layout.width, LEGEND_WIDTH) + 2 * MARGIN)
  const height = Math.ceil(layout.height + 3 * MARGIN + LEGEND)
  const summary = `Power distribution of ${tree.nodes.length} rows${
    tree.totalW === null ? '' : `, together ${milliwatts(tree.totalW)} mW`
  }; the list below holds the same numbers.`
  const body = [
    ...layout.nodes.map((node) => flowOf(plan, tree, node)),
    ...layout.nodes.map((node, i) => cardOf(plan, tree, node, i)),
  ]
  const svg = xml`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="'IBM Plex Sans', 'DejaVu Sans', sans-serif" font-size="11">
<title>${summary}</title>
<rect width="${width}" height="${height}" fill="${PAPER}"/>${noteText(note)}
<g transform="translate(${MARGIN} ${2 * MARGIN})">
${stacked(body)}
</g>
${legend(height - LEGEND)}
</svg>
`
  return { svg: svg.text, width, height, summary }
}

const noteText = (note: string | undefined): Markup =>
  note === undefined
    ? xml``
    : xml`
<text x="${MARGIN}" y="${MARGIN}" fill="${SOFT}">${note}</text>`

function flowOf({ rows }: Plan, tree: SolvedTree, { position, from, flow, x, y }: PlacedNode): Markup {
  if (!from) return xml``
  const { value } = tree.rows[position]!
  const middle = (from.x + x) / 2
  const path = `M${px(from.x)} ${px(from.y)}C${px(middle)} ${px(from.y)} ${px(middle)} ${px(y)} ${px(x)} ${px(y)}`
  const ink = value === null || value < 0 ? FAULT : FLOW
  // A dash as thick as a flow would be a row of blocks: thick flows stay whole.
  const dash = value === null || value < 0 ? '5 3' : flow < 6 ? DASHES[rows[position]!.kind] : ''
  return xml`<path d="${path}" fill="none" stroke="${ink}" stroke-width="${px(Math.max(1, flow))}" stroke-opacity="0.7"${dashed(dash)}/>`
}

function cardOf({ rows }: Plan, tree: SolvedTree, node: PlacedNode, index: number): Markup {
  const { name, kind } = rows[node.position]!
  const { value, status } = tree.rows[node.position]!
  const negative = value !== null && value < 0
  const edge = negative ? FAULT : BORDER
  const power = value === null ? status : `${milliwatts(value)} mW`
  const letters = [...name]
  const room = HEAD_LETTERS - power.length
  const short = letters.length > room ? `${letters.slice(0, Math.max(0, room - 1)).join('')}…` : name
  const { x, height } = node
  const top = node.y - height / 2
  const bar = xml`<rect x="${px(x)}" y="${px(top)}" width="3" height="${px(height)}" fill="${FLOW}"/>`
  const remark = remarkOf(tree.rows[node.position]!, tree.nodes[index]!, kind)
  return xml`<g><title>${name}: ${power}, ${remark}</title>
<rect x="${px(x)}" y="${px(top)}" width="${CARD.width}" height="${px(height)}" rx="2" fill="#FAFBFB" stroke="${edge}"${dashed(DASHES[kind])}/>${kind === 'power' ? bar : ''}
<text x="${px(x + 9)}" y="${px(node.y - 3)}" font-weight="600" fill="${INK}">${short}</text>
<text x="${px(x + CARD.width - 7)}" y="${px(node.y - 3)}" font-weight="600" text-anchor="end" fill="${value === null || negative ? FAULT : INK}">${power}</text>
<text x="${px(x + 9)}" y="${px(node.y + 10)}" font-size="${negative ? 9 : 10}" fill="${negative ? FAULT : SOFT}">${remark}</text></g>`
}

function remarkOf({ value, status }: SolvedRow, { ofParentPercent, ofTotalPercent }: TreeNode, kind: RowKind): string {
  if (value === null)
    return status === 'dependency' ? 'a row it is computed from has no value' : 'the voltmeter gave no value'
  if (value < 0 && (kind === 'remaining' || kind === 'dynamic')) {
    return `the other children exceed the parent by ${milliwatts(-value)} mW`
  }
  return `${share(ofParentPercent)} of parent · ${share(ofTotalPercent)} of total`
}

function legend(y: number): Markup {
  const items = LEGENDS.map(([kind, offset, text]) => {
    const x = MARGIN + offset
    return xml`<rect x="${x}" y="${y + 12}" width="14" height="12" fill="none" stroke="${BORDER}"${dashed(DASHES[kind])}/><text x="${x + 20}" y="${y + 22}" fill="${SOFT}">${text}</text>`
  })
  return xml`<g>${stacked(items)}</g>`
}

const stacked = (pieces: readonly Markup[]): Markup => new Markup(pieces.map(({ text }) => text).join('\n'))

const dashed = (dash: string): Markup => (dash === '' ? xml`` : xml` stroke-dasharray="${dash}"`)

const share = (percent: number | null): string => (percent === null ? '-' : `${fixed(percent, 1)}%`)

/** Pixels to a tenth, without a sign on zero. */
const px = (x: number): string => String(Number(fixed(x, 1)))
