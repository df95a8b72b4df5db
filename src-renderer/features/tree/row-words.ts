import { formatFixed, NO_VALUE } from '@contract/quantity'
import type { PlanRow, RowKind, SolvedRow, SolvedTree } from '@contract/tree'
import type { TreeItem } from '../../lib/visible-tree'

const NBSP = '\u00a0'

export const KIND_WORDS: Readonly<Record<RowKind | 'other', string>> = {
  voltage: 'voltage',
  power: 'measured',
  remaining: 'remaining',
  dynamic: 'dynamic loss',
  static: 'static loss',
  other: 'hidden rows',
}

/** A channel as people write it: computed rows have a true minus. */
export const channelWords = (channel: number): string => String(channel).replace('-', '\u2212')

/** Decimals of all watts of a tree: two, three for a board of less than 10 W. */
export const wattDecimals = ({ totalW, rows }: Pick<SolvedTree, 'totalW' | 'rows'>): number =>
  Math.abs(totalW ?? rows.reduce((most, { value }) => Math.max(most, Math.abs(value ?? 0)), 0)) < 10 ? 3 : 2

/** Watts in cards, tables and formulas: one number of decimals for all of a tree. */
export const wattWords = (watts: number | null, decimals: number): string =>
  watts === null ? NO_VALUE : formatFixed(watts, decimals)

/** A difference with its sign. */
export function deltaWords(watts: number | null, decimals: number): string {
  if (watts === null) return NO_VALUE
  const text = formatFixed(watts, decimals)
  return watts > 0 && Number(text) !== 0 ? `+${text}` : text
}

export const shareWords = (percent: number | null): string =>
  percent === null ? NO_VALUE : `${formatFixed(percent, 1)}${NBSP}%`

/** What is computed from other rows: the rows it needs, in the order in which they are used. */
export function needsOf(row: PlanRow, rows: readonly PlanRow[]): readonly number[] {
  switch (row.kind) {
    case 'voltage':
      return []
    case 'power':
      return row.rail > 0 ? [row.rail] : []
    case 'static':
      return [row.rail]
    default:
      return row.parent === null || row.parent === 0
        ? []
        : [
            row.parent,
            ...rows
              .filter(
                ({ parent, channel, kind }) => parent === row.parent && channel !== row.channel && kind !== 'voltage',
              )
              .map(({ channel }) => channel),
          ]
  }
}

/** Why a row has no value, in a few words; null when it has one. */
export function whyNoValue(
  row: PlanRow,
  solved: Pick<SolvedRow, 'status'> | undefined,
  rows: readonly PlanRow[],
  tree: Pick<SolvedTree, 'rows'>,
): string | null {
  const channel = channelWords(row.channel)
  switch (solved?.status ?? 'missing') {
    case 'ok':
      return null
    case 'overload':
      return `overload, ${channel}`
    case 'nan':
      return `not a number, ${channel}`
    case 'missing':
      return `not read, ${channel}`
    case 'cycle':
      return 'computed from itself'
    case 'dependency': {
      const values = new Map(tree.rows.map((one) => [one.channel, one.value]))
      const needed = needsOf(row, rows).find((one) => (values.get(one) ?? null) === null)
      return `needs ${rows.find((one) => one.channel === needed)?.name ?? 'another row'}`
    }
  }
}

/** The sentence above a parent whose measured children exceed it; null while they do not. `below` are its children. */
export function excessWords(
  below: readonly Pick<TreeItem, 'kind' | 'watts'>[],
  skewMs: number | null,
  decimals: number,
): readonly string[] | null {
  const rest = below.find(
    ({ kind, watts }) => (kind === 'remaining' || kind === 'dynamic') && watts !== null && watts < 0,
  )
  if (!rest || rest.watts === null) return null
  const skew = skewMs === null ? '' : `, scan skew ${formatFixed(skewMs, 0)}${NBSP}ms`
  return ['children exceed parent', `by ${formatFixed(-rest.watts, decimals)}${NBSP}W${skew}`]
}
