import type { TimeUs } from '@contract/model'

/** Units of the `powerspy2` command, as they are written. */
export const UNITS = ['mW', 'W', 'mJ', 'J', 'uJ'] as const

export type Unit = (typeof UNITS)[number]

/** Per watt for power, per joule for energy. */
const SCALE: Readonly<Record<Unit, number>> = { W: 1, mW: 1e3, J: 1, mJ: 1e3, uJ: 1e6 }

/** With nothing plugged in the meter shows a little less than nothing; more than this is a real reading. */
const NO_LOAD_W = -0.5

/** A unit written in any case; null when it is none. */
export const parseUnit = (text: string): Unit | null =>
  UNITS.find((unit) => unit.toLowerCase() === text.toLowerCase()) ?? null

/** One reading as an integer, truncated toward zero. Energy is power × the true window, `windowMs`. */
export function readingOf(watts: number, windowMs: number, unit: Unit): number {
  const shown = watts > NO_LOAD_W && watts < 0 ? 0 : watts
  const joules = unit.endsWith('J') ? windowMs / 1000 : 1
  return Math.trunc(shown * joules * SCALE[unit]) + 0
}

/** `TIMESTAMP READING`, as the metric provider of the Green Metrics Tool prints it. */
export const plainLine = (atUs: TimeUs, reading: number): string => `${atUs} ${reading}\n`

/** The same as one JSON object. */
export const jsonLine = (atUs: TimeUs, reading: number, unit: Unit, machine: string): string =>
  `${JSON.stringify({ schema: 1, machine, time_us: atUs, value: reading, unit })}\n`
