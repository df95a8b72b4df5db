/** A step this many times the usual one is a hole in the series. */
export const BREAK_STEPS = 2.5

/** Steps looked at to find the usual one. */
const LOOKED_AT = 2_048

/** The usual time between rows, and from which step on the series counts as broken; microseconds. NaN below two rows. */
export interface Cadence {
  readonly stepUs: number
  readonly breakUs: number
}

/** Median step of rising stamps. */
export function cadenceOf(timesUs: Float64Array): Cadence {
  const steps = timesUs.length - 1
  if (steps < 1) return { stepUs: Number.NaN, breakUs: Number.NaN }
  const stride = Math.max(1, Math.floor(steps / LOOKED_AT))
  const seen: number[] = []
  for (let i = 1; i <= steps; i += stride) seen.push(timesUs[i]! - timesUs[i - 1]!)
  seen.sort((a, b) => a - b)
  const stepUs = seen[Math.floor(seen.length / 2)]!
  return { stepUs, breakUs: stepUs * BREAK_STEPS }
}

/** Where the step from the row before is a hole: indices of the rows after it. */
export function holesIn(timesUs: Float64Array, { breakUs }: Cadence): readonly number[] {
  const holes: number[] = []
  for (let i = 1; i < timesUs.length; i++) if (timesUs[i]! - timesUs[i - 1]! > breakUs) holes.push(i)
  return holes
}

/** Time-weighted mean: every value is held to the next row, holes and rows without a value left out. NaN when nothing is left. */
export function heldMean(timesUs: Float64Array, values: Float64Array, { breakUs }: Cadence): number {
  const n = values.length
  const held = (i: number): number => {
    const us = timesUs[i + 1]! - timesUs[i]!
    return us > breakUs || Number.isNaN(values[i]!) ? 0 : us
  }
  let total = 0
  for (let i = 0; i + 1 < n; i++) total += held(i)
  // Nothing to hold to: a single row, or rows that all stand alone.
  if (total === 0) return values.find((value) => !Number.isNaN(value)) ?? Number.NaN
  let mean = 0
  let lost = 0
  for (let i = 0; i + 1 < n; i++) {
    const us = held(i)
    if (us === 0) continue
    // Compensated, and weighted before it is added: DBL_MAX is a legal gauge.
    const part = values[i]! * (us / total) - lost
    const next = mean + part
    lost = next - mean - part
    if (!Number.isFinite(lost)) lost = 0
    mean = next
  }
  return mean
}
