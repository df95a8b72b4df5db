import type { Envelope, Gap } from '@contract/model'
import { NO_PREFIX, type Prefix, pickPrefix } from '@contract/quantity'
import type { LaneSpec } from './select-lanes'

/** A lane with what is to be drawn in it. */
export interface LaneData {
  readonly spec: LaneSpec
  readonly envelope: Envelope | null
  readonly gaps: readonly Gap[]
}

/** Air inside a lane above the highest and below the lowest tick, in pixels. */
export const LANE_PAD = { top: 11, bottom: 7 } as const

/** A value's height in a lane, in pixels from the top. */
export const yOf = (value: number, domain: { readonly low: number; readonly high: number }, height: number): number => {
  const inner = Math.max(1, height - LANE_PAD.top - LANE_PAD.bottom)
  return LANE_PAD.top + ((domain.high - value) / Math.max(1e-12, domain.high - domain.low)) * inner
}

/** One prefix per axis: that of its far end. Never larger than the unit itself below a thousand. */
export const axisPrefix = (domain: { readonly low: number; readonly high: number }): Prefix => {
  const far = Math.max(Math.abs(domain.low), Math.abs(domain.high))
  return far >= 0.1 && far <= 2_000 ? NO_PREFIX : pickPrefix(far)
}

/** Decimals of a value on an axis with a prefix: three digits of the same resolution more or fewer. */
export const decimalsOn = (spec: Pick<LaneSpec, 'decimals'>, prefix: Prefix): number =>
  Math.max(0, spec.decimals + (prefix.power < 0 ? -1 : prefix.power > 0 ? 1 : 0))
