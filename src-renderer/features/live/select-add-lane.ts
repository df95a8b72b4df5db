import type { AddLaneGroup } from './AddLane'
import type { LaneSpec, SignalSpec } from './select-lanes'
import { unitWords } from './y-range'

/** Every channel that can be drawn, by source, in the order of its lanes. */
export function selectAddLane(lanes: readonly LaneSpec[]): readonly AddLaneGroup[] {
  const sources = [...new Set(lanes.map(({ sourceId }) => sourceId))]
  return sources.map((sourceId) => {
    const own = lanes.filter((lane) => lane.sourceId === sourceId)
    return {
      sourceId,
      name: own[0]?.sourceName ?? sourceId,
      simulated: own[0]?.simulated ?? false,
      channels: own.flatMap((lane) => {
        const several = lane.signals.length + lane.hidden.length > 1
        const row = (on: boolean) => (signal: SignalSpec) => ({
          id: signal.id,
          title: several ? `${lane.title}, ${signal.name}` : lane.title,
          unit: unitWords(lane.unit),
          on,
        })
        return [...lane.signals.map(row(true)), ...lane.hidden.map(row(false))].toSorted((a, b) =>
          a.id.localeCompare(b.id),
        )
      }),
    }
  })
}
