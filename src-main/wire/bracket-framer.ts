/** What a framer tells, in the order of the bytes. Neither callback may throw. */
export interface FramerEvents {
  /** Text between `<` and `>`, one character per byte. */
  frame(body: string): void
  /** Bytes that belong to no frame; CR and LF between frames are not counted. */
  discarded(count: number): void
}

const OPEN = 0x3c
const CLOSE = 0x3e
const LF = 0x0a
const CR = 0x0d

/**
 * Bytes in, `<…>` frames out, however the bytes are cut. Starts again on a second `<`, skips CR and LF and noise between
 * frames, and gives up a frame that grows beyond `maxBody`, so that a line full of noise needs no memory.
 * Source: AL/LG/0838/003 1G §3.1.
 */
export class BracketFramer {
  private body: number[] = []
  private inside = false
  private lost = 0

  constructor(
    private readonly maxBody: number,
    private readonly events: FramerEvents,
  ) {}

  push(bytes: Uint8Array): void {
    for (const byte of bytes) this.take(byte)
    this.tellLost()
  }

  /** Forgets a half-received frame, as after opening a line. */
  reset(): void {
    this.body = []
    this.inside = false
    this.lost = 0
  }

  private take(byte: number): void {
    if (byte === OPEN) {
      if (this.inside) this.lost += this.body.length + 1
      this.body = []
      this.inside = true
    } else if (!this.inside) {
      if (byte !== LF && byte !== CR) this.lost++
    } else if (byte === CLOSE) {
      const body = String.fromCharCode(...this.body)
      this.body = []
      this.inside = false
      this.tellLost()
      this.events.frame(body)
    } else if (this.body.length === this.maxBody) {
      this.lost += this.body.length + 2
      this.body = []
      this.inside = false
    } else {
      this.body.push(byte)
    }
  }

  private tellLost(): void {
    if (this.lost === 0) return
    const count = this.lost
    this.lost = 0
    this.events.discarded(count)
  }
}
