import type { ChannelId, Envelope, Gap } from '@contract/model'
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
  return specs.map((spec) => ({
    spec,
    signals: spec.signals.map((signal) => ({ spec: signal, envelope: from?.lanes.get(signal.id) ?? null })),
    gaps: bySource.get(spec.sourceId) ?? NO_GAPS,
  }))
}

const NO_GAPS: readonly Gap[] = []
