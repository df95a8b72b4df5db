import { readSync } from 'node:fs'
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'
import { dataOffset, type ZipEntry } from './zip-directory'
import { methodName } from './zip-names'

const PACKED_PIECE = 262_144
const PLAIN_PIECE = 1_048_576
/** A bomb shows its ratio only after some bytes: a long run of equal rows packs well too. */
const RATIO_AFTER_BYTES = 16 * 1_048_576
const MAX_RATIO = 1_000
/** An entry this small is inflated at once: a stream of its own costs more than its bytes. */
const SMALL_PACKED = 65_536

export interface InflateLimits {
  readonly entryBytes: number
  /** What is left of the limit for the whole archive. */
  readonly leftBytes: number
  /** Bytes taken so far that were given up at once, as of an endless line: they cost nothing and count in no ratio. */
  readonly cutBytes?: () => number
}

/** Why an entry could not be read to its end; a clause that follows its name. */
export class EntryProblem extends Error {
  override readonly name = 'EntryProblem'

  constructor(
    readonly reason: string,
    /** Nothing more may be read from this archive. */
    readonly final = false,
  ) {
    super(reason)
  }
}

/**
 * Inflates one entry in pieces, checking length, checksum and limits on the way. `take` gets a view that is valid during the
 * call; it returns false to stop early. `stop` is looked at between pieces. Resolves with the bytes inflated; rejects with EntryProblem.
 */
export async function inflateEntry(
  fd: number,
  entry: ZipEntry,
  limits: InflateLimits,
  take: (piece: Uint8Array) => boolean,
  stop: () => boolean,
): Promise<number> {
  const why = refusal(entry)
  if (why) throw new EntryProblem(why)
  const start = dataOffset(fd, entry)
  if (start === null) throw new EntryProblem('its local header is missing')
  let plain = 0
  let sum = 0
  let enough = false
  const check = (piece: Uint8Array): void => {
    plain += piece.length
    if (plain > entry.plainBytes) throw new EntryProblem(tooLong(entry))
    if (plain > limits.entryBytes) throw new EntryProblem(`it inflates to more than ${mib(limits.entryBytes)} MiB`)
    if (plain > limits.leftBytes)
      throw new EntryProblem('the archive inflates to more than the limit for all entries', true)
    sum = crc32(piece, sum)
    enough = !take(piece)
    const kept = plain - (limits.cutBytes?.() ?? 0)
    if (kept > RATIO_AFTER_BYTES && kept > entry.packedBytes * MAX_RATIO)
      throw new EntryProblem(`it packs ${MAX_RATIO} : 1 and more, as only an archive made to do harm does`)
  }
  for await (const piece of pieces(fd, start, entry)) {
    if (stop()) return plain
    check(piece)
    if (enough) return plain
  }
  if (plain !== entry.plainBytes) throw new EntryProblem(`it is ${plain} bytes long instead of ${entry.plainBytes}`)
  if (sum !== entry.crc32) throw new EntryProblem('its checksum is wrong')
  return plain
}

/** Why an entry is not even tried; null when it can be. */
export function refusal(entry: ZipEntry): string | null {
  if (entry.special) return 'it is a link, a pipe or a device'
  if (entry.encrypted) return 'it is encrypted; encrypted archives are not supported'
  if (entry.method !== 0 && entry.method !== 8) return `unsupported compression: ${methodName(entry.method)}`
  if (entry.overlaps) return 'it shares its bytes with another entry, as only an archive made to do harm does'
  return null
}

async function* pieces(fd: number, start: number, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  if (entry.method === 0) {
    yield* storedPieces(fd, start, entry)
    return
  }
  if (entry.packedBytes <= SMALL_PACKED && entry.plainBytes <= PLAIN_PIECE) {
    yield smallPiece(fd, start, entry)
    return
  }
  const inflater = createInflateRaw({ chunkSize: PLAIN_PIECE })
  let at = 0
  let broken: Error | null = null
  const feed = (): void => {
    const bytes = Buffer.allocUnsafe(Math.min(PACKED_PIECE, entry.packedBytes - at))
    const got = bytes.length === 0 ? 0 : readSync(fd, bytes, 0, bytes.length, start + at)
    at += got
    if (got === 0) inflater.end()
    else inflater.write(bytes.subarray(0, got), (error) => (error ? undefined : feed()))
  }
  inflater.on('error', (error) => {
    broken = error
  })
  try {
    feed()
    for await (const piece of inflater) yield piece as Buffer
  } catch (error) {
    throw broken ? new EntryProblem('its compressed data is damaged') : error
  } finally {
    inflater.destroy()
  }
}

function smallPiece(fd: number, start: number, entry: ZipEntry): Uint8Array {
  const bytes = Buffer.allocUnsafe(entry.packedBytes)
  const got = entry.packedBytes === 0 ? 0 : readSync(fd, bytes, 0, bytes.length, start)
  try {
    return inflateRawSync(bytes.subarray(0, got), { maxOutputLength: Math.max(1, entry.plainBytes) })
  } catch (error) {
    const longer = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw new EntryProblem(longer ? tooLong(entry) : 'its compressed data is damaged')
  }
}

async function* storedPieces(fd: number, start: number, entry: ZipEntry) {
  for (let at = 0; at < entry.packedBytes; ) {
    const bytes = Buffer.allocUnsafe(Math.min(PLAIN_PIECE, entry.packedBytes - at))
    const got = readSync(fd, bytes, 0, bytes.length, start + at)
    if (got === 0) return
    at += got
    yield bytes.subarray(0, got)
    await new Promise(setImmediate)
  }
}

const tooLong = ({ plainBytes }: ZipEntry): string => `it inflates to more than the ${plainBytes} bytes it declares`

const mib = (bytes: number): number => Math.round(bytes / 1_048_576)
