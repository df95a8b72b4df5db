import type { Envelope, Gap, SiUnit } from '@contract/model'
import { NO_PREFIX, type Prefix, pickPrefix } from '@contract/quantity'
import { LEAST_LANE_PX } from '../../lib/lane-heights'
import type { YSpan } from '../../lib/y-domain'
import type { LaneSpec, SignalSpec } from './select-lanes'

/** A lane with what is to be drawn in it. */
export interface LaneData {
  readonly spec: LaneSpec
  /** In the order of `spec.signals`; an envelope is null before anything was told. */
  readonly signals: readonly {
    readonly spec: SignalSpec
    readonly envelope: Envelope | null
    /** Of its own source: where its line breaks. */
    readonly gaps: readonly Gap[]
  }[]
  /** Where no signal of the lane has data: what is hatched. */
  readonly gaps: readonly Gap[]
}

/** Air inside a lane above the highest and below the lowest tick, in pixels. */
export const LANE_PAD = { top: 11, bottom: 7 } as const

/** A value's height in a lane, in pixels from the top. */
export const yOf = (value: number, domain: YSpan, height: number): number => {
  const inner = Math.max(1, height - LANE_PAD.top - LANE_PAD.bottom)
  return LANE_PAD.top + ((domain.high - value) / Math.max(1e-12, domain.high - domain.low)) * inner
}

/** The value at a height of a lane, in pixels from its top. */
export const valueAt = (y: number, domain: YSpan, height: number): number =>
  domain.high - ((y - LANE_PAD.top) / Math.max(1, height - LANE_PAD.top - LANE_PAD.bottom)) * (domain.high - domain.low)

/** The line of an imported lane that says until when it has data, in pixels at the normal size of type. */
export const END_ROW_PX = 16

/** Pixels a lane needs at least: its title, its source (an imported one says where it ends) and a row per signal. */
export const leastHeight = (
  { signals, hidden, many, machine }: Pick<LaneSpec, 'signals' | 'hidden' | 'many' | 'machine'>,
  rem: number,
): number => {
  const rows = signals.length + (many ? 0 : hidden.length)
  return Math.max(LEAST_LANE_PX, 42 + 20 * rows + (machine === null ? 0 : END_ROW_PX)) * rem
}

/** One prefix per axis: that of its far end. Never larger than the unit itself below a thousand; a plain number has none. */
export const axisPrefix = (domain: YSpan, unit: SiUnit): Prefix => {
  if (unit === '1') return NO_PREFIX
  const far = Math.max(Math.abs(domain.low), Math.abs(domain.high))
  return far >= 0.1 && far <= 2_000 ? NO_PREFIX : pickPrefix(far)
}

/** Decimals of a value on an axis with a prefix: three digits of the same resolution more or fewer. */
export const decimalsOn = (spec: Pick<LaneSpec, 'decimals'>, prefix: Prefix): number =>
  prefix.power > 0 ? Math.max(2, spec.decimals + 1) : Math.max(0, spec.decimals - (prefix.power < 0 ? 1 : 0))

/** The buckets the cursor steps through: those of the first signal that has any. */
export const firstEnvelope = (lanes: readonly LaneData[]): Envelope | null =>
  lanes.flatMap(({ signals }) => signals).find(({ envelope }) => envelope)?.envelope ?? null
