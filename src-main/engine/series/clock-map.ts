import type { TimeUs } from '@contract/model'

/** One sync message: what the sender's clock showed, and when our clock received its first bytes. */
export interface SyncPoint {
  readonly sentUs: TimeUs
  readonly receivedUs: TimeUs
}

/**
 * How another machine's clock stands against ours:
 * ours = theirs + offsetUs + driftPpm · 1e-6 · (theirs − refUs).
 */
export interface ClockMap {
  readonly offsetUs: number
  /** How much faster our clock runs than theirs, in millionths; 0 when it cannot be known. */
  readonly driftPpm: number
  /** Where offsetUs holds, on their clock. */
  readonly refUs: TimeUs
  /** What the map may be wrong by, ±; null when nothing tells (a single message). */
  readonly residualUs: number | null
  /** Messages it was made from. */
  readonly points: number
}

/** Messages received within this time of the first of them are one cluster. */
export const CLUSTER_US = 60_000_000
/** Clusters nearer than this say nothing about drift: a late message would look like one. */
export const DRIFT_BASE_US = 600_000_000
/** No quartz is that wrong: beyond it the clock was set between two clusters. */
export const MAX_DRIFT_PPM = 500

/** The message of a cluster that was least delayed, and how much more the next best was. */
interface Best {
  readonly sentUs: TimeUs
  readonly offsetUs: number
  readonly nextUs: number | null
}

/**
 * The map that sync messages tell; null without any. Delay on the way only ever makes received − sent larger, so the smallest of each
 * cluster counts. One cluster, or several within DRIFT_BASE_US: no drift, the smallest offset. Else a straight line through the clusters
 * (least squares). A line steeper than MAX_DRIFT_PPM is a clock that was set: then the newest cluster holds, and the residual
 * says how far the others are off.
 * Residual: the farthest cluster from the map, or the distance of the two best messages of one cluster, whichever is more.
 */
export function clockMapOf(points: readonly SyncPoint[]): ClockMap | null {
  const best = clustersOf(points).map(bestOf)
  const newest = best.at(-1)
  if (!newest) return null
  const line = lineThrough(best)
  const map = line ?? { ...(spanOf(best) < DRIFT_BASE_US ? least(best) : newest), driftPpm: 0 }
  const { offsetUs, driftPpm, sentUs: refUs } = map
  const off = best.map((one) => Math.abs(one.offsetUs - offsetUs - driftPpm * 1e-6 * (one.sentUs - refUs)))
  const told = best.flatMap(({ nextUs, offsetUs: first }) => (nextUs === null ? [] : [nextUs - first]))
  const known = [...told, ...(best.length > (line ? 2 : 1) ? off : [])]
  return { offsetUs, driftPpm, refUs, residualUs: known.length > 0 ? Math.max(...known) : null, points: points.length }
}

/** A moment of their clock on ours. */
export const mapTime = ({ offsetUs, driftPpm, refUs }: ClockMap, theirsUs: TimeUs): TimeUs =>
  Math.round(theirsUs + offsetUs + driftPpm * 1e-6 * (theirsUs - refUs))

/** In the order of receipt; a cluster begins with its first message and ends CLUSTER_US later. */
export function clustersOf(points: readonly SyncPoint[]): readonly (readonly SyncPoint[])[] {
  const clusters: SyncPoint[][] = []
  for (const point of [...points].sort((a, b) => a.receivedUs - b.receivedUs)) {
    const open = clusters.at(-1)
    if (open?.[0] && point.receivedUs - open[0].receivedUs <= CLUSTER_US) open.push(point)
    else clusters.push([point])
  }
  return clusters
}

function bestOf(cluster: readonly SyncPoint[]): Best {
  const offsets = cluster
    .map(({ sentUs, receivedUs }) => ({ sentUs, offsetUs: receivedUs - sentUs }))
    .sort((a, b) => a.offsetUs - b.offsetUs)
  const [first, second] = offsets
  return { sentUs: first?.sentUs ?? 0, offsetUs: first?.offsetUs ?? 0, nextUs: second?.offsetUs ?? null }
}

const least = (best: readonly Best[]): Best => best.reduce((a, b) => (b.offsetUs < a.offsetUs ? b : a))

/** On our clock: theirs may have been set in between. */
function spanOf(best: readonly Best[]): number {
  const received = best.map(({ sentUs, offsetUs }) => sentUs + offsetUs)
  return Math.max(...received) - Math.min(...received)
}

/** Least squares of offset over their time, about the mean; null when the clusters carry no slope. */
function lineThrough(best: readonly Best[]): (Pick<Best, 'sentUs' | 'offsetUs'> & { driftPpm: number }) | null {
  if (best.length < 2 || spanOf(best) < DRIFT_BASE_US) return null
  const first = best[0]!
  const n = best.length
  const meanT = best.reduce((sum, b) => sum + (b.sentUs - first.sentUs), 0) / n
  const meanOffset = best.reduce((sum, b) => sum + (b.offsetUs - first.offsetUs), 0) / n
  let tt = 0
  let to = 0
  for (const b of best) {
    const t = b.sentUs - first.sentUs - meanT
    tt += t * t
    to += t * (b.offsetUs - first.offsetUs - meanOffset)
  }
  const driftPpm = (to / tt) * 1e6
  if (!(Math.abs(driftPpm) <= MAX_DRIFT_PPM)) return null
  return { sentUs: first.sentUs + meanT, offsetUs: first.offsetUs + meanOffset, driftPpm }
}
