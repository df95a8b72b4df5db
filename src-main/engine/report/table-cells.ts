import type { PlanRow, SolvedRow, SolvedTree } from '@contract/tree'
import type { Plan } from '../power-tree/plan'
import { fixed } from './numbers'

export const COLUMNS = ['Channel', 'Name', 'Group', 'Kind', 'Sense mV', 'Rail V', 'Current mA', 'Power mW'] as const

/** One shown row of a table: who it is, what was solved, and its cells in the order of COLUMNS. */
export interface TableRow {
  readonly row: PlanRow
  readonly solved: SolvedRow
  readonly cells: readonly string[]
}

/** The shown rows of a plan in file order. */
export const tableRows = ({ rows, shown }: Plan, tree: SolvedTree): readonly TableRow[] =>
  shown.map((at) => {
    const [row, solved] = [rows[at]!, tree.rows[at]!]
    return { row, solved, cells: cellsOf(row, solved) }
  })

/** Watts in mW with three decimals. */
export const milliwatts = (watts: number): string => fixed(watts * 1_000, 3)

function cellsOf({ channel, name, group, kind }: PlanRow, solved: SolvedRow): readonly string[] {
  const isVoltage = kind === 'voltage'
  const rail = isVoltage ? solved.value : solved.railV
  return [
    String(channel),
    name,
    group,
    kind,
    isVoltage ? '-' : orDash(solved.senseV, 1_000, 4),
    orDash(rail, 1, 4),
    orDash(solved.currentA, 1_000, 3),
    power(kind, solved),
  ]
}

/** The status word stands in place of a missing power; a voltage that is missing is told there, too. */
function power(kind: PlanRow['kind'], { status, value }: SolvedRow): string {
  if (value === null) return status
  return kind === 'voltage' ? '-' : milliwatts(value)
}

const orDash = (x: number | null, factor: number, decimals: number): string =>
  x === null ? '-' : fixed(x * factor, decimals)
