import { pythonFloat } from './numbers'
import { pythonText } from './python-text'
import { type MakeReport, nothing } from './report'

/** One Python list a scan: (channel, name, group, kind, sense in V or None, value in V or W or None) per row. */
export const rawReport: MakeReport = ({ plan }) => ({
  head: nothing,
  measurement: (tree) => {
    const tuples = plan.shown.map((at) => {
      const { channel, name, group, kind } = plan.rows[at]!
      const { senseV, value } = tree.rows[at]!
      const fields = [channel, pythonText(name), pythonText(group), pythonText(kind), orNone(senseV), orNone(value)]
      return `(${fields.join(', ')})`
    })
    return `[${tuples.join(', ')}]\n`
  },
  tail: nothing,
})

const orNone = (x: number | null): string => (x === null ? 'None' : pythonFloat(x))
