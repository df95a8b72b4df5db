import type { GroupTotal } from '@contract/tree'
import { isoSecond } from './numbers'
import { type MakeReport, nothing } from './report'
import { COLUMNS, milliwatts, tableRows } from './table-cells'

/** Name, Group and Kind are text; the rest is right-aligned. */
const LEFT_COLUMNS: ReadonlySet<string> = new Set(['Name', 'Group', 'Kind'])

/** For eyes: an aligned table per scan, then the groups. */
export const prettyReport: MakeReport = ({ plan, loops, note }) => ({
  head: nothing,
  measurement: (tree) => {
    const lines = [
      `Measurement ${tree.loop + 1} of ${loops}  ${isoSecond(tree.startUs)}`,
      ...(note === undefined ? [] : [note]),
      ...aligned([COLUMNS, ...tableRows(plan, tree).map(({ cells }) => cells)]),
      ...tree.groups.map(groupLine),
    ]
    return `${tree.loop > 0 ? '\n' : ''}${lines.join('\n')}\n`
  },
  tail: nothing,
})

function aligned(table: readonly (readonly string[])[]): readonly string[] {
  const widths = COLUMNS.map((_column, c) => table.reduce((most, line) => Math.max(most, width(line[c]!)), 0))
  return table.map((line) =>
    line
      .map((cell, c) => {
        const blanks = ' '.repeat(widths[c]! - width(cell))
        return LEFT_COLUMNS.has(COLUMNS[c]!) ? cell + blanks : blanks + cell
      })
      .join('  ')
      .trimEnd(),
  )
}

const width = (text: string): number => [...text].length

const groupLine = ({ group, totalW, netW, incomplete }: GroupTotal): string =>
  `group ${group}: ${milliwatts(totalW)} mW (net ${milliwatts(netW)} mW)${incomplete ? ' incomplete' : ''}`
