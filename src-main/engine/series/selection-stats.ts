import type { ChannelId, ChannelInfo, Segment, TimeUs } from '@contract/model'
import type { ChannelStats } from '@contract/series'
import type { Numbers } from './envelope'
import { ExactSum } from './exact-sum'
import { firstAfter } from './grid'

/** Neighbouring stamps further apart than this many periods have a gap between them: one lost sample makes 2. */
export const GAP_PERIODS = 1.5

/** A momentary reading is trusted this many periods; longer gaps are left out of its energy. */
export const BRIDGE_PERIODS = 2.5

const US = 1_000_000

/** Rows taken before they are summed: values, their energies, integers as doubles. Filled and emptied within one push. */
const SCRATCH = 4_096
const taken = new Float64Array(SCRATCH)
const joules = new Float64Array(SCRATCH)
const asDoubles = new Float64Array(SCRATCH)

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
  private readonly energyBy: EnergyBy
  private n = 0
  private min = Number.NaN
  private max = Number.NaN
  private lastUs = Number.NaN
  private lastValue: number | bigint = Number.NaN
  private gaps = 0
  private gapUs = 0
  private largestGapUs = 0
  /** How much of the scratch the rows just taken filled. */
  private takenNow = 0
  private joulesNow = 0

  constructor(
    private readonly channel: ChannelId,
    info: Pick<ChannelInfo, 'unit' | 'kind'>,
    private readonly fromUs: TimeUs,
    private segments: readonly Segment[],
  ) {
    this.periods = new PeriodCursor(segments)
    this.energyBy = energyByOf(info)
  }

  /** Settings changed from segment.startUs on, which lies after every row pushed so far. */
  segment(segment: Segment): void {
    this.segments = joined(this.segments, segment)
    this.periods.replace(this.segments)
  }

  /** Rows in time order, also from call to call; those outside fromUs < t ≤ toUs are ignored. */
  push(timesUs: Float64Array, values: Numbers, toUs = Number.POSITIVE_INFINITY): void {
    const end = firstAfter(timesUs, toUs)
    for (let at = firstAfter(timesUs, this.fromUs, 0, end); at < end; at += SCRATCH) {
      const stop = Math.min(end, at + SCRATCH)
      if (values instanceof Float64Array) this.takeDoubles(timesUs, values, at, stop)
      else this.takeIntegers(timesUs, values, at, stop)
      this.sum.addAll(taken, this.takenNow)
      this.energy.addAll(joules, this.joulesNow)
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

  /** Fills the scratch with rows at ≤ i < end. The loop of long statistics: it works on locals. */
  private takeDoubles(timesUs: Float64Array, values: Float64Array, at: number, end: number): void {
    const { energyBy } = this
    let { n, min, max, lastUs, lastValue } = this
    let kept = 0
    let terms = 0
    for (let i = at; i < end; i++) {
      const value = values[i]!
      if (Number.isNaN(value)) continue
      const t = timesUs[i]!
      const periodUs = this.periods.at(t)
      const distanceUs = t - (n === 0 ? this.fromUs : lastUs)
      if (distanceUs > GAP_PERIODS * periodUs) this.gap(distanceUs - periodUs)
      if (energyBy === 'window') joules[terms++] = (value * periodUs) / US
      else if (energyBy === 'value') joules[terms++] = value
      else if (energyBy === 'step') {
        // The first sample's step began before the selection, or is not known: one period at most.
        const stepUs = n > 0 ? distanceUs : Math.min(periodUs, distanceUs) || 0
        if (!(stepUs > BRIDGE_PERIODS * periodUs)) joules[terms++] = value * (stepUs / US)
      } else if (energyBy !== 'nothing' && n > 0) {
        if (energyBy === 'rise') joules[terms++] = Math.max(0, value - Number(lastValue))
        else if (!(distanceUs > BRIDGE_PERIODS * periodUs))
          joules[terms++] = ((Number(lastValue) + value) / 2) * (distanceUs / US)
      }
      taken[kept++] = value
      if (!(value >= min)) min = value
      if (!(value <= max)) max = value
      n += 1
      lastUs = t
      lastValue = value
    }
    this.takenNow = kept
    this.joulesNow = terms
    this.n = n
    this.min = min
    this.max = max
    this.lastUs = lastUs
    this.lastValue = lastValue
  }

  /** The same rows of a 64-bit counter: its rises are taken exactly, before they become doubles. */
  private takeIntegers(timesUs: Float64Array, values: BigInt64Array | BigUint64Array, at: number, end: number): void {
    for (let i = at; i < end; i++) asDoubles[i - at] = Number(values[i])
    const before = this.n > 0 ? this.lastValue : values[at]!
    this.takeDoubles(timesUs.subarray(at, end), asDoubles, 0, end - at)
    this.lastValue = values[end - 1]!
    if (this.energyBy !== 'rise') return
    this.joulesNow = 0
    for (let i = at; i < end; i++) {
      const rise = difference(values[i]!, i === at ? before : values[i - 1]!)
      if (rise > 0) joules[this.joulesNow++] = rise
    }
  }

  private gap(us: number): void {
    this.gaps += 1
    this.gapUs += us
    this.largestGapUs = Math.max(this.largestGapUs, us)
  }

  private energyJ(): number | null {
    const { energyBy } = this
    if (energyBy === 'nothing') return null
    const needed = energyBy === 'trapezoid' || energyBy === 'rise' ? 2 : 1
    return this.n < needed ? Number.NaN : this.energy.value()
  }

  /** Time without data between the last sample (or the start) and the end of the selection. */
  private edgeUs(toUs: TimeUs): number {
    if (this.n === 0) return Math.max(0, toUs - this.fromUs)
    const distanceUs = toUs - this.lastUs
    return distanceUs > GAP_PERIODS * this.periods.at(this.lastUs) ? distanceUs : 0
  }
}

type EnergyBy = 'window' | 'value' | 'step' | 'trapezoid' | 'rise' | 'nothing'

/** How the energy of a channel is summed. */
function energyByOf({ unit, kind }: Pick<ChannelInfo, 'unit' | 'kind'>): EnergyBy {
  if (kind === 'windowed') return unit === 'W' ? 'window' : unit === 'J' ? 'value' : 'nothing'
  if (kind === 'gauge' && unit === 'W') return 'trapezoid'
  if (kind === 'rate') return unit === 'W' ? 'step' : 'nothing'
  return kind === 'counter' && unit === 'J' ? 'rise' : 'nothing'
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
  private periodUs = Number.NaN
  private untilUs = Number.NEGATIVE_INFINITY

  constructor(private segments: readonly Segment[]) {}

  replace(segments: readonly Segment[]): void {
    this.segments = segments
    this.untilUs = Number.NEGATIVE_INFINITY
  }

  /** Microseconds. */
  at(t: TimeUs): number {
    if (t >= this.untilUs) this.move(t)
    return this.periodUs
  }

  private move(t: TimeUs): void {
    while (this.index + 1 < this.segments.length && this.segments[this.index + 1]!.startUs <= t) this.index += 1
    this.periodUs = (this.segments[this.index]?.periodS ?? Number.NaN) * US
    this.untilUs = this.segments[this.index + 1]?.startUs ?? Number.POSITIVE_INFINITY
  }
}
