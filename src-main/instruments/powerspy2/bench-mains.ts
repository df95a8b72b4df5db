/** The mains the simulated meter hangs on. */
export interface Mains {
  /** 45 … 65. */
  readonly hz: number
  /** Swings by so many percent around `hz` within `swingS` seconds; 0 for steady mains. */
  readonly driftPercent: number
  readonly swingS: number
  /** The swing itself swells and fades within so many seconds, as real mains wander; absent: an even swing. */
  readonly swellS?: number
}

export const steadyMains = (hz: number): Mains => ({ hz, driftPercent: 0, swingS: 600 })

/** 50 ± 0.03 Hz, about as the European grid wanders. */
export const WANDERING: Mains = { hz: 50, driftPercent: 0.06, swingS: 170, swellS: 460 }

/** Hz at a moment, in seconds since the meter was switched on. */
export function mainsAt({ hz, driftPercent, swingS, swellS }: Mains, seconds: number): number {
  const swing = (lengthS: number): number => Math.sin((seconds / lengthS) * 2 * Math.PI)
  return hz * (1 + (driftPercent / 100) * swing(swingS) * (swellS === undefined ? 1 : swing(swellS)))
}
