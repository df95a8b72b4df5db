import type { TimeUs } from '@contract/model'
import type { Clock } from '../../src-main/base/clock'
import type { Bench } from '../../src-main/ports/transport'

/** How often things go wrong on a line: mean simulated seconds between two of a kind. Infinity: never. */
export interface Climate {
  readonly dropS: number
  readonly garbleS: number
  readonly silenceS: number
  readonly hangUpS: number
  /** The longest silence, s. */
  readonly longestS: number
}

/** What became of what the instrument sent. */
export interface Fates {
  sent: number
  dropped: number
  garbled: number
  silenced: number
  hangUps: number
  silences: number
}

/**
 * Stands between a simulated instrument and its line and makes trouble, at random but repeatably. It hears every chunk that is
 * longer than `frameBytes`, a sample on its way, before anything happens to it.
 */
export class Weather implements Bench {
  readonly fates: Fates = { sent: 0, dropped: 0, garbled: 0, silenced: 0, hangUps: 0, silences: 0 }
  private silentUntilUs: TimeUs = 0
  private dropNext = false
  private garbleNext = false
  private hangUp: (() => void) | null = null
  private going = true

  constructor(
    private readonly bench: Bench,
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly frameBytes: number,
    private readonly heard: (atUs: TimeUs) => void,
    climate: Climate,
  ) {
    this.again(climate.dropS, () => {
      this.dropNext = true
    })
    this.again(climate.garbleS, () => {
      this.garbleNext = true
    })
    this.again(climate.silenceS, () => {
      this.silentUntilUs = clock.nowUs() + random() * climate.longestS * 1e6
      this.fates.silences++
    })
    this.again(climate.hangUpS, () => {
      if (!this.hangUp) return
      this.fates.hangUps++
      this.bench.unplug()
      this.hangUp()
      this.hangUp = null
    })
  }

  /** Fine from now on. */
  clear(): void {
    this.going = false
    this.silentUntilUs = 0
    this.dropNext = false
    this.garbleNext = false
  }

  plug(say: (bytes: Uint8Array) => void, hangUp: () => void): void {
    this.hangUp = hangUp
    this.bench.plug((bytes) => this.pass(bytes, say), hangUp)
  }

  hear(bytes: Uint8Array): void {
    this.bench.hear(bytes)
  }

  unplug(): void {
    this.hangUp = null
    this.bench.unplug()
  }

  private pass(bytes: Uint8Array, say: (bytes: Uint8Array) => void): void {
    const isFrame = bytes.length > this.frameBytes
    const nowUs = this.clock.nowUs()
    if (isFrame) {
      this.fates.sent++
      this.heard(nowUs)
    }
    if (nowUs < this.silentUntilUs) {
      if (isFrame) this.fates.silenced++
    } else if (isFrame && this.dropNext) {
      this.dropNext = false
      this.fates.dropped++
    } else if (isFrame && this.garbleNext) {
      this.garbleNext = false
      this.fates.garbled++
      const bent = bytes.slice()
      bent[Math.floor(bytes.length / 2)] = 0x7e
      say(bent)
    } else say(bytes)
  }

  /** Exponential pauses of this mean. */
  private again(meanS: number, act: () => void): void {
    if (!Number.isFinite(meanS)) return
    this.clock.after(-Math.log(1 - this.random()) * meanS * 1000, () => {
      if (!this.going) return
      act()
      this.again(meanS, act)
    })
  }
}
