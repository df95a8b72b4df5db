import { formatFixed, formatQuantity, joined } from '@contract/quantity'
import type { PlanRow, SolvedRow, SolvedTree } from '@contract/tree'
import { channelWords, needsOf, wattDecimals, wattWords } from './row-words'

/** Significant digits of what a voltmeter reads. */
const DIGITS = 4
const number = (x: number): string => String(x).replace('-', '\u2212')
const volts = (x: number | null): string => joined(formatQuantity(x ?? Number.NaN, 'V', { digits: DIGITS }))
const amps = (x: number | null): string => joined(formatQuantity(x ?? Number.NaN, 'A', { digits: DIGITS }))
const W = '\u00a0W'

/** How a row's value comes about: with channels, then with the numbers of this scan, then the result. */
export function formulaOf(
  row: PlanRow,
  rows: readonly PlanRow[],
  tree: Pick<SolvedTree, 'rows' | 'totalW'>,
): readonly string[] {
  const decimals = wattDecimals(tree)
  const text = (watts: number | null): string => wattWords(watts, decimals)
  const solved = new Map(tree.rows.map((one) => [one.channel, one]))
  const own = solved.get(row.channel)
  switch (row.kind) {
    case 'voltage':
      return [`V = V(${row.channel})`, `= ${volts(own?.value ?? null)}`]
    case 'power':
      return powerLines(row, own, text)
    case 'static': {
      const tracked = solved.get(row.rail)?.value ?? null
      return [
        `P = ${number(row.railVoltage)} × P(${row.rail})`,
        `${number(row.railVoltage)} × ${text(tracked)}${W}`,
        `= ${text(own?.value ?? null)}${W}`,
      ]
    }
    default: {
      const [parent = 0, ...others] = needsOf(row, rows)
      const value = (channel: number): string => text(solved.get(channel)?.value ?? null)
      const sum = others.map(value).map((one) => (one.startsWith('\u2212') ? `(${one})` : one))
      const taken = sum.length === 0 ? '' : sum.length === 1 ? ` \u2212 ${sum[0]}` : ` \u2212 (${sum.join(' + ')})`
      return [
        `P = P(${channelWords(parent)}) \u2212 Σ other children`,
        `${value(parent)}${taken}`,
        `= ${text(own?.value ?? null)}${W}`,
      ]
    }
  }
}

function powerLines(
  row: PlanRow,
  own: SolvedRow | undefined,
  text: (watts: number | null) => string,
): readonly string[] {
  const rail = row.rail > 0 ? `V(${row.rail})` : `${number(row.railVoltage)}\u00a0V`
  return [
    `P = V(${row.channel}) / R × ${rail}`,
    `${volts(own?.senseV ?? null)} / ${number(row.ohms)}\u00a0Ω × ${volts(own?.railV ?? null)}`,
    `= ${amps(own?.currentA ?? null)} × ${volts(own?.railV ?? null)} = ${text(own?.value ?? null)}${W}`,
  ]
}

/** One label and value of a row, for its panel and its tooltip. */
export interface Fact {
  readonly label: string
  readonly value: string
}

/** What was read and what is written in the file, as far as the row has it. */
export function factsOf(row: PlanRow, rows: readonly PlanRow[], tree: Pick<SolvedTree, 'rows'>): readonly Fact[] {
  const own = tree.rows.find(({ channel }) => channel === row.channel)
  const named = (channel: number): string => {
    const found = rows.find((one) => one.channel === channel)
    return found ? `${found.name} (${channelWords(channel)})` : channelWords(channel)
  }
  const facts: Fact[] = []
  if (row.kind === 'power') {
    facts.push({ label: 'Shunt voltage', value: volts(own?.senseV ?? null) })
    facts.push({ label: 'Resistance', value: `${number(row.ohms)}\u00a0Ω` })
    facts.push({ label: 'Current', value: amps(own?.currentA ?? null) })
    facts.push({
      label: 'Rail',
      value: row.rail > 0 ? `${named(row.rail)}, ${volts(own?.railV ?? null)}` : `${volts(own?.railV ?? null)}, fixed`,
    })
  }
  if (row.kind === 'static') {
    facts.push({ label: 'Tracks', value: named(row.rail) })
    facts.push({ label: 'Ratio', value: formatFixed(row.railVoltage, 4) })
  }
  if (row.parent !== null)
    facts.push({ label: 'Fed from', value: row.parent === 0 ? 'root of the tree' : named(row.parent) })
  return facts
}
