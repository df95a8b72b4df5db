import { randomFrom } from '../../src-main/base/random'

/** Repeatable choices. */
export class Dice {
  readonly next: () => number

  constructor(readonly seed: number) {
    this.next = randomFrom(seed)
  }

  /** 0 … below − 1. */
  below(below: number): number {
    return Math.floor(this.next() * below)
  }

  one<T>(of: readonly T[]): T {
    return of[this.below(of.length)]!
  }

  bytes(most: number): Uint8Array {
    return Uint8Array.from({ length: this.below(most + 1) }, () => this.below(256))
  }
}

const ODD = [0, 1, 0x0a, 0x0d, 0x22, 0x23, 0x2c, 0x2d, 0x30, 0x39, 0x3c, 0x3e, 0x7f, 0x80, 0xc3, 0xff] as const

/** A good input made bad: bytes changed, cut out, doubled, put in, the end cut off. */
export function mutated(dice: Dice, good: Uint8Array, most = 8): Uint8Array {
  let bytes = [...good]
  for (let times = dice.below(most) + 1; times > 0; times--) {
    const at = dice.below(bytes.length + 1)
    const length = dice.below(16) + 1
    const way = dice.below(6)
    if (way === 0) bytes[at] = dice.below(256)
    else if (way === 1) bytes[at] = dice.one(ODD)
    else if (way === 2) bytes.splice(at, length)
    else if (way === 3) bytes.splice(at, 0, ...bytes.slice(at, at + length))
    else if (way === 4) bytes.splice(at, 0, ...dice.bytes(length))
    else if (dice.below(4) === 0) bytes = bytes.slice(0, at)
  }
  return Uint8Array.from(bytes, (byte) => byte ?? 0)
}

/** The same bytes in pieces. */
export function pieces(dice: Dice, bytes: Uint8Array): readonly Uint8Array[] {
  const cut: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const next = at + dice.below(40) + 1
    cut.push(bytes.subarray(at, next))
    at = next
  }
  return cut
}

/** Anything that can cross the bridge. `pool` holds values that mean something somewhere. */
export function anything(dice: Dice, pool: readonly unknown[], depth = 0): unknown {
  const way = dice.below(depth > 2 ? 9 : 12)
  if (way < 4) return dice.one(pool)
  if (way === 4) return dice.one([0, -0, -1, 1e308, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 0.1, 4096])
  if (way === 5) return String.fromCharCode(...dice.bytes(12))
  if (way === 6) return dice.one([null, undefined, true, false, 5n, new Date(0), new Map(), new Float64Array(2)])
  if (way === 7) return 'x'.repeat(dice.one([0, 1, 200, 100_000]))
  if (way === 8) return dice.next() * 2e15
  if (way === 9) return Array.from({ length: dice.below(5) }, () => anything(dice, pool, depth + 1))
  const keys = [...KEYS, '__proto__', 'constructor', 'length']
  return Object.fromEntries(
    Array.from({ length: dice.below(7) }, () => [dice.one(keys), anything(dice, pool, depth + 1)]),
  )
}

/** Names of fields the contract knows. */
const KEYS = [
  'id',
  'kind',
  'name',
  'address',
  'intervalMs',
  'reconnect',
  'serial',
  'nplc',
  'plan',
  'labels',
  'scope',
  'session',
  'sessionId',
  'channels',
  'fromUs',
  'toUs',
  'tUs',
  'side',
  'buckets',
  'windowUs',
  'pixels',
  'theme',
  'fontScale',
  'diskReserveMb',
  'shownChannels',
  'port',
  'bind',
  'token',
  'cors',
  'allow',
  'on',
  'offsetUs',
  'driftPpm',
  'method',
  'host',
  'filters',
  'at',
  'how',
  'sourceId',
  'request',
  'file',
  'path',
  'target',
  'live',
] as const
