import type { TimeUs } from '@contract/model'

/** What the voltmeter said of one channel: volts, or that there is no number. */
export type Reading = number | 'overload' | 'nan'

/** One pass over the channels of a plan (Plan.scanChannels). A channel that was not read is not in the map. */
export interface Scan {
  /** When the scan was asked for and when its last reading was there. */
  readonly startUs: TimeUs
  readonly endUs: TimeUs
  /** 0-based number of the scan in its run. */
  readonly loop: number
  readonly readings: ReadonlyMap<number, Reading>
}

/** SCPI's not-a-number is 9.91E37, an overload ±9.9E37: anything from halfway on is the former. */
const NOT_A_NUMBER_FROM = 9.905e37
const OVERLOAD_FROM = 9.9e37

/** Volts as a 34980A writes them to what they mean. */
export function readingOf(volts: number): Reading {
  const size = Math.abs(volts)
  if (!(size < NOT_A_NUMBER_FROM)) return 'nan'
  return size >= OVERLOAD_FROM ? 'overload' : volts
}
