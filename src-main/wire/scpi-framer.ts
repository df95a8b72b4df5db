/** What a framer tells, in the order of the bytes. Neither callback may throw. */
export interface ScpiFramerEvents {
  /** A response message without its line end, one character per byte; block contents stand in it as they came. */
  message(text: string): void
  /** A message grew beyond the limit and was given up: so many bytes. */
  discarded(count: number): void
}

const LF = 0x0a
const CR = 0x0d
const HASH = 0x23
const COMMA = 0x2c
const SEMICOLON = 0x3b
const QUOTE = 0x22

/**
 * Bytes in, response messages out, however the bytes are cut. A message ends with LF; CR before it is dropped. A
 * definite-length block (`#214…` where a value begins) is taken by its count, so that it may hold LF and anything else;
 * quoted text may hold `#`. Beyond `most` bytes a message is given up until its LF. Source: IEEE 488.2 §8.7.9, §8.7.8.
 */
export class ScpiFramer {
  private bytes: number[] = []
  private quoted = false
  /** What the next byte belongs to: text, the digit that counts digits, those digits, or a block's contents. */
  private at: 'text' | 'width' | 'length' | 'block' = 'text'
  private left = 0
  private length = 0
  /** A CR before this place belongs to a block. */
  private blockEnd = 0
  private tooLong = 0

  constructor(
    private readonly most: number,
    private readonly events: ScpiFramerEvents,
  ) {}

  push(bytes: Uint8Array): void {
    for (const byte of bytes) this.take(byte)
  }

  private take(byte: number): void {
    if (this.at !== 'block' && byte === LF) this.end()
    else if (this.tooLong > 0) this.tooLong++
    else if (this.bytes.length < this.most) this.keep(byte)
    else {
      this.tooLong = this.bytes.length + 1
      this.bytes = []
      this.at = 'text'
    }
  }

  private keep(byte: number): void {
    this.follow(byte)
    this.bytes.push(byte)
    if (this.at === 'text' && this.left === 0 && this.length > 0) {
      this.blockEnd = this.bytes.length
      this.length = 0
    }
  }

  private follow(byte: number): void {
    switch (this.at) {
      case 'text':
        if (byte === QUOTE) this.quoted = !this.quoted
        else if (byte === HASH && !this.quoted && this.valueBegins()) this.at = 'width'
        break
      case 'width':
        // #0 is a block that ends with the message; #B, #H and #Q are numbers.
        this.left = digit(byte)
        this.length = 0
        this.at = this.left > 0 ? 'length' : 'text'
        break
      case 'length': {
        const value = byte === 0x30 ? 0 : digit(byte) || -1
        if (value < 0) {
          this.at = 'text'
          break
        }
        this.length = this.length * 10 + value
        if (--this.left === 0) {
          this.left = this.length
          this.at = this.length > 0 ? 'block' : 'text'
        }
        break
      }
      case 'block':
        if (--this.left === 0) this.at = 'text'
    }
  }

  private valueBegins(): boolean {
    const before = this.bytes[this.bytes.length - 1]
    return before === undefined || before === COMMA || before === SEMICOLON
  }

  private end(): void {
    const { tooLong } = this
    if (this.bytes.length > this.blockEnd && this.bytes[this.bytes.length - 1] === CR) this.bytes.pop()
    const text = latin1(this.bytes)
    this.bytes = []
    this.at = 'text'
    this.blockEnd = 0
    this.quoted = false
    this.tooLong = 0
    if (tooLong > 0) this.events.discarded(tooLong)
    else this.events.message(text)
  }
}

/** 1 … 9 for a digit above 0, else 0. */
const digit = (byte: number): number => (byte > 0x30 && byte <= 0x39 ? byte - 0x30 : 0)

/** In slices: a call takes only so many arguments. */
function latin1(bytes: readonly number[]): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.slice(at, at + 4096))
  return text
}

/** The contents of a message that is one definite-length block (`#214(@101,102,103)`); null when it is something else. */
export function blockIn(message: string): string | null {
  const [, width = ''] = /^#([1-9])/.exec(message) ?? []
  const digits = message.slice(2, 2 + Number(width))
  if (width === '' || !/^\d+$/.test(digits) || digits.length !== Number(width)) return null
  const contents = message.slice(2 + digits.length)
  return contents.length === Number(digits) ? contents : null
}
