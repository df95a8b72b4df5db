import { crc32, deflateRawSync } from 'node:zlib'

/** An entry of a test archive; whatever is given overrides what would be true. */
export interface TestEntry {
  readonly name: string | Buffer
  readonly data?: string | Uint8Array
  /** 0 stored, 8 deflated (default); of others the data is taken as packed already. */
  readonly method?: number
  readonly flags?: number
  readonly crc32?: number
  readonly plainBytes?: number
  readonly packed?: Uint8Array
  readonly madeBy?: number
  /** Unix mode, in the upper half of the attributes. */
  readonly mode?: number
  readonly dosAttributes?: number
  readonly extra?: Buffer
  /** Local header with sizes and checksum after the data (bit 3). */
  readonly descriptor?: boolean
  /** Sizes as 64-bit extra field. */
  readonly zip64?: boolean
  /** What the local header says instead of the size. */
  readonly localPlainBytes?: number
  /** Uses the local header of the entry at this place in the list. */
  readonly sharedWith?: number
}

export interface TestZip {
  readonly comment?: Buffer
  readonly before?: Buffer
  readonly after?: Buffer
  /** End records in 64 bits. */
  readonly zip64?: boolean
}

interface Written {
  readonly entry: TestEntry
  readonly name: Buffer
  readonly packed: Uint8Array
  readonly plainBytes: number
  readonly sum: number
  readonly flags: number
  readonly method: number
  readonly offset: number
}

/** A zip archive in memory, with whatever faults the entries ask for. */
export function zipOf(entries: readonly TestEntry[], { comment, before, after, zip64 }: TestZip = {}): Buffer {
  const parts: Buffer[] = []
  const written: Written[] = []
  let at = 0
  const put = (bytes: Uint8Array) => {
    parts.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    at += bytes.length
  }
  for (const entry of entries) {
    const one = prepared(entry, at)
    const shared = entry.sharedWith === undefined ? null : written[entry.sharedWith]!
    written.push(shared ? { ...one, offset: shared.offset } : one)
    if (shared) continue
    put(localHeader(one))
    put(one.packed)
    if (entry.descriptor) put(words([0x08074b50, 4], [one.sum, 4], [one.packed.length, 4], [one.plainBytes, 4]))
  }
  const start = at
  for (const one of written) put(centralHeader(one))
  const size = at - start
  if (zip64) {
    const wideAt = at
    put(
      words(
        [0x06064b50, 4],
        [44, 8],
        [45, 2],
        [45, 2],
        [0, 4],
        [0, 4],
        [written.length, 8],
        [written.length, 8],
        [size, 8],
        [start, 8],
      ),
    )
    put(words([0x07064b50, 4], [0, 4], [wideAt, 8], [1, 4]))
  }
  const count = zip64 ? 0xffff : written.length
  put(
    words(
      [0x06054b50, 4],
      [0, 2],
      [0, 2],
      [count, 2],
      [count, 2],
      [zip64 ? 0xffffffff : size, 4],
      [zip64 ? 0xffffffff : start, 4],
      [comment?.length ?? 0, 2],
    ),
  )
  put(comment ?? Buffer.alloc(0))
  return Buffer.concat([before ?? Buffer.alloc(0), ...parts, after ?? Buffer.alloc(0)])
}

function prepared(entry: TestEntry, offset: number): Written {
  const plain = Buffer.from(entry.data ?? '')
  const method = entry.method ?? 8
  const name = Buffer.from(entry.name as string)
  const ascii = name.every((byte) => byte < 128)
  return {
    entry,
    name,
    packed: entry.packed ?? (method === 8 ? deflateRawSync(plain) : plain),
    plainBytes: entry.plainBytes ?? plain.length,
    sum: entry.crc32 ?? crc32(plain),
    flags: entry.flags ?? (entry.descriptor ? 8 : 0) | (ascii || typeof entry.name !== 'string' ? 0 : 0x800),
    method,
    offset,
  }
}

function localHeader({ entry, name, packed, plainBytes, sum, flags, method }: Written): Buffer {
  const later = entry.descriptor === true
  const sizes = later ? [0, 0, 0] : [sum, packed.length, entry.localPlainBytes ?? plainBytes]
  const head = words(
    [0x04034b50, 4],
    [20, 2],
    [flags, 2],
    [method, 2],
    [0, 4],
    [sizes[0]!, 4],
    [sizes[1]!, 4],
    [sizes[2]!, 4],
    [name.length, 2],
    [0, 2],
  )
  return Buffer.concat([head, name])
}

function centralHeader({ entry, name, packed, plainBytes, sum, flags, method, offset }: Written): Buffer {
  const wide = entry.zip64 ? words([1, 2], [24, 2], [plainBytes, 8], [packed.length, 8], [offset, 8]) : Buffer.alloc(0)
  const extra = Buffer.concat([entry.extra ?? Buffer.alloc(0), wide])
  const narrow = (value: number) => (entry.zip64 ? 0xffffffff : value)
  const attributes = ((entry.mode ?? 0o100644) * 65_536 + (entry.dosAttributes ?? 0)) >>> 0
  const head = words(
    ...([
      [0x02014b50, 4],
      [20, 1],
      [entry.madeBy ?? 3, 1],
      [20, 2],
      [flags, 2],
      [method, 2],
      [0, 4],
      [sum, 4],
    ] as const),
    ...([
      [narrow(packed.length), 4],
      [narrow(plainBytes), 4],
      [name.length, 2],
      [extra.length, 2],
      [0, 2],
      [0, 2],
      [0, 2],
    ] as const),
    ...([
      [attributes, 4],
      [narrow(offset), 4],
    ] as const),
  )
  return Buffer.concat([head, name, extra])
}

/** Little-endian fields: value and width in bytes. */
function words(...fields: readonly (readonly [number, number])[]): Buffer {
  const bytes = Buffer.alloc(fields.reduce((sum, [, width]) => sum + width, 0))
  let at = 0
  for (const [value, width] of fields) {
    if (width === 8) bytes.writeBigUInt64LE(BigInt(value), at)
    else bytes.writeUIntLE(value, at, width)
    at += width
  }
  return bytes
}
