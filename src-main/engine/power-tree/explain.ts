import type { Plan } from './plan'

const MINUS = '\u2212'
const number = (x: number): string => String(x).replace('-', MINUS)

/**
 * How a row's value comes about, for people: "P = V(2004) / 0.02 Ω × 3.3 V, fed from 2003". `position` is the row's index
 * in the plan, which may be one of rows with errors: what is said is then what the row means to say.
 */
export function explainRow({ rows, links: { parents, children } }: Plan, position: number): string {
  const row = rows[position]!
  switch (row.kind) {
    case 'voltage':
      return `V = V(${row.channel})`
    case 'power': {
      const rail = row.rail === 0 ? `${number(row.railVoltage)} V` : `V(${row.rail})`
      return `P = V(${row.channel}) / ${number(row.ohms)} Ω × ${rail}${origin(row.parent)}`
    }
    case 'static':
      return `P = ${number(row.railVoltage)} × P(${row.rail})${origin(row.parent)}`
    default: {
      const others = children[parents[position]!]?.filter((child) => child !== position) ?? []
      const terms = others.map((child) => `P(${number(rows[child]!.channel)})`)
      const taken = terms.length === 0 ? '' : ` ${MINUS} ${terms.length === 1 ? terms[0] : `(${terms.join(' + ')})`}`
      const whole = number(row.parent ?? 0)
      const meaning =
        row.kind === 'remaining' ? `what no row measures of ${whole}` : `lost in the conversion of ${whole}`
      return `P = P(${whole})${taken}, ${meaning}`
    }
  }
}

function origin(parent: number | null): string {
  if (parent === null) return ''
  return parent === 0 ? ', root of the tree' : `, fed from ${number(parent)}`
}
