import type { GroupTotal } from '@contract/tree'
import { Markup, xml } from './markup'
import { isoSecond } from './numbers'
import { lines, noteLine, PAGE_TAIL, pageHead, rowId } from './page'
import type { MakeReport } from './report'
import { COLUMNS, milliwatts, type TableRow, tableRows } from './table-cells'

const CELL_CLASSES = ['channel', 'name', 'group', 'kind', 'sense', 'rail', 'current', 'power'] as const

/** XHTML 1.0 Strict, fit for XSL: a heading and two tables a scan. A table without rows would not be valid and is left out. */
export const xhtmlReport: MakeReport = ({ plan, file, loops, note }) => ({
  head: () => lines([pageHead(file)]),
  measurement: (tree) => {
    const n = tree.loop + 1
    const rows = tableRows(plan, tree).map((row) => tableRow(n, row))
    return lines([
      xml`<h2>Measurement ${n} of ${loops}</h2>`,
      xml`<p class="time">${isoSecond(tree.startUs)}</p>`,
      ...noteLine(note),
      ...table('channels', COLUMNS, rows),
      ...table('groups', ['Group', 'Total mW', 'Net mW'], tree.groups.map(groupRow)),
    ])
  },
  tail: () => PAGE_TAIL,
})

function table(name: string, heads: readonly string[], rows: readonly Markup[]): readonly Markup[] {
  if (rows.length === 0) return []
  return [
    xml`<table class="${name}" summary="${name}">`,
    xml`<thead><tr>${joined(heads.map((head) => xml`<th>${head}</th>`))}</tr></thead>`,
    xml`<tbody>`,
    ...rows,
    xml`</tbody>`,
    xml`</table>`,
  ]
}

function tableRow(n: number, { row, solved, cells }: TableRow): Markup {
  const tds = cells.map((cell, c) => xml`<td class="${CELL_CLASSES[c]!}">${cell}</td>`)
  return xml`<tr id="m${n}-${rowId(row.channel)}" class="${row.kind} ${solved.status}">${joined(tds)}</tr>`
}

function groupRow({ group, totalW, netW, incomplete }: GroupTotal): Markup {
  const sums = xml`<td>${milliwatts(totalW)}</td><td>${milliwatts(netW)}</td>`
  return xml`<tr class="${incomplete ? 'group incomplete' : 'group'}"><td>${group}</td>${sums}</tr>`
}

const joined = (pieces: readonly Markup[]): Markup => new Markup(pieces.map((piece) => piece.text).join(''))
