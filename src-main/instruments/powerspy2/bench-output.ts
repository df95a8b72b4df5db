import { randomFrom } from '../../base/random'
import type { BenchFaults } from './bench-faults'
import { encodeFrame, type RawFrame } from './codec'

/** Bytes of noise at a time. */
const NOISE_BYTES = 12

/** What the simulated meter says on its way to the host, with the faults of the link laid over it. */
export class BenchOutput {
  private queue = ''
  private queued = 0
  private frames = 0
  private readonly random: () => number

  constructor(
    private readonly faults: BenchFaults,
    seed: number,
    private readonly say: (bytes: Uint8Array) => void,
  ) {
    this.random = randomFrom(seed)
  }

  /** A reply; frames that wait go out before it. */
  reply(body: string): void {
    this.flush()
    if (this.faults.garbage) this.emit(this.noise())
    else this.emit(`<${body === 'K' && this.faults.dotted ? 'K.' : body}>`)
  }

  /** A real-time frame with the LF CR real meters add. */
  frame(raw: RawFrame): void {
    const { bunch = 1, loseEvery, damageEvery, noiseEvery } = this.faults
    const number = ++this.frames
    const every = (count: number | undefined): boolean => count !== undefined && number % count === 0
    if (!every(loseEvery)) {
      const body = every(damageEvery) ? damaged(encodeFrame(raw)) : encodeFrame(raw)
      this.queue += `${every(noiseEvery) ? this.noise() : ''}<${body}>\n\r`
    }
    this.queued++
    if (this.queued >= bunch) this.flush()
  }

  flush(): void {
    const text = this.queue
    this.queue = ''
    this.queued = 0
    if (text) this.emit(text)
  }

  private noise(): string {
    return Array.from({ length: NOISE_BYTES }, () => String.fromCharCode(128 + Math.floor(this.random() * 128))).join(
      '',
    )
  }

  private emit(text: string): void {
    const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0))
    if (this.faults.oneByte) for (const byte of bytes) this.say(Uint8Array.of(byte))
    else this.say(bytes)
  }
}

/** The first digit of the power field turned high: 171 W become minus 47 kW, which no check of digits finds. */
const damaged = (body: string): string => `${body.slice(0, 18)}C${body.slice(19)}`
