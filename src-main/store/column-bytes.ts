import { endianness } from 'node:os'
import { crc32 } from 'node:zlib'
import type { ValueType } from '@contract/model'
import type { Values } from '../ports/samples'

const TWO_32 = 4_294_967_296

/** Typed arrays are written as they lie in memory, so the host must be little-endian (x64 and arm64 Linux are). */
export function assertLittleEndian(): void {
  if (endianness() !== 'LE') throw new Error('session files need a little-endian computer')
}

/** Stamps (whole microseconds) as int64 little-endian. */
export function timeBytes(timesUs: Float64Array): Uint8Array {
  const words = new Int32Array(timesUs.length * 2)
  for (let i = 0; i < timesUs.length; i++) {
    const t = timesUs[i]!
    const high = Math.floor(t / TWO_32)
    words[2 * i] = t - high * TWO_32
    words[2 * i + 1] = high
  }
  return new Uint8Array(words.buffer)
}

export function timesOf(bytes: Uint8Array): Float64Array {
  const words = new Int32Array(aligned(bytes))
  const times = new Float64Array(words.length / 2)
  for (let i = 0; i < times.length; i++) times[i] = words[2 * i + 1]! * TWO_32 + (words[2 * i]! >>> 0)
  return times
}

/** The bytes of a column where they lie: valid as long as its array. */
export function valueBytes(values: Values): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

export function valuesOf(bytes: Uint8Array, type: ValueType): Values {
  const buffer = aligned(bytes)
  if (type === 'i64') return new BigInt64Array(buffer)
  return type === 'u64' ? new BigUint64Array(buffer) : new Float64Array(buffer)
}

/** A copy of doubles that lie anywhere. */
export function doublesOf(bytes: Uint8Array): Float64Array {
  return new Float64Array(aligned(bytes))
}

/** CRC-32 as zlib and Python's zlib.crc32 compute it. */
export function checksum(...parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => crc32(part, sum), 0)
}

/** A copy that starts at offset 0 of its own buffer, whole 8-byte words only. */
function aligned(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length - (bytes.length % 8))
  new Uint8Array(copy).set(bytes.subarray(0, copy.byteLength))
  return copy
}
