import type { ChannelId, ChannelInfo, Segment, TimeUs } from '@contract/model'
import type { ChannelStats } from '@contract/series'
import type { Numbers } from './envelope'
import { ExactSum } from './exact-sum'

/** Neighbouring stamps further apart than this many periods have a gap between them: one lost sample makes 2. */
export const GAP_PERIODS = 1.5

/** A momentary reading is trusted this many periods; longer gaps are left out of its energy. */
export const BRIDGE_PERIODS = 2.5

const US = 1_000_000

/**
 * Statistics of one channel over fromUs < t ≤ toUs from raw rows in time order, in bounded memory.
 *
 * - A sample of period T stands for (t − T, t]. Time without data between neighbours a and b is b − a − T once b − a
 *   exceeds GAP_PERIODS·T; it counts in `gaps`, `gapS` and `largestGapS`. Before the first sample it is t − from − T,
 *   after the last it is to − t, each once the distance exceeds GAP_PERIODS·T.
 * - `coveragePercent` is the rest of the selected time; `expected` is the selected time over the periods in force.
 * - Energy of a power channel (W): windowed Σ value × period of the segment in force; gauge trapezoid over real stamps,
 *   stretches beyond BRIDGE_PERIODS·T left out. Of an energy channel (J): windowed Σ value; counter the sum of its rises
 *   (a fall is a reset and adds nothing); rate of a power channel Σ value × real step, steps beyond BRIDGE_PERIODS·T left out.
 * - Without any segment the period is unknown: `expected` and `coveragePercent` are NaN and gaps between samples are not found.
 * - Rows whose value is NaN count as absent.
 */
export class SelectionStats {
  private readonly sum = new ExactSum()
  private readonly energy = new ExactSum()
  private readonly periods: PeriodCursor
  private n = 0
  private min = Number.NaN
  private max = Number.NaN
  private lastUs = Number.NaN
  private lastValue: number | bigint = Number.NaN
  private gaps = 0
  private gapUs = 0
  private largestGapUs = 0

  constructor(
    private readonly channel: ChannelId,
    private readonly info: Pick<ChannelInfo, 'unit' | 'kind'>,
    private readonly fromUs: TimeUs,
    private segments: readonly Segment[],
  ) {
    this.periods = new PeriodCursor(segments)
  }

  /** Settings changed from segment.startUs on, which lies after every row pushed so far. */
  segment(segment: Segment): void {
    this.segments = joined(this.segments, segment)
    this.periods.replace(this.segments)
  }

  /** Rows in time order, also from call to call; those outside fromUs < t ≤ toUs are ignored. */
  push(timesUs: Float64Array, values: Numbers, toUs = Number.POSITIVE_INFINITY): void {
    for (let i = 0; i < timesUs.length; i++) {
      const t = timesUs[i]!
      if (t <= this.fromUs) continue
      if (t > toUs) return
      const raw = values[i]!
      if (Number.isNaN(raw)) continue
      this.take(t, raw)
    }
  }

  /** Statistics up to `toUs`, which is not before the last row pushed. */
  result(toUs: TimeUs): ChannelStats {
    const selectedUs = Math.max(0, toUs - this.fromUs)
    const edge = this.edgeUs(toUs)
    const gapUs = this.gapUs + edge
    const known = this.segments.length > 0
    return {
      channel: this.channel,
      fromUs: this.fromUs,
      toUs,
      n: this.n,
      expected: known ? Math.round(expectedSamples(this.segments, this.fromUs, toUs)) : Number.NaN,
      coveragePercent: known && selectedUs > 0 ? (100 * (selectedUs - gapUs)) / selectedUs : Number.NaN,
      mean: this.n > 0 ? this.sum.value() / this.n : Number.NaN,
      min: this.min,
      max: this.max,
      energyJ: this.energyJ(),
      largestGapS: Math.max(this.largestGapUs, edge) / US,
      gaps: this.gaps + (edge > 0 ? 1 : 0),
      gapS: gapUs / US,
    }
  }

