import type { Timing } from '@contract/instruments'
import type { Hardware } from './codec'

/** Timer of hardware 2, ticks per second; hardware 1 counts microseconds. Source: NOTES.md, "Mains frequency". */
const TICKS_PER_S = { 1: 1_000_000, 2: 1_382_400 } as const

/** Mains of the world with room for a bad generator. */
const MAINS_HZ = { min: 40, max: 70 } as const

/** Longer windows were accepted by real meters, but no frames came. Source: NOTES.md, "Long intervals". */
const LONGEST_FRAME_MS = 2000

/** Most periods hardware 1 can average: its `J` has two digits and a limit of 64h. */
const MOST_PERIODS_V1 = 100

/** A day: nobody waits longer for one reading, and sums of squares stay exact. */
export const LONGEST_INTERVAL_MS = 86_400_000

const inRange = (hz: number): boolean => hz >= MAINS_HZ.min && hz <= MAINS_HZ.max

/**
 * Hz from the reply to `F`: timer ticks of that hardware, or hundredths of a hertz as the manual has it; null when neither
 * lies within 40–70 Hz. The other hardware's timer is not tried: it would turn 71 Hz into a believable 51.
 */
export function mainsHz(ticks: number, hardware: Hardware): number | null {
  if (ticks <= 0) return null
  return [TICKS_PER_S[hardware] / ticks, ticks / 100].find(inRange) ?? null
}

/** The inverse, for the simulator. */
export const mainsTicks = (hz: number, hardware: Hardware): number => Math.round(TICKS_PER_S[hardware] / hz)

/** Nearest integer; halves go to the even neighbour, as the metric provider of the Green Metrics Tool rounds. */
export function halfToEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}

/** Why an interval cannot work, in words; null when it can. */
export function refuseInterval(intervalMs: number): string | null {
  if (Number.isInteger(intervalMs) && intervalMs >= 1 && intervalMs <= LONGEST_INTERVAL_MS) return null
  return `The interval must be a whole number of milliseconds from 1 to ${LONGEST_INTERVAL_MS} (one day); ${intervalMs} is not.`
}

/** The timing of a meter that counts mains periods. */
export type MainsTiming = Timing & { readonly mainsHz: number }

/**
 * Mains periods per frame and frames per sample for the interval asked for, and the interval that is true.
 * 250 ms at 50 Hz are 12 periods: 240 ms. Above 2 s, or above 100 periods on hardware 1, frames are averaged on the host.
 */
export function planTiming(intervalMs: number, mains: number, hardware: Hardware): MainsTiming {
  const periodsFor = (windows: number): number => Math.max(1, halfToEven((mains * intervalMs) / 1000 / windows))
  const tooLong = (periods: number): boolean => hardware === 1 && periods > MOST_PERIODS_V1
  let windows = 1
  if (intervalMs > LONGEST_FRAME_MS || tooLong(periodsFor(1))) windows = Math.ceil(intervalMs / LONGEST_FRAME_MS)
  while (tooLong(periodsFor(windows))) windows++
  const periods = periodsFor(windows)
  return { askedMs: intervalMs, trueMs: (periods * windows * 1000) / mains, periods, windows, mainsHz: mains }
}
