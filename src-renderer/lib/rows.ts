import type { Envelope, Gap } from '@contract/model'
import type { Range } from './x-range'

/** The drawn points of one signal; all arrays have the same length. */
export interface LaneRows {
  /** Seconds after `originUs`, rising. */
  readonly t: Float64Array
  readonly mean: Float64Array
  readonly min: Float64Array
  readonly max: Float64Array
  /** Rows at which a stretch begins: no line leads to them. The first is 0. */
  readonly starts: readonly number[]
  /** Several samples in at least one bucket: there is a band to draw. */
  readonly banded: boolean
  /** Fewer than 0.3 samples per pixel: each one gets a dot. */
  readonly sparse: boolean
}

/** Below this many samples per pixel each sample is drawn as a dot. */
const SPARSE = 0.3

/**
 * The points of one signal. A bucket stands at its middle, at a gap on the stamp of its sample there; empty buckets are
 * left out (a short bucket may lie between two samples), and the line is broken only where a gap says so. One bucket
 * beyond each edge is kept, so that the line runs to the edge. Built for LIVE_BUCKETS at every tick.
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
  const from = Math.max(0, Math.floor((range.fromUs - startUs) / stepUs) - 1)
  const rows = new Builder(n.length)
  let samples = 0
  let banded = false
  let nextBreak = 0
  let before = lastFilled(n, from)
  for (let i = before ?? from; i < n.length; i++) {
    const count = n[i] ?? 0
    if (count === 0) continue
    const tUs = edges.get(i) ?? startUs + (i + 0.5) * stepUs
    // A gap starts at the stamp of its last good sample, which lies inside that sample's bucket; one that lies inside
    // a single bucket breaks nothing.
    let broken = false
    const leftUs = startUs + i * stepUs
    for (let gap = breaks[nextBreak]; gap && gap.fromUs <= leftUs; gap = breaks[++nextBreak]) {
      // Also long after it: a signal may come back later than its source.
      if (gap.toUs === null || bucketOf(gap.toUs, envelope) !== bucketOf(gap.fromUs, envelope)) broken = true
    }
    const add = (k: number, atUs: number, begins: boolean): void =>
      rows.add((atUs - originUs) / 1e6, mean[k] ?? Number.NaN, min[k] ?? Number.NaN, max[k] ?? Number.NaN, begins)
    if (tUs < range.fromUs) {
      before = i
      continue
    }
    if (before !== null && !broken) add(before, edges.get(before) ?? startUs + (before + 0.5) * stepUs, true)
    before = null
    add(i, tUs, broken)
    if (tUs > range.toUs) break
    samples += count
    if (count > 1) banded = true
  }
  return { ...rows.done(), banded, sparse: !banded && samples / Math.max(1, pixels) < SPARSE }
}

/** The last bucket with samples before `from`; null when there is none. */
function lastFilled(n: Float64Array, from: number): number | null {
  for (let i = Math.min(from, n.length) - 1; i >= 0; i--) if (n[i]) return i
  return null
}

/** Collects rows into arrays of their final type. */
class Builder {
  private length = 0
  private readonly starts: number[] = []
  private readonly columns: readonly [Float64Array, Float64Array, Float64Array, Float64Array]

  constructor(most: number) {
    const column = (): Float64Array => new Float64Array(most + 1)
    this.columns = [column(), column(), column(), column()]
  }

  add(t: number, mean: number, min: number, max: number, begins: boolean): void {
    if (begins || this.length === 0) this.starts.push(this.length)
    const [ts, means, mins, maxs] = this.columns
    ts[this.length] = t
    means[this.length] = mean
    mins[this.length] = min
    maxs[this.length] = max
    this.length++
  }

  done(): Pick<LaneRows, 't' | 'mean' | 'min' | 'max' | 'starts'> {
    const [t, mean, min, max] = this.columns
    const cut = (column: Float64Array): Float64Array => column.subarray(0, this.length)
    return { t: cut(t), mean: cut(mean), min: cut(min), max: cut(max), starts: this.starts }
  }
}

/** The bucket that holds a stamp: each reaches to its end and that stamp is its own. */
const bucketOf = (tUs: number, { startUs, stepUs }: Envelope): number => Math.ceil((tUs - startUs) / stepUs) - 1

/** Buckets that hold the sample at a side of a gap, with its stamp: the line ends exactly where the hatching begins. */
function edgeStamps(gaps: readonly Gap[], envelope: Envelope): ReadonlyMap<number, number> {
  const stamps = new Map<number, number>()
  for (const { fromUs, toUs } of gaps) {
    const before = bucketOf(fromUs, envelope)
    const after = toUs === null ? null : bucketOf(toUs, envelope)
    if (before === after) continue
    stamps.set(before, fromUs)
    if (after !== null && toUs !== null) stamps.set(after, toUs)
  }
  return stamps
}
