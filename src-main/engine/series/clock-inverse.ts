import type { TimeUs } from '@contract/model'
import { type ClockMap, mapTime } from './clock-map'

/**
 * The newest moment of their clock that is not after `oursUs` on ours: a stamp t of theirs lies in fromUs < ours ≤ toUs exactly
 * when unmapTime(fromUs) < t ≤ unmapTime(toUs). Infinite times stay as they are.
 */
export function unmapTime(map: ClockMap, oursUs: TimeUs): TimeUs {
  if (!Number.isFinite(oursUs)) return oursUs
  const { offsetUs, driftPpm, refUs } = map
  const whole = Math.floor(oursUs)
  let theirs = Math.round(refUs + (whole - offsetUs - refUs) / (1 + driftPpm * 1e-6))
  while (mapTime(map, theirs) > whole) theirs -= 1
  while (mapTime(map, theirs + 1) <= whole) theirs += 1
  return theirs
}
