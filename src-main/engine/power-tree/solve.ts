import type { GroupTotal, PlanRow, RowStatus, SolvedRow, SolvedTree, TreeNode } from '@contract/tree'
import type { Plan, PlanLinks } from './plan'
import type { Reading, Scan } from './scan'

type Readings = Scan['readings']

/**
 * Binds one scan to a plan: volts, amperes, watts, shares. Doubles in a fixed order of operations: (V / R) × rail for
 * power, parent − (0 + child + child …) in file order for remaining and dynamic rows. Time is linear in the rows.
 */
export function solve(plan: Plan, scan: Scan): SolvedTree {
  return treeOf(plan, scan, solveRows(plan, scan.readings))
}

/** Groups, shares and total of rows that have been solved. Rows in `partial` leave their group incomplete. */
export function treeOf(
  plan: Plan,
  { startUs, endUs, loop }: Pick<SolvedTree, 'startUs' | 'endUs' | 'loop'>,
  rows: readonly SolvedRow[],
  partial: ReadonlySet<number> = NONE,
): SolvedTree {
  const { nodes, totalW } = shares(plan, rows)
  return { startUs, endUs, loop, rows, groups: groupTotals(plan, rows, partial), nodes, totalW }
}

const NONE: ReadonlySet<number> = new Set()

function solveRows({ rows, links, order }: Plan, readings: Readings): readonly SolvedRow[] {
  const solved: SolvedRow[] = new Array(rows.length)
  for (const at of order) solved[at] = solveRow(rows[at]!, at, links, solved, readings)
  // Only a plan that was not checked has rows that are in no order.
  if (order.length < rows.length) {
    for (const [at, { channel }] of rows.entries()) solved[at] ??= rowOf(channel, 'cycle', null, null, null, null)
  }
  return solved
}

function solveRow(
  row: PlanRow,
  at: number,
  links: PlanLinks,
  solved: readonly SolvedRow[],
  readings: Readings,
): SolvedRow {
  const rail = links.rails[at]! < 0 ? null : solved[links.rails[at]!]!.value
  switch (row.kind) {
    case 'voltage':
      return voltageRow(row.channel, readings.get(row.channel))
    case 'power':
      return powerRow(row, row.rail === 0 ? row.railVoltage : rail, readings.get(row.channel))
    case 'static':
      return computedRow(row.channel, rail === null ? null : row.railVoltage * rail)
    case 'remaining':
    case 'dynamic':
      return computedRow(row.channel, leftOver(at, links, solved))
  }
}

function voltageRow(channel: number, reading: Reading | undefined): SolvedRow {
  const volts = typeof reading === 'number' ? reading : null
  return rowOf(channel, statusOf(reading), volts, null, null, volts)
}

function powerRow({ channel, ohms }: PlanRow, railV: number | null, reading: Reading | undefined): SolvedRow {
  if (typeof reading !== 'number') return rowOf(channel, statusOf(reading), null, railV, null, null)
  const currentA = reading / ohms
  if (!Number.isFinite(currentA)) return rowOf(channel, 'nan', reading, railV, null, null)
  if (railV === null) return rowOf(channel, 'dependency', reading, railV, currentA, null)
  return finite(channel, reading, railV, currentA, currentA * railV)
}

const computedRow = (channel: number, value: number | null): SolvedRow =>
  value === null ? rowOf(channel, 'dependency', null, null, null, null) : finite(channel, null, null, null, value)

/** Beyond the range of doubles there is no number. */
const finite = (
  channel: number,
  senseV: number | null,
  railV: number | null,
  currentA: number | null,
  value: number,
): SolvedRow =>
  Number.isFinite(value)
    ? rowOf(channel, 'ok', senseV, railV, currentA, value)
    : rowOf(channel, 'nan', senseV, railV, currentA, null)

/** Makes rows: all of one shape, which keeps large plans fast. */
export const rowOf = (
  channel: number,
  status: RowStatus,
  senseV: number | null,
  railV: number | null,
  currentA: number | null,
  value: number | null,
): SolvedRow => ({ channel, status, senseV, railV, currentA, value })

function leftOver(at: number, { parents, children }: PlanLinks, solved: readonly SolvedRow[]): number | null {
  const parent = parents[at]!
  const whole = parent < 0 ? null : solved[parent]!.value
  if (whole === null) return null
  let taken = 0
  for (const child of children[parent]!) {
    if (child === at) continue
    const value = solved[child]!.value
    if (value === null) return null
    taken += value
  }
  return whole - taken
}

function statusOf(reading: Reading | undefined): RowStatus {
  if (reading === undefined) return 'missing'
  return typeof reading === 'number' ? 'ok' : reading
}

/** Shown rows with power, by group in order of first appearance; `none` and no group are left out. */
function groupTotals(
  { rows, shown, nested }: Plan,
  solved: readonly SolvedRow[],
  partial: ReadonlySet<number>,
): readonly GroupTotal[] {
  const totals = new Map<string, { totalW: number; netW: number; incomplete: boolean }>()
  for (const at of shown) {
    const { group, kind } = rows[at]!
    if (kind === 'voltage' || group === '' || group === 'none') continue
    const sum = totals.get(group) ?? { totalW: 0, netW: 0, incomplete: false }
    totals.set(group, sum)
    const { value } = solved[at]!
    if (value === null || partial.has(at)) sum.incomplete = true
    if (value === null) continue
    sum.totalW += value
    if (nested[at] === 0) sum.netW += value
  }
  return [...totals].map(([group, sum]) => ({ group, ...sum }))
}

function shares(
  { rows, walk, links: { parents, children, roots } }: Plan,
  solved: readonly SolvedRow[],
): { readonly nodes: readonly TreeNode[]; readonly totalW: number | null } {
  const totalW = sumOf(roots.map((at) => solved[at]!.value))
  const nodes = walk.map(({ position, depth }) => {
    const { channel, value } = solved[position]!
    const parent = parents[position]!
    const of = parent < 0 ? totalW : solved[parent]!.value
    return {
      channel,
      parent: parent < 0 ? null : rows[parent]!.channel,
      depth,
      children: children[position]!.length,
      ofParentPercent: percent(value, of),
      ofTotalPercent: percent(value, totalW),
    }
  })
  return { nodes, totalW }
}

function sumOf(values: readonly (number | null)[]): number | null {
  let sum = 0
  for (const value of values) {
    if (value === null) return null
    sum += value
  }
  return values.length === 0 ? null : sum
}

function percent(value: number | null, of: number | null): number | null {
  if (value === null || of === null || of === 0) return null
  const share = (100 * value) / of
  return Number.isFinite(share) ? share : null
}
