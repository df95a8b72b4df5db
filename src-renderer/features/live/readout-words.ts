import { type EnergyUnit, formatAge, formatCount, formatPercent, type QuantityText } from '@contract/quantity'

/** One number of the strip, ready to be read. */
export interface ReadoutText {
  readonly key: string
  readonly label: string
  readonly value: QuantityText
  readonly worth?: string
  readonly stale?: boolean
  readonly warn?: boolean
  readonly testId?: string
}

export interface ReadoutStrip {
  readonly big: readonly ReadoutText[]
  readonly secondary: readonly ReadoutText[]
}

/** Below this share of the expected samples a mean is marked. */
const COVERAGE_WARN = 98

/** How many of the expected samples stand behind a mean. */
export const worthOf = (n: number, expected: number): Pick<ReadoutText, 'worth' | 'warn'> => {
  if (!(expected > 0)) return { worth: 'no samples yet' }
  const coverage = Math.min(100, (n / expected) * 100)
  return {
    worth: `n ${formatCount(n)} / ${formatCount(expected)} · coverage ${formatPercent(coverage)} %`,
    warn: coverage < COVERAGE_WARN,
  }
}

/** What an energy does not count. */
export const gapsNote = (gaps: number, gapS: number): string =>
  gaps === 0 ? 'no gaps' : `${formatCount(gaps)} gap${gaps === 1 ? '' : 's'}, ${formatAge(gapS)} not counted`

/** The unit of energy that stands small. */
export const otherUnit = (unit: EnergyUnit): EnergyUnit => (unit === 'J' ? 'Wh' : 'J')
