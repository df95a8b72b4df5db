import { sourceOf } from '@contract/model'
import { formatAge, formatCount, formatSpan } from '@contract/quantity'
import type { SelectionSummary, StatsReply } from '@contract/series'
import type { Range } from '../../lib/x-range'

/** One gap of a selection, as text. */
export interface GapRow {
  readonly key: string
  readonly source: string
  /** When it began, as the page writes times, and in ISO 8601. */
  readonly from: string
  readonly iso: string
  readonly length: string
  readonly cause: string
  readonly lost: string
}

interface Words {
  readonly nameOf: (sourceId: string) => string
  readonly time: (tUs: number) => string
  readonly iso: (tUs: number) => string
}

/** The listed gaps; one that lasts on ends with the selection. */
export const selectGaps = (gaps: StatsReply['gaps'], range: Range, words: Words): readonly GapRow[] =>
  gaps.map(({ sourceId, gap }) => ({
    key: `${sourceId} ${gap.fromUs}`,
    source: words.nameOf(sourceId),
    from: words.time(gap.fromUs),
    iso: words.iso(gap.fromUs),
    length: `${formatSpan(((gap.toUs ?? range.toUs) - gap.fromUs) / 1e6)}${gap.toUs === null ? ' so far' : ''}`,
    cause: gap.text,
    lost: gap.lost === null ? 'not known' : formatCount(gap.lost),
  }))

/** "2 gaps, 3.4 s not counted": of all sources together, each source once, as its first signal tells. */
export function gapsWords(rows: readonly SelectionSummary[]): { readonly count: number; readonly words: string } {
  const bySource = new Map(rows.toReversed().map((row) => [sourceOf(row.channel), row]))
  const count = [...bySource.values()].reduce((sum, { gaps }) => sum + gaps, 0)
  const seconds = [...bySource.values()].reduce((sum, { gapS }) => sum + gapS, 0)
  const words = `${formatCount(count)} gap${count === 1 ? '' : 's'}, ${formatAge(seconds)} not counted`
  return { count, words: count === 0 ? 'No gaps' : words }
}
