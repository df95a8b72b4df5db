import type { Gap, TimeUs } from '@contract/model'

export interface SourceGap {
  readonly sourceId: string
  readonly gap: Gap
}

/** Gaps of a span: the longest, and how many are not among them. */
export interface ListedGaps {
  readonly gaps: readonly SourceGap[]
  readonly leftOut: number
}

/** True when a gap lies, or still lasts, between the two times. */
const touches = ({ fromUs, toUs }: Gap, spanFromUs: TimeUs, spanToUs: TimeUs): boolean =>
  fromUs < spanToUs && (toUs ?? Number.POSITIVE_INFINITY) > spanFromUs

/**
 * The `most` gaps that leave out most of fromUs … toUs (of equal ones the earlier), in time order per source; sources in the
 * order in which they are first named.
 */
export function listedGaps(all: readonly SourceGap[], fromUs: TimeUs, toUs: TimeUs, most: number): ListedGaps {
  const inside = all.filter(({ gap }) => touches(gap, fromUs, toUs))
  const lengthUs = ({ gap }: SourceGap) => Math.min(gap.toUs ?? toUs, toUs) - Math.max(gap.fromUs, fromUs)
  const longest = [...inside].sort((a, b) => lengthUs(b) - lengthUs(a) || a.gap.fromUs - b.gap.fromUs).slice(0, most)
  const places = new Map([...new Set(all.map(({ sourceId }) => sourceId))].map((id, place) => [id, place]))
  const placeOf = ({ sourceId }: SourceGap) => places.get(sourceId) ?? 0
  return {
    gaps: longest.sort((a, b) => placeOf(a) - placeOf(b) || a.gap.fromUs - b.gap.fromUs),
    leftOut: inside.length - longest.length,
  }
}
