import { formatDate, formatFixed, formatTime } from '@contract/quantity'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { type BucketValue, nearestBucket } from '../../lib/buckets'
import { type TimeScale, timeLabel, zoneOf } from '../../lib/ticks'
import { type Cursor, readTime, sampleAt } from '../../state/cursor'
import { useStores } from '../../state/stores'
import { Crosshair } from './Crosshair'
import type { SignalReading } from './LaneHeader'
import type { LanePlace, RulerPlace } from './Lanes'
import { type LaneData, yOf } from './lane-data'
import { Ruler } from './Ruler'

/** A sample this far from the pointer is still the one that is read. */
const SNAP_PX = 24

type Plot = Pick<LanePlace, 'range' | 'width'>

const usPerPx = ({ range, width }: Plot): number => (range.toUs - range.fromUs) / Math.max(1, width)

/**
 * What the cursor reads of one signal: the raw sample as soon as main answered, its bucket until then. `mean` is the
 * value that is read; min, max and n are those of its pixel.
 */
function readingOf({ spec, envelope }: LaneData['signals'][number], cursor: Cursor, withinUs: number): SignalReading {
  if (cursor.tUs === null) return { spec, at: null }
  const sample = sampleAt(cursor, spec.id)
  if (!sample) return { spec, at: envelope ? nearestBucket(envelope, cursor.tUs, withinUs) : null }
  if (Math.abs(sample.tUs - cursor.tUs) > withinUs) return { spec, at: null }
  const pixel = envelope && nearestBucket(envelope, sample.tUs, 0)
  const { tUs, value } = sample
  const at: BucketValue = pixel ? { ...pixel, tUs, mean: value } : { tUs, n: 1, min: value, max: value, mean: value }
  return { spec, at }
}

/** What the cursor reads in one lane. */
export function useReadings(place: LanePlace): readonly SignalReading[] {
  const cursor = useStore(useStores().cursor.store)
  return place.lane.signals.map((signal) => readingOf(signal, cursor, SNAP_PX * usPerPx(place)))
}

/** Where the hair stands: on the sample that is read when one is near, else where the hand is. */
function hairTime(cursor: Cursor, plot: Plot): number | null {
  const tUs = readTime(cursor)
  if (tUs === null || cursor.tUs === null) return null
  return Math.abs(tUs - cursor.tUs) <= SNAP_PX * usPerPx(plot) ? tUs : cursor.tUs
}

/** The crosshair of one lane where the cursor stands. It also tells gestures where the lane is and what its axis spans. */
export function BoundCrosshair(place: LanePlace) {
  const { cursor, places } = useStores()
  const hairUs = useStore(cursor.store, (s) => hairTime(s, place))
  const readings = useReadings(place)
  const { range, width, top, height, domain, lane } = place
  const { low, high } = domain
  const { id: laneId, unit } = lane.spec
  useEffect(() => {
    const signals = lane.signals.map(({ spec: { id, name, decimals } }) => ({ id, name, unit, decimals }))
    return places.put({ laneId, top, height, domain: { low, high }, signals })
  }, [places, laneId, top, height, low, high, unit, lane.signals])
  if (hairUs === null) return null
  const x = (tUs: number): number => (tUs - range.fromUs) / usPerPx(place)
  const rings = readings.flatMap(({ spec: { id, colour }, at }) =>
    at ? [{ id, colour, x: x(at.tUs), y: yOf(at.mean, domain, height) }] : [],
  )
  return <Crosshair x={x(hairUs)} rings={rings} width={width} height={height} />
}

const exactTime = (tUs: number, scale: TimeScale): string =>
  scale.mode === 'relative' ? timeLabel(tUs, scale, 1e3) : formatTime(tUs, zoneOf(scale), 3)

/** The ruler, with the time of the sample under the crosshair. */
export function BoundRuler({ range, width, ticks, rem, scale }: RulerPlace & { readonly scale: TimeScale }) {
  const { cursor } = useStores()
  const hairUs = useStore(cursor.store, (s) => hairTime(s, { range, width }))
  const x = hairUs === null ? null : (hairUs - range.fromUs) / usPerPx({ range, width })
  const left = scale.mode === 'relative' ? 'since start' : formatDate(range.fromUs, zoneOf(scale))
  const tag = hairUs !== null && x !== null && x >= 0 && x <= width ? { x, words: exactTime(hairUs, scale) } : null
  return <Ruler {...{ range, width, ticks, rem, left, tag }} />
}

/** Nobody hears every step of a held key: the summary waits until the cursor rests. */
const SPEAK_AFTER_MS = 400

/** What a screen reader hears when the cursor was moved by key: its time, and the sample in every lane. */
export function BoundCursorSummary({
  lanes,
  scale,
}: {
  readonly lanes: readonly LaneData[]
  readonly scale: TimeScale
}) {
  const cursor = useStore(useStores().cursor.store)
  const words = cursor.byKey && cursor.tUs !== null ? summaryWords(cursor, lanes, scale) : ''
  const [spoken, setSpoken] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(words), SPEAK_AFTER_MS)
    return () => clearTimeout(timer)
  }, [words])
  return (
    <span className="sr-only" aria-live="polite" data-testid="cursor-summary">
      {spoken}
    </span>
  )
}

function summaryWords(cursor: Cursor, lanes: readonly LaneData[], scale: TimeScale): string {
  const told = lanes.flatMap(({ spec: lane, signals }) =>
    signals.map((signal) => {
      const { spec, at } = readingOf(signal, cursor, 5e6)
      const name = signals.length > 1 ? `${lane.title} ${spec.name}` : lane.title
      const value = at
        ? `${formatFixed(at.mean, spec.decimals)} ${lane.unit === '1' ? '' : lane.unit}`.trimEnd()
        : 'no sample'
      return { first: spec.id === cursor.lead, words: `${name} ${value}` }
    }),
  )
  const inOrder = told.toSorted((a, b) => Number(b.first) - Number(a.first))
  return `${exactTime(readTime(cursor) ?? Number.NaN, scale)}: ${inOrder.map(({ words }) => words).join(', ')}`
}
