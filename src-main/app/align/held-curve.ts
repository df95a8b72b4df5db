import type { HostClock } from '@contract/clocks'
import type { Envelope, TimeUs } from '@contract/model'
import { unmapTime } from '../../engine/series/clock-inverse'
import { mapTime } from '../../engine/series/clock-map'
import type { Measured } from '../../engine/series/edge-match'
import { EnvelopeFolder } from '../../engine/series/envelope'
import { firstAfter, planGrid } from '../../engine/series/grid'
import type { Curve } from './curve'

/** A curve with all its rows in memory. */
export interface HeldCurve extends Curve {
  readonly held: Measured
}

/** Reads all rows of a curve. */
export async function heldCurve(curve: Curve): Promise<HeldCurve> {
  const parts: Measured[] = []
  let length = 0
  for await (const part of curve.rows({ fromUs: curve.fromUs - 1, toUs: curve.toUs })) {
    parts.push(part)
    length += part.timesUs.length
  }
  const held = { timesUs: new Float64Array(length), values: new Float64Array(length) }
  let at = 0
  for (const { timesUs, values } of parts) {
    held.timesUs.set(timesUs, at)
    held.values.set(values, at)
    at += timesUs.length
  }
  return {
    ...curve,
    held,
    async *rows() {
      yield held
    },
  }
}

/** The same rows with their stamps on our clock, or (a curve that is aligned already) back on the machine's own. */
export function mappedCurve(curve: Curve, clock: HostClock | null, way: 'onto ours' | 'back' = 'back'): Curve {
  if (!clock) return curve
  const here = (t: TimeUs): TimeUs => (way === 'back' ? unmapTime(clock, t) : mapTime(clock, t))
  const there = (t: TimeUs): TimeUs => (way === 'back' ? mapTime(clock, t) : unmapTime(clock, t))
  return {
    ...curve,
    fromUs: here(curve.fromUs),
    toUs: here(curve.toUs),
    async *rows({ fromUs, toUs }) {
      for await (const { timesUs, values } of curve.rows({ fromUs: there(fromUs), toUs: there(toUs) })) {
        yield { timesUs: timesUs.map(here), values }
      }
    },
  }
}

/** Min, max and mean of a window of our time under a clock. Looks at the rows of the window only. */
export function envelopeOf(
  { held }: HeldCurve,
  clock: HostClock | null,
  { fromUs, toUs, buckets }: { readonly fromUs: TimeUs; readonly toUs: TimeUs; readonly buckets: number },
): Envelope {
  const ours = (t: TimeUs): TimeUs => (clock ? mapTime(clock, t) : t)
  const theirs = (t: TimeUs): TimeUs => (clock ? unmapTime(clock, t) : t)
  const start = firstAfter(held.timesUs, theirs(fromUs))
  const end = firstAfter(held.timesUs, theirs(toUs), start)
  const folder = new EnvelopeFolder(planGrid(fromUs, toUs, buckets))
  folder.addRows(held.timesUs.subarray(start, end).map(ours), held.values.subarray(start, end))
  return folder.result()
}
