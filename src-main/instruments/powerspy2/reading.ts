import type { Calibration } from '@contract/model'
import type { RawFrame } from './codec'

/** What the meter measured over one window, in SI. Mean squares are kept so that windows can be averaged exactly. */
export interface Reading {
  /** V². */
  readonly meanSquareVolts: number
  /** A². */
  readonly meanSquareAmps: number
  /** W, signed: with nothing plugged in it lies just below zero. */
  readonly watts: number
  readonly peakVolts: number
  readonly peakAmps: number
}

type Scales = Pick<Calibration, 'voltsPerDigit' | 'ampsPerDigit'>

/** Raw counts → SI. Power is linear in the raw product: the root printed in the manual is wrong (NOTES.md, "Power formula"). */
export function scale(raw: RawFrame, { voltsPerDigit, ampsPerDigit }: Scales): Reading {
  return {
    meanSquareVolts: voltsPerDigit * voltsPerDigit * raw.meanSquareU,
    meanSquareAmps: ampsPerDigit * ampsPerDigit * raw.meanSquareI,
    watts: voltsPerDigit * ampsPerDigit * raw.meanProduct,
    peakVolts: voltsPerDigit * raw.peakU,
    peakAmps: ampsPerDigit * raw.peakI,
  }
}

const clamp = (value: number, max: number): number => Math.min(max, Math.max(0, Math.round(value)))

/** SI → raw counts, limited to the width of the fields: the simulator's side. */
export function unscale(reading: Reading, { voltsPerDigit, ampsPerDigit }: Scales): RawFrame {
  const product = Math.round(reading.watts / (voltsPerDigit * ampsPerDigit))
  return {
    meanSquareU: clamp(reading.meanSquareVolts / voltsPerDigit ** 2, 0xffff_ffff),
    meanSquareI: clamp(reading.meanSquareAmps / ampsPerDigit ** 2, 0xffff_ffff),
    meanProduct: Math.min(0x7fff_ffff, Math.max(-0x8000_0000, product)),
    peakU: clamp(reading.peakVolts / voltsPerDigit, 0xffff),
    peakI: clamp(reading.peakAmps / ampsPerDigit, 0xffff),
  }
}

/**
 * Why a frame cannot be a measurement, or null. There is no checksum: a damaged digit shows as power beyond
 * U·I (1 % and one count of room for rounding and for frames without load) or a peak below the effective value.
 */
export function implausibleFrame(raw: RawFrame): string | null {
  const apparent = Math.sqrt(raw.meanSquareU * raw.meanSquareI)
  if (Math.abs(raw.meanProduct) > 1.01 * apparent + Math.sqrt(raw.meanSquareU)) return 'power above voltage × current'
  if (raw.peakU * raw.peakU < raw.meanSquareU) return 'voltage peak below its effective value'
  return null
}

/** Averages `windows` consecutive readings: mean squares and power as means, peaks as maxima. */
export class Averager {
  private count = 0
  private sum: Reading = NOTHING

  constructor(private readonly windows: number) {}

  /** The average when the last of its readings arrived, else null. */
  add(reading: Reading): Reading | null {
    const { sum } = this
    this.sum = {
      meanSquareVolts: sum.meanSquareVolts + reading.meanSquareVolts,
      meanSquareAmps: sum.meanSquareAmps + reading.meanSquareAmps,
      watts: sum.watts + reading.watts,
      peakVolts: Math.max(sum.peakVolts, reading.peakVolts),
      peakAmps: Math.max(sum.peakAmps, reading.peakAmps),
    }
    this.count++
    if (this.count < this.windows) return null
    const total = this.sum
    this.restart()
    return {
      meanSquareVolts: total.meanSquareVolts / this.windows,
      meanSquareAmps: total.meanSquareAmps / this.windows,
      watts: total.watts / this.windows,
      peakVolts: total.peakVolts,
      peakAmps: total.peakAmps,
    }
  }

  /** Drops a half-filled average: windows on both sides of a gap are never mixed. */
  restart(): void {
    this.count = 0
    this.sum = NOTHING
  }
}

const NOTHING: Reading = { meanSquareVolts: 0, meanSquareAmps: 0, watts: 0, peakVolts: 0, peakAmps: 0 }
