import { readSync } from 'node:fs'
import { decodeName } from './zip-names'

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const END_BYTES = 22
const CENTRAL_BYTES = 46
const LOCAL_BYTES = 30
/** Where the end record may lie: a full comment, and as much garbage behind it as one may meet. */
const SEARCH_BYTES = 65_535 + END_BYTES + 1_048_576
const MAX_CANDIDATES = 4_096 // a file may be full of false end records
/** A directory of 16 384 entries with the longest names and extra fields there may be. */
const MAX_DIRECTORY_BYTES = 64 * 1_048_576
/** Compression methods a real archive may name. */
const METHODS = new Set([0, 1, 6, 8, 9, 12, 14, 93, 95, 96, 97, 98, 99])
const [S_IFMT, S_IFREG, S_IFDIR] = [0o170000, 0o100000, 0o040000]
/** Hosts of "version made by" that put a Unix mode into the attributes. */
const UNIX_HOSTS = new Set([3, 19])
const FAT_HOSTS = new Set([0, 10, 11, 14])

export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly crc32: number
  readonly packedBytes: number
  readonly plainBytes: number
  /** Of the local header in the file. */
  readonly offset: number
  readonly encrypted: boolean
  readonly directory: boolean
  /** A link, pipe or device. */
  readonly special: boolean
  readonly madeByFat: boolean
  /** Shares bytes with another entry. */
  overlaps: boolean
}

export type ZipDirectory =
  | { readonly is: 'zip'; readonly entries: readonly ZipEntry[]; readonly total: number }
  | { readonly is: 'empty-file' | 'incomplete' | 'no-zip' | 'split' | 'damaged' }

interface End {
  readonly total: number
  readonly bytes: number
  /** Where the directory begins in the file. */
  readonly at: number
  /** Bytes put before the archive: offsets in it count from there. */
  readonly shift: number
}

/** Reads the central directory of an open zip file of `size` bytes, at most `maxEntries` of it. Nothing is inflated; bounded memory. */
export function readZipDirectory(fd: number, size: number, maxEntries: number): ZipDirectory {
  if (size === 0) return { is: 'empty-file' }
  const from = Math.max(0, size - SEARCH_BYTES)
  const tail = bytesAt(fd, from, size - from)
  const end = findEnd(fd, tail, from, size)
  if (end === 'split') return { is: 'split' }
  if (!end) return { is: beginsLikeZip(bytesAt(fd, 0, LOCAL_BYTES)) ? 'incomplete' : 'no-zip' }
  const directory = bytesAt(fd, end.at, Math.min(end.bytes, MAX_DIRECTORY_BYTES))
  const entries: ZipEntry[] = []
  let p = 0
  while (p + CENTRAL_BYTES <= directory.length && entries.length < maxEntries) {
    if (directory.readUInt32LE(p) !== CENTRAL) break
    const next = p + CENTRAL_BYTES + [28, 30, 32].reduce((sum, at) => sum + directory.readUInt16LE(p + at), 0)
    if (next > directory.length) break
    entries.push(entryOf(directory.subarray(p, next), end.shift))
    p = next
  }
  if (entries.length < Math.min(end.total, maxEntries)) return { is: 'damaged' }
  markOverlaps(entries, end.at)
  return { is: 'zip', entries, total: Math.max(end.total, entries.length) }
}

/** Where the packed bytes of an entry begin; null when there is no local header. Everything else in it is ignored. */
export function dataOffset(fd: number, entry: ZipEntry): number | null {
  const head = bytesAt(fd, entry.offset, LOCAL_BYTES)
  if (head.length < LOCAL_BYTES || head.readUInt32LE(0) !== LOCAL) return null
  return entry.offset + LOCAL_BYTES + head.readUInt16LE(26) + head.readUInt16LE(28)
}

/** From the back: first a record whose comment ends with the file, then one with garbage behind it. A comment may hold a false one. */
function findEnd(fd: number, tail: Buffer, from: number, size: number): End | 'split' | null {
  for (const exact of [true, false]) {
    let tried = 0
    for (let at = tail.length - END_BYTES; at >= 0; at--) {
      at = tail.lastIndexOf('PK\x05\x06', at, 'latin1')
      if (at < 0 || ++tried > MAX_CANDIDATES) break
      const commentEnd = from + at + END_BYTES + tail.readUInt16LE(at + 20)
      if (exact ? commentEnd !== size : commentEnd >= size) continue
      const end = endAt(fd, tail.subarray(at, at + END_BYTES), from + at)
      if (end) return end
    }
  }
  return null
}

