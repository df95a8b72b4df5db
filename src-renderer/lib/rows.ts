import type { Envelope, Gap } from '@contract/model'
import type { Range } from './x-range'

/** One drawn point of a lane. `band` and `mean` are null where the line is broken. `t` is in seconds after `originUs`. */
export interface Row {
  readonly t: number
  readonly mean: number | null
  readonly band: readonly [number, number] | null
}

export interface LaneRows {
  readonly rows: readonly Row[]
  /** Several samples in at least one bucket: there is a band to draw. */
  readonly banded: boolean
  /** Fewer than 0.3 samples per pixel: each one gets a dot. */
  readonly sparse: boolean
}

/** Below this many samples per pixel each sample is drawn as a dot. */
const SPARSE = 0.3

/**
 * The points of one lane. A bucket stands at its middle, at a gap on the stamp of its sample there; empty buckets are left out (a short bucket may lie between
 * two samples), and the line is broken only where a gap says so. One bucket beyond each edge is kept, so that the
 * line runs to the edge. Built for LIVE_BUCKETS at every tick.
 */
export function laneRows(
  envelope: Envelope,
  gaps: readonly Gap[],
  range: Range,
  originUs: number,
  pixels: number,
): LaneRows {
  const { startUs, stepUs, n, min, max, mean } = envelope
  const breaks = [...gaps].sort((a, b) => a.fromUs - b.fromUs)
  const edges = edgeStamps(gaps, envelope)
  const rows: Row[] = []
  let samples = 0
  let banded = false
  let nextBreak = 0
  let before: Row | null = null
  for (let i = 0; i < n.length; i++) {
    const count = n[i] ?? 0
    if (count === 0) continue
    const tUs = edges.get(i) ?? startUs + (i + 0.5) * stepUs
    const t = (tUs - originUs) / 1e6
    const row: Row = { t, mean: mean[i] ?? null, band: [min[i] ?? 0, max[i] ?? 0] }
    // A gap starts at the stamp of its last good sample, which lies inside that sample's bucket; one that lies inside
    // a single bucket breaks nothing.
    let broken = false
    const leftUs = startUs + i * stepUs
    for (let gap = breaks[nextBreak]; gap && gap.fromUs <= leftUs; gap = breaks[++nextBreak]) {
      if (gap.toUs === null || gap.toUs > leftUs) broken = true
    }
    if (tUs < range.fromUs) {
      before = row
      continue
    }
    if (before && !broken) rows.push(before)
    else if (broken && rows.length > 0) rows.push({ t: (rows[rows.length - 1]?.t ?? t) + 1e-6, mean: null, band: null })
    before = null
    rows.push(row)
    if (tUs > range.toUs) break
    samples += count
    if (count > 1) banded = true
  }
  return { rows, banded, sparse: !banded && samples / Math.max(1, pixels) < SPARSE }
}

/** Buckets that hold the sample at a side of a gap, with its stamp: the line ends exactly where the hatching begins. */
function edgeStamps(gaps: readonly Gap[], { startUs, stepUs }: Envelope): ReadonlyMap<number, number> {
  const stamps = new Map<number, number>()
  for (const { fromUs, toUs } of gaps) {
    const before = Math.ceil((fromUs - startUs) / stepUs) - 1
    const after = toUs === null ? null : Math.ceil((toUs - startUs) / stepUs) - 1
    if (before === after) continue
    stamps.set(before, fromUs)
    if (after !== null && toUs !== null) stamps.set(after, toUs)
  }
  return stamps
}
