/** Quantities that follow from effective values, active power and peaks of an alternating current. SI in, SI out. */

/** VA. */
export const apparentPower = (volts: number, amps: number): number => volts * amps

/** P/S, signed like P; NaN without apparent power. */
export function powerFactor(watts: number, volts: number, amps: number): number {
  const apparent = apparentPower(volts, amps)
  return apparent > 0 ? watts / apparent : Number.NaN
}

/** √(S² − P²) in var: the magnitude only, its sign cannot be known from P and S. 0 where rounding puts |P| above S. */
export function reactivePower(watts: number, volts: number, amps: number): number {
  return Math.sqrt(Math.max(0, apparentPower(volts, amps) ** 2 - watts ** 2))
}

/** Peak / effective value; NaN without an effective value. */
export const crestFactor = (peak: number, effective: number): number => (effective > 0 ? peak / effective : Number.NaN)
