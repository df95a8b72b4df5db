import { useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { useReadings } from './cursor-parts.bound'
import { LaneHeader } from './LaneHeader'
import type { HeaderPlace } from './Lanes'

export interface BoundLaneHeaderProps {
  readonly place: HeaderPlace
  readonly following: boolean
}

/** A lane header with the values at the cursor, or the newest ones, and what can be done with the lane. */
export function BoundLaneHeader({ place, following }: BoundLaneHeaderProps) {
  const { live, instruments, layout } = useStores()
  const { spec } = place.lane
  const readings = useReadings(place)
  const readouts = useStore(live.store, (s) => (following ? s.readouts : null))
  const stale = useStore(instruments.store, (s) => s.list.find(({ id }) => id === spec.sourceId)?.link.at !== 'live')
  const locked = useStore(layout.store, (s) => s.y.has(spec.id))
  const only = useStore(layout.store, (s) => s.only)
  const onlyLane = useStore(layout.store, (s) => s.onlyLane)
  const alone = onlyLane === spec.id || (only !== null && spec.signals.some(({ id }) => id === only))
  const newest = useRef(place)
  newest.current = place
  const does = useMemo(
    () => ({
      onSignal: layout.show,
      onOnly: layout.isolate,
      onHide: () => {
        const { signals } = newest.current.lane.spec
        layout.show(
          signals.map(({ id }) => id),
          false,
        )
      },
      onAlone: () => (alone ? layout.isolate(null) : layout.isolateLane(spec.id)),
      onLock: () => layout.lockY(spec.id, newest.current.domain),
      onFree: () => layout.freeY(spec.id),
      onType: () => newest.current.onType(),
    }),
    [layout, spec.id, alone],
  )
  return (
    <LaneHeader
      spec={spec}
      domain={place.domain}
      readings={readings}
      newest={readouts}
      stale={stale}
      height={place.height / place.rem}
      locked={locked}
      only={only}
      alone={alone}
      {...does}
    />
  )
}
