import type { SolvedTree } from '@contract/tree'
import type { Plan } from '../power-tree/plan'
import { epochSecond, fixed, isoSecond } from './numbers'
import { type MakeReport, nothing } from './report'

/** Comma separated with a header: ISO time, then V or W with six decimals, empty where there is no value. */
export const csvReport: MakeReport = ({ plan }) => ({
  head: () => {
    const names = plan.shown.map((at) => {
      const { name, kind } = plan.rows[at]!
      return `${name} [${kind === 'voltage' ? 'V' : 'W'}]`
    })
    return csvLine(['time', ...names])
  },
  measurement: (tree) => csvLine([isoSecond(tree.startUs), ...values(plan, tree)]),
  tail: nothing,
})

/** The same rows without header; the first field is whole seconds since the epoch. */
export const pwrReport: MakeReport = ({ plan }) => ({
  head: nothing,
  measurement: (tree) => csvLine([String(epochSecond(tree.startUs)), ...values(plan, tree)]),
  tail: nothing,
})

function values({ shown }: Plan, { rows }: SolvedTree): readonly string[] {
  return shown.map((at) => {
    const { value } = rows[at]!
    return value === null ? '' : fixed(value, 6)
  })
}

/** RFC 4180; papaparse would also quote leading blanks, which the format does not. */
const csvLine = (fields: readonly string[]): string =>
  `${fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',')}\n`
