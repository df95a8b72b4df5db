import { type ChannelId, type Envelope, type Gap, sourceOf } from '@contract/model'
import type { SourceGap } from '../../state/live'
import type { LaneData } from './lane-data'
import type { LaneSpec } from './select-lanes'

interface Drawable {
  readonly lanes: ReadonlyMap<ChannelId, Envelope>
  readonly gaps: readonly SourceGap[]
}

/** Joins lane specs with the buckets and gaps to draw. */
export function selectLaneData(specs: readonly LaneSpec[], from: Drawable | null): readonly LaneData[] {
  const bySource = new Map<string, Gap[]>()
  for (const { sourceId, gap } of from?.gaps ?? []) {
    const list = bySource.get(sourceId) ?? []
    list.push(gap)
    bySource.set(sourceId, list)
  }
  const gapsOf = (sourceId: string): readonly Gap[] => bySource.get(sourceId) ?? NO_GAPS
  return specs.map((spec) => {
    const signals = spec.signals.map((signal) => ({
      spec: signal,
      envelope: from?.lanes.get(signal.id) ?? null,
      gaps: gapsOf(sourceOf(signal.id)),
    }))
    return { spec, signals, gaps: commonGaps([...new Set(signals.map(({ gaps }) => gaps))]) }
  })
}

/** Gaps of the first source during which all others have one too: only there the lane is empty. */
function commonGaps([first = NO_GAPS, ...others]: readonly (readonly Gap[])[]): readonly Gap[] {
  if (others.length === 0) return first
  const meets = (a: Gap, b: Gap): boolean => a.fromUs < (b.toUs ?? Infinity) && b.fromUs < (a.toUs ?? Infinity)
  return first.filter((gap) => others.every((list) => list.some((other) => meets(gap, other))))
}

const NO_GAPS: readonly Gap[] = []
