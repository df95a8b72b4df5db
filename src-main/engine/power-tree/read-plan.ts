import type { PlanProblem, PlanRow } from '@contract/tree'
import { type GroupColumn, readChannelFile, type WrittenRow } from './channel-file'
import { checkRows, tellsParents } from './check-rows'
import { evaluationOrder } from './evaluation-order'
import { links, nestedInGroup, walkTree } from './links'
import type { Plan } from './plan'

export interface PlanReading {
  /** Null when a problem is an error, or when there is no row at all. */
  readonly plan: Plan | null
  /** Errors and warnings, line by line; what speaks of the whole file comes last. */
  readonly problems: readonly PlanProblem[]
}

/** A channel file as a plan, or all that forbids it. `groupColumn` decides for files with groups named like numbers. */
export function readPlan(text: string, groupColumn: GroupColumn = 'auto'): PlanReading {
  const file = readChannelFile(text, groupColumn)
  const unread = [...new Set(file.problems.map(({ line }) => line))]
  const problems = [...file.problems, ...checkRows(file.rows, unread)].sort(byLine)
  const wrong = problems.some(({ severity }) => severity === 'error')
  if (wrong || file.rows.length === 0) return { plan: null, problems }
  const plan = planOf(knownRows(file.rows), tellsParents(file.rows))
  if (plan.order.length === plan.rows.length) return { plan, problems }
  const solvable = new Set(plan.order)
  return { plan: null, problems: plan.rows.filter((_row, at) => !solvable.has(at)).map(circle) }
}

/** Rows whose kind is known. */
export const knownRows = (rows: readonly WrittenRow[]): readonly PlanRow[] => rows.flatMap(known)

/** Rows as a plan that measures and shows all of them; with errors in them it can be looked at only. */
export function planOf(rows: readonly PlanRow[], hasTree: boolean): Plan {
  const linked = links(rows)
  const shown = rows.map((_row, at) => at)
  return {
    rows,
    scanChannels: rows.flatMap(({ channel }) => (channel > 0 ? [channel] : [])),
    shown,
    nested: nestedInGroup(rows, linked, new Set(shown)),
    hasTree,
    links: linked,
    order: evaluationOrder(rows, linked),
    walk: walkTree(linked),
  }
}

/** Written out field by field: copies made by spreading are slow to read, and solve() reads them for each scan. */
function known(row: WrittenRow): readonly PlanRow[] {
  const { line, channel, name, group, kind, ohms, railVoltage, rail, parent } = row
  return kind === null ? [] : [{ line, channel, name, group, kind, ohms, railVoltage, rail, parent }]
}

const placeOf = ({ line }: PlanProblem): number => (line === 0 ? Number.POSITIVE_INFINITY : line)

function byLine(a: PlanProblem, b: PlanProblem): number {
  if (a.line !== b.line) return placeOf(a) - placeOf(b)
  return a.code < b.code ? -1 : Number(a.code > b.code)
}

/** No file without other errors leads here: static rows track measured rows only. A guard. */
const circle = ({ line, channel }: PlanRow): PlanProblem => ({
  severity: 'error',
  code: 'E113',
  line,
  field: null,
  text: `Channel ${channel} would be computed from itself.`,
})
