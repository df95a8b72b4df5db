import type { MachineClock } from '@contract/clocks'
import { formatTime } from '@contract/quantity'
import { useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { type TimeScale, timeLabel, zoneOf } from '../../lib/ticks'
import { useStores } from '../../state/stores'
import { useReadings } from './cursor-parts.bound'
import { LaneHeader } from './LaneHeader'
import type { HeaderPlace } from './Lanes'
import { type ClockLine, clockLine } from './select-clocks'

export interface BoundLaneHeaderProps {
  readonly place: HeaderPlace
  readonly following: boolean
  readonly scale: TimeScale
}

/** A lane header with the values at the cursor, or the newest ones, and what can be done with the lane. */
export function BoundLaneHeader({ place, following, scale }: BoundLaneHeaderProps) {
  const { live, instruments, layout } = useStores()
  const { spec } = place.lane
  const readings = useReadings(place)
  const readouts = useStore(live.store, (s) => (following ? s.readouts : null))
  const stale = useStore(instruments.store, (s) => s.list.find(({ id }) => id === spec.sourceId)?.link.at !== 'live')
  const { clock, endsUs } = useImportOf(place)
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
      clock={clock}
      ends={endsUs === null ? null : `to ${secondWords(endsUs, scale)}`}
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

/** A lane that ends this share of the view before its right edge has visibly ended. */
const ENDED_SHARE = 0.02

/** How the clock of an imported lane's machine stands, and when its data end where that is inside the view or before it. */
function useImportOf({ lane, range }: HeaderPlace): {
  readonly clock: ClockLine | null
  readonly endsUs: number | null
} {
  const { view, ends } = useStores()
  const { machine, signals } = lane.spec
  const clocks = useStore(view.store, (s) => s.session?.clocks ?? NO_CLOCKS)
  const found = useStore(ends.store, (s) => s.ends)
  if (machine === null) return NOT_IMPORTED
  const known = clocks.find(({ host }) => host === machine)
  const last = Math.max(...signals.map(({ id }) => found.get(id) ?? Number.NEGATIVE_INFINITY))
  const ended = Number.isFinite(last) && last < range.toUs - ENDED_SHARE * (range.toUs - range.fromUs)
  return { clock: known ? clockLine(known) : null, endsUs: ended ? last : null }
}

const NO_CLOCKS: readonly MachineClock[] = []
const NOT_IMPORTED = { clock: null, endsUs: null }

const secondWords = (tUs: number, scale: TimeScale): string =>
  scale.mode === 'relative' ? timeLabel(tUs, scale, 1e6) : formatTime(tUs, zoneOf(scale), 0)
