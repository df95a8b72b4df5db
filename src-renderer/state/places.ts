import type { ChannelId, SiUnit } from '@contract/model'
import type { YSpan } from '../lib/y-domain'

/** A lane on the plot, as it is drawn now: for gestures and commands that concern one lane. */
export interface LanePlaceNow {
  readonly laneId: string
  /** Pixels from the top of the plot. */
  readonly top: number
  readonly height: number
  readonly domain: YSpan
  readonly signals: readonly {
    readonly id: ChannelId
    readonly name: string
    readonly unit: SiUnit
    readonly decimals: number
  }[]
}

/** The lanes that are drawn now, in their order. Not a store: nobody waits for a change. */
export function createPlaces() {
  const held = new Map<string, LanePlaceNow>()
  const all = (): readonly LanePlaceNow[] => [...held.values()].toSorted((a, b) => a.top - b.top)
  return {
    all,
    /** Says where a lane is drawn; call what comes back when it is drawn no longer. */
    put(place: LanePlaceNow): () => void {
      held.set(place.laneId, place)
      return () => {
        if (held.get(place.laneId) === place) held.delete(place.laneId)
      }
    },
    /** The lane at a height; null beside all lanes. */
    at: (py: number): LanePlaceNow | null => all().find(({ top, height }) => py >= top && py < top + height) ?? null,
    /** The lane that draws a channel. */
    of: (channel: ChannelId | null): LanePlaceNow | null =>
      all().find(({ signals }) => signals.some(({ id }) => id === channel)) ?? null,
  }
}