  private take(t: TimeUs, raw: number | bigint): void {
    const value = Number(raw)
    const periodUs = this.periods.at(t)
    const previousUs = this.n === 0 ? this.fromUs : this.lastUs
    if (t - previousUs > GAP_PERIODS * periodUs) this.gap(t - previousUs - periodUs)
    this.addEnergy(t, raw, value, periodUs)
    this.sum.add(value)
    if (!(value >= this.min)) this.min = value
    if (!(value <= this.max)) this.max = value
    this.n += 1
    this.lastUs = t
    this.lastValue = raw
  }

  private gap(us: number): void {
    this.gaps += 1
    this.gapUs += us
    this.largestGapUs = Math.max(this.largestGapUs, us)
  }

  private addEnergy(t: TimeUs, raw: number | bigint, value: number, periodUs: number): void {
    const { unit, kind } = this.info
    if (kind === 'windowed') {
      if (unit === 'W') this.energy.add((value * periodUs) / US)
      else if (unit === 'J') this.energy.add(value)
    } else if (this.n > 0 && kind === 'gauge' && unit === 'W') {
      const dtUs = t - this.lastUs
      if (!(dtUs > BRIDGE_PERIODS * periodUs)) this.energy.add(((Number(this.lastValue) + value) / 2) * (dtUs / US))
    } else if (kind === 'rate' && unit === 'W') {
      // The first sample's step began before the selection, or is not known: one period at most.
      const dtUs = this.n > 0 ? t - this.lastUs : Math.min(periodUs, t - this.fromUs) || 0
      if (!(dtUs > BRIDGE_PERIODS * periodUs)) this.energy.add(value * (dtUs / US))
    } else if (this.n > 0 && kind === 'counter' && unit === 'J') {
      const rise = difference(raw, this.lastValue)
      if (rise > 0) this.energy.add(rise)
    }
  }

  private energyJ(): number | null {
    const { unit, kind } = this.info
    const counts =
      (unit === 'W' && (kind === 'windowed' || kind === 'gauge' || kind === 'rate')) ||
      (unit === 'J' && kind !== 'gauge')
    if (!counts || kind === 'time') return null
    const needed = kind === 'windowed' || kind === 'rate' ? 1 : 2
    return this.n < needed ? Number.NaN : this.energy.value()
  }

  /** Time without data between the last sample (or the start) and the end of the selection. */
  private edgeUs(toUs: TimeUs): number {
    if (this.n === 0) return Math.max(0, toUs - this.fromUs)
    const distanceUs = toUs - this.lastUs
    return distanceUs > GAP_PERIODS * this.periods.at(this.lastUs) ? distanceUs : 0
  }
}

/** Adds a segment unless it changes nothing: reconnecting a thousand times leaves one entry. */
export function joined(segments: readonly Segment[], next: Segment): readonly Segment[] {
  return segments.at(-1)?.periodS === next.periodS ? segments : [...segments, next]
}

/** Exact for 64-bit integers: their difference is taken before it becomes a double. */
function difference(now: number | bigint, before: number | bigint): number {
  return typeof now === 'bigint' && typeof before === 'bigint' ? Number(now - before) : Number(now) - Number(before)
}

/** Samples a source should have sent in fromUs < t ≤ toUs, not rounded. The first segment also rules before its start. */
export function expectedSamples(segments: readonly Segment[], fromUs: TimeUs, toUs: TimeUs): number {
  let expected = 0
  for (let i = 0; i < segments.length; i++) {
    const start = i === 0 ? fromUs : Math.max(fromUs, segments[i]!.startUs)
    const end = Math.min(toUs, segments[i + 1]?.startUs ?? toUs)
    if (end > start) expected += (end - start) / (segments[i]!.periodS * US)
  }
  return expected
}

/** The period in force at rising times: that of the last segment with startUs ≤ t, or of the first one. NaN without segments. */
class PeriodCursor {
  private index = 0

  constructor(private segments: readonly Segment[]) {}

  replace(segments: readonly Segment[]): void {
    this.segments = segments
  }

  /** Microseconds. */
  at(t: TimeUs): number {
    while (this.index + 1 < this.segments.length && this.segments[this.index + 1]!.startUs <= t) this.index += 1
    const segment = this.segments[this.index]
    return segment ? segment.periodS * US : Number.NaN
  }
}
