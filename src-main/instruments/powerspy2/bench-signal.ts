import type { Calibration } from '@contract/model'
import { randomFrom } from '../../base/random'
import type { RawFrame } from './codec'
import type { Load } from './loads'
import { type Reading, unscale } from './reading'

/** How often a load is looked at within a window. */
const LOOKS = 4

/** A switched supply as in the recorded frames: power factor and crest factors. */
const POWER_FACTOR = 0.95
const CREST_U = 1.4
const CREST_I = 1.85

/** Current the meter shows with nothing plugged in, and how far below zero its power then lies, in raw counts. */
const IDLE_AMPS = 0.004
const IDLE_COUNTS = 120

/** What the meter measures at its socket: turns a load into raw frames. */
export class BenchSignal {
  private played = 0
  private readonly random: () => number

  constructor(
    private readonly load: Load,
    private readonly volts: number,
    private readonly scales: Calibration,
    seed: number,
  ) {
    this.random = randomFrom(seed)
  }

  /** One window, in seconds since the meter was switched on. */
  frame(fromS: number, toS: number): RawFrame {
    const { load } = this
    if (load.kind === 'frames') {
      const frame = load.frames[this.played++ % load.frames.length]
      if (frame) return frame
    }
    const looks = Array.from({ length: LOOKS }, (_, look) =>
      load.kind === 'watts' ? load.wattsAt(fromS + ((toS - fromS) * (look + 0.5)) / LOOKS) : null,
    )
    const drawn = looks.filter((value): value is number => value !== null && value > 0)
    const volts = this.volts * (1 + 0.002 * (this.random() - 0.5))
    return drawn.length === 0 ? this.idle(volts) : unscale(this.reading(drawn, volts), this.scales)
  }

  private reading(drawn: readonly number[], volts: number): Reading {
    const amps = (watts: number): number => watts / POWER_FACTOR / volts
    const mean = (of: (watts: number) => number): number => drawn.reduce((sum, w) => sum + of(w), 0) / LOOKS
    return {
      meanSquareVolts: volts ** 2,
      meanSquareAmps: mean((w) => amps(w) ** 2),
      watts: mean((w) => w),
      peakVolts: CREST_U * volts,
      peakAmps: CREST_I * amps(Math.max(...drawn)),
    }
  }

  private idle(volts: number): RawFrame {
    const quiet = { meanSquareVolts: volts ** 2, meanSquareAmps: IDLE_AMPS ** 2, watts: 0 }
    const raw = unscale({ ...quiet, peakVolts: CREST_U * volts, peakAmps: 3 * IDLE_AMPS }, this.scales)
    return { ...raw, meanProduct: -1 - Math.floor(this.random() * IDLE_COUNTS) }
  }
}
