import { formatDate, formatTime } from '@contract/quantity'
import { useStore } from 'zustand'
import { type BucketValue, nearestBucket } from '../../lib/buckets'
import { type TimeScale, timeLabel, zoneOf } from '../../lib/ticks'
import { useStores } from '../../state/stores'
import { Crosshair } from './Crosshair'
import { LaneHeader } from './LaneHeader'
import type { LanePlace, RulerPlace } from './Lanes'
import { yOf } from './lane-data'
import { Ruler } from './Ruler'

/** A sample this far from the pointer is still the one that is read. */
const SNAP_PX = 24

type Plot = Pick<LanePlace, 'range' | 'width'>

const usPerPx = ({ range, width }: Plot): number => (range.toUs - range.fromUs) / Math.max(1, width)

function useAt(place: LanePlace): BucketValue | null {
  const { cursor } = useStores()
  const tUs = useStore(cursor, (s) => s.tUs)
  const { envelope } = place.lane
  return tUs === null || !envelope ? null : nearestBucket(envelope, tUs, SNAP_PX * usPerPx(place))
}

/** The crosshair of one lane where the cursor stands. */
export function BoundCrosshair(place: LanePlace) {
  const { cursor } = useStores()
  const tUs = useStore(cursor, (s) => s.tUs)
  const at = useAt(place)
  if (tUs === null) return null
  const { range, width, height, domain, lane } = place
  const x = ((at?.tUs ?? tUs) - range.fromUs) / usPerPx(place)
  return (
    <Crosshair x={x} y={at && yOf(at.mean, domain, height)} colour={lane.spec.colour} width={width} height={height} />
  )
}

/** A lane header with the value at the cursor, or the newest one. */
export function BoundLaneHeader({ place, following }: { readonly place: LanePlace; readonly following: boolean }) {
  const { live, instruments } = useStores()
  const { spec } = place.lane
  const at = useAt(place)
  const now = useStore(live.store, (s) => s.readouts.get(spec.id)?.now ?? null)
  const stale = useStore(instruments.store, (s) => s.list.find(({ id }) => id === spec.sourceId)?.link.at !== 'live')
  return (
    <LaneHeader
      spec={spec}
      domain={place.domain}
      at={at}
      now={following ? now : null}
      stale={stale}
      height={place.height}
    />
  )
}

/** The ruler, with the time of the sample under the crosshair. */
export function BoundRuler({ range, width, ticks, lanes, scale }: RulerPlace & { readonly scale: TimeScale }) {
  const { cursor } = useStores()
  const tUs = useStore(cursor, (s) => s.tUs)
  const envelope = lanes.find((lane) => lane.envelope)?.envelope
  const perPx = usPerPx({ range, width })
  const at = envelope && tUs !== null ? nearestBucket(envelope, tUs, SNAP_PX * perPx) : null
  const shownUs = at?.tUs ?? tUs
  const words = (us: number): string =>
    scale.mode === 'relative' ? timeLabel(us, scale, 1e3) : formatTime(us, zoneOf(scale), 3)
  const x = shownUs === null ? null : (shownUs - range.fromUs) / perPx
  const left = scale.mode === 'relative' ? 'since start' : formatDate(range.fromUs, zoneOf(scale))
  const tag = shownUs !== null && x !== null && x >= 0 && x <= width ? { x, words: words(shownUs) } : null
  return <Ruler range={range} width={width} ticks={ticks} left={left} tag={tag} />
}

/** What a screen reader hears when the cursor was moved: the sample in every lane. */
export function BoundCursorSummary({
  places,
  scale,
}: {
  readonly places: readonly LanePlace['lane'][]
  readonly scale: TimeScale
}) {
  const { cursor } = useStores()
  const tUs = useStore(cursor, (s) => (s.byKey ? s.tUs : null))
  if (tUs === null) return <span className="sr-only" aria-live="polite" />
  const words = places.flatMap(({ spec, envelope }) => {
    const at = envelope ? nearestBucket(envelope, tUs, 5e6) : null
    return at ? [`${spec.title} ${at.mean.toFixed(spec.decimals)} ${spec.unit}`] : []
  })
  return (
    <span className="sr-only" aria-live="polite">
      {timeLabel(tUs, scale, 1e3)}: {words.join(', ')}
    </span>
  )
}
