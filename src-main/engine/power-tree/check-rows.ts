import type { PlanField, PlanProblem, ProblemCode } from '@contract/tree'
import type { WrittenRow } from './channel-file'
import { links, ownAncestors } from './links'
import type { PlanLinks } from './plan'

type Say = (code: ProblemCode, row: WrittenRow | null, field: PlanField | null, text: string) => void

/** False for old files without parents: the table works, a tree cannot be drawn. */
export const tellsParents = (rows: readonly WrittenRow[]): boolean =>
  rows.some(({ kind, parent }) => kind !== 'voltage' && parent !== null)

/**
 * All that is wrong with rows that could be read (E103 … E115 but E113, W201 … W205). `unread`: lines that could not be,
 * named where a row refers to something that is not there.
 */
export function checkRows(rows: readonly WrittenRow[], unread: readonly number[]): readonly PlanProblem[] {
  const problems: PlanProblem[] = []
  const say: Say = (code, row, field, text) =>
    problems.push({
      severity: code.startsWith('E') ? 'error' : 'warning',
      code,
      line: row?.line ?? 0,
      field,
      text,
    })
  const linked = links(rows)
  const hint = unread.length === 0 ? '' : ` (line${unread.length > 1 ? 's' : ''} ${listed(unread)} could not be read)`
  for (const [at, row] of rows.entries()) {
    checkChannel(row, rows[linked.positions.get(row.channel)!]!, say)
    checkNumbers(row, say)
    checkReferences(at, rows, linked, hint, say)
  }
  for (const at of ownAncestors(linked)) {
    say('E112', rows[at]!, 'parent_chan', `Channel ${rows[at]!.channel} is its own ancestor.`)
  }
  checkUnknowns(rows, linked, say)
  checkRoots(rows, linked, say)
  return problems
}

function checkChannel(row: WrittenRow, first: WrittenRow, say: Say): void {
  if (first !== row) {
    say(
      'E103',
      row,
      'channel',
      `Channel ${row.channel} is on line ${first.line} already; lines ${first.line} and ${row.line} clash.`,
    )
  }
  const { kind, channel } = row
  if (channel === 0) {
    say('E104', row, 'channel', 'Channel 0 cannot be used: as a parent it means "root".')
  } else if (kind !== null) {
    const measured = kind === 'voltage' || kind === 'power'
    const sign = measured ? 'positive, a channel of the voltmeter' : 'negative, it is computed'
    if (measured !== channel > 0) say('E107', row, 'channel', `The channel of a ${kind} row must be ${sign}.`)
  }
  if (kind === null) say('E108', row, 'type', `The type is 0, 1, 2 or 3, not ${row.type}.`)
}

function checkNumbers(row: WrittenRow, say: Say): void {
  const { kind, ohms, railVoltage, rail } = row
  if (kind === null) return
  if (kind === 'power') {
    if (ohms <= 0) say('E106', row, 'resistance', 'The resistance of a power row must be above 0.')
    if (railVoltage === 0 && rail === 0) {
      say('W202', row, 'rail_voltage', 'The rail voltage is 0 and no rail is named: the power is always 0.')
    }
  } else if (ohms !== 1) {
    say('W201', row, 'resistance', `The resistance of a ${kind} row should be 1; it is ignored.`)
  }
  if (rail < -1) say('W203', row, 'rail', 'The rail of a voltage row should be -1.')
}

function checkReferences(
  at: number,
  rows: readonly WrittenRow[],
  { positions }: PlanLinks,
  hint: string,
  say: Say,
): void {
  const row = rows[at]!
  const kindOf = (channel: number) => rows[positions.get(channel) ?? -1]?.kind
  if (row.kind === 'voltage') return
  if (row.kind === 'power' && row.rail > 0 && kindOf(row.rail) !== 'voltage') {
    say('E109', row, 'rail', `The rail ${row.rail} is not a voltage row${positions.has(row.rail) ? '' : hint}.`)
  }
  const tracked = kindOf(row.rail)
  if (row.kind === 'static' && (tracked === undefined || tracked === 'voltage')) {
    say(
      'E110',
      row,
      'rail',
      `The tracked channel ${row.rail} is not a row with power${positions.has(row.rail) ? '' : hint}.`,
    )
  }
  const isRoot = row.parent === null || row.parent === 0
  if (isRoot && (row.kind === 'remaining' || row.kind === 'dynamic')) {
    say('E115', row, 'parent_chan', `A ${row.kind} row needs a parent to be taken from.`)
  }
  if (isRoot) return
  const parentKind = kindOf(row.parent)
  if (row.parent === row.channel) say('E111', row, 'parent_chan', `The parent ${row.parent} is the row itself.`)
  else if (parentKind === undefined) {
    say('E111', row, 'parent_chan', `The parent ${row.parent} is in no row of the file${hint}.`)
  } else if (parentKind === 'voltage') {
    say('E111', row, 'parent_chan', `The parent ${row.parent} is a voltage row and has no power.`)
  }
}

function checkUnknowns(rows: readonly WrittenRow[], { children }: PlanLinks, say: Say): void {
  for (const [parent, below] of children.entries()) {
    const unknowns = below.map((at) => rows[at]!).filter(({ kind }) => kind === 'remaining' || kind === 'dynamic')
    if (unknowns.length < 2) continue
    for (const row of unknowns) {
      const text = `${unknowns.length} rows are to be what is left of ${rows[parent]!.channel}; only one can be worked out.`
      say('E114', row, 'parent_chan', text)
    }
  }
}

function checkRoots(rows: readonly WrittenRow[], { roots }: PlanLinks, say: Say): void {
  if (tellsParents(rows) && roots.length === 0)
    say('W204', null, 'parent_chan', 'No row is a root (parent 0): no tree can be drawn.')
  if (roots.length > 1) {
    const channels = roots.map((at) => rows[at]!.channel)
    say('W205', null, 'parent_chan', `There are ${roots.length} roots (${listed(channels)}); the total is their sum.`)
  }
}

/** Enough to find the place by; a file in which all is wrong must not fill the screen once per row. */
const LISTED = 10

function listed(numbers: readonly number[]): string {
  const more = numbers.length > LISTED ? ` and ${numbers.length - LISTED} more` : ''
  return `${numbers.slice(0, LISTED).join(', ')}${more}`
}