function endAt(fd: number, record: Buffer, position: number): End | 'split' | null {
  let total = record.readUInt16LE(10)
  let bytes = record.readUInt32LE(12)
  let offset = record.readUInt32LE(16)
  let stop = position
  const locator = position >= 20 ? bytesAt(fd, position - 20, 20) : Buffer.alloc(20)
  if (locator.readUInt32LE(0) === LOCATOR_64) {
    const said = Number(locator.readBigUInt64LE(8))
    // The record lies right before its locator, also when something was put before the archive.
    for (const at of [position - 20 - 56, said]) {
      const wide = at >= 0 && Number.isSafeInteger(at) ? bytesAt(fd, at, 56) : Buffer.alloc(0)
      if (wide.length < 56 || wide.readUInt32LE(0) !== END_64) continue
      total = Number(wide.readBigUInt64LE(32))
      bytes = Number(wide.readBigUInt64LE(40))
      offset = Number(wide.readBigUInt64LE(48))
      stop = at
      break
    }
  }
  const at = stop - bytes
  const shift = at - offset
  if (!Number.isSafeInteger(at) || at < 0 || shift < 0 || !Number.isSafeInteger(total)) return null
  if (total > 0 && signature(bytesAt(fd, at, 4)) !== CENTRAL) return null
  if (total === 0 && (bytes !== 0 || shift !== 0)) return null
  if (record.readUInt16LE(4) !== record.readUInt16LE(6)) return 'split'
  return { total, bytes, at, shift }
}

function entryOf(head: Buffer, shift: number): ZipEntry {
  const flags = head.readUInt16LE(8)
  const method = head.readUInt16LE(10)
  const nameEnd = CENTRAL_BYTES + head.readUInt16LE(28)
  const rawName = head.subarray(CENTRAL_BYTES, nameEnd)
  const extra = extraFields(head.subarray(nameEnd, nameEnd + head.readUInt16LE(30)))
  const wide = extra.get(0x0001) ?? Buffer.alloc(0)
  let used = 0
  const number = (at: number): number => {
    const narrow = head.readUInt32LE(at)
    if (narrow !== 0xffffffff || used + 8 > wide.length) return narrow
    used += 8
    return Number(wide.readBigUInt64LE(used - 8))
  }
  const plainBytes = number(24)
  const packedBytes = number(20)
  const offset = number(42) + shift
  const host = head[5]!
  const mode = UNIX_HOSTS.has(host) ? head.readUInt16LE(40) & S_IFMT : 0
  const name = decodeName(rawName, (flags & 0x800) !== 0, extra.get(0x7075) ?? null)
  return {
    ...{ name, method, crc32: head.readUInt32LE(16), packedBytes, plainBytes, offset },
    encrypted: (flags & 0x41) !== 0 || method === 99,
    directory: name.endsWith('/') || mode === S_IFDIR || (FAT_HOSTS.has(host) && (head[38]! & 0x10) !== 0),
    special: mode !== 0 && mode !== S_IFREG && mode !== S_IFDIR,
    madeByFat: FAT_HOSTS.has(host),
    overlaps: false,
  }
}

function extraFields(bytes: Buffer): ReadonlyMap<number, Buffer> {
  const found = new Map<number, Buffer>()
  for (let p = 0; p + 4 <= bytes.length; ) {
    const end = p + 4 + bytes.readUInt16LE(p + 2)
    if (end > bytes.length) break
    if (!found.has(bytes.readUInt16LE(p))) found.set(bytes.readUInt16LE(p), bytes.subarray(p + 4, end))
    p = end
  }
  return found
}

/** Entries that share a header, or whose packed bytes reach into the next header or the directory. */
function markOverlaps(entries: readonly ZipEntry[], directoryAt: number): void {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset)
  for (const [i, entry] of sorted.entries()) {
    const next = sorted[i + 1]
    const end = entry.offset + LOCAL_BYTES + entry.packedBytes
    if (end > (next?.offset ?? directoryAt)) entry.overlaps = true
    if (next && next.offset === entry.offset) next.overlaps = true
  }
}

/** A local header that makes sense, so that a cut-off archive is told from something else. */
const beginsLikeZip = (head: Buffer): boolean =>
  head.length < LOCAL_BYTES
    ? signature(head) === LOCAL
    : head.readUInt32LE(0) === LOCAL &&
      head.readUInt16LE(4) < 100 &&
      METHODS.has(head.readUInt16LE(8)) &&
      head.readUInt16LE(26) > 0

const signature = (bytes: Buffer): number => (bytes.length < 4 ? 0 : bytes.readUInt32LE(0))

/** Fewer bytes where the file ends. */
function bytesAt(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let got = 0
  while (got < length) {
    const n = readSync(fd, bytes, got, length - got, position + got)
    if (n === 0) break
    got += n
  }
  return bytes.subarray(0, got)
}
