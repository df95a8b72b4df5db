import type { ImportLimits } from '@contract/collectd'
import { formatCount } from '@contract/quantity'

/** A limit as people set it: in a unit of a size they can type. */
export interface LimitField {
  readonly key: keyof ImportLimits
  readonly name: string
  readonly note: string
  readonly unit: string
  /** Of the stored number in one `unit`. */
  readonly per: number
  /** In `unit`. */
  readonly least: number
  readonly most: number
}

const MIB = 1_048_576

/** The most is what a file of this kind can reasonably be: beyond it the limit would protect nothing. */
export const LIMIT_FIELDS: readonly LimitField[] = [
  {
    key: 'entryBytes',
    name: 'One file',
    note: 'inflated; a larger one is left out',
    unit: 'MiB',
    per: MIB,
    least: 1,
    most: 1_048_576,
  },
  {
    key: 'totalBytes',
    name: 'All files',
    note: 'inflated, of those that are chosen',
    unit: 'MiB',
    per: MIB,
    least: 1,
    most: 1_048_576,
  },
  { key: 'entries', name: 'Files', note: 'in one archive', unit: 'files', per: 1, least: 1, most: 1_000_000 },
  { key: 'lineBytes', name: 'One line', note: 'a longer one is left out', unit: 'bytes', per: 1, least: 64, most: MIB },
]

/** The stored number in the field's unit; whole where it is whole. */
export const limitText = ({ per }: LimitField, stored: number): string => String(Math.round((stored / per) * 1e3) / 1e3)

/** What is wrong with a typed limit, or null. */
export function limitProblem({ least, most, unit }: LimitField, text: string): string | null {
  const typed = text.trim()
  const number = Number(typed)
  return /^\d+$/.test(typed) && number >= least && number <= most
    ? null
    : `Whole ${unit}, ${formatCount(least)} to ${formatCount(most)}`
}
