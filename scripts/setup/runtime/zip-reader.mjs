/**
 * Reading a zip archive with Node alone: directory, then entries by offset. Checks every CRC, size and path.
 * Format: APPNOTE.TXT 6.3 (PKWARE), sections 4.3.7 (local header), 4.3.12 (directory), 4.3.16 (its end).
 */
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { Trouble } from '../../trouble.mjs'

const inflate = promisify(zlib.inflateRaw)

const END_SIZE = 22
const END_MARK = 0x06054b50
const ENTRY_MARK = 0x02014b50
const LOCAL_MARK = 0x04034b50
const LONGEST_COMMENT = 0xffff
/** These values mean "look in the zip64 fields", which this reader does not have. */
const ZIP64_SHORT = 0xffff
const ZIP64_LONG = 0xffffffff
const ENCRYPTED = 1
const STORED = 0
const DEFLATED = 8

/**
 * @typedef {object} ZipEntry
 * @property {string} name as written in the archive
 * @property {boolean} isFolder
 * @property {number} mode Unix permission bits, 0 where the archive has none
 * @property {number} kind Unix file type bits (S_IFMT), 0 where the archive has none
 * @property {number} method 0 stored, 8 deflated
 * @property {number} crc
 * @property {number} packed bytes in the archive
 * @property {number} size bytes unpacked
 * @property {number} offset of the local header
 */

/** @param {string} why @returns {Trouble} */
const damaged = (why) => new Trouble('The zip archive is not usable', { because: why, next: 'Download it again.' })

/**
 * @param {string} name of an entry
 * @returns {string} the same, safe to join to a folder
 * @throws {Trouble} for absolute paths, "..", backslashes, empty parts and NUL
 */
export function safePath(name) {
  const parts = name.replace(/\/$/, '').split('/')
  if (/[\\\0]/.test(name) || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw damaged(`it holds a path that leads outside: ${JSON.stringify(name)}`)
  }
  return parts.join('/')
}

/** @param {import('node:fs/promises').FileHandle} file @param {number} at @param {number} length */
async function bytesAt(file, at, length) {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, at)
  if (bytesRead !== length) throw damaged(`it ends after ${at + bytesRead} bytes, ${length - bytesRead} too early`)
  return buffer
}

/** @param {import('node:fs/promises').FileHandle} file @returns {Promise<{ count: number, size: number, offset: number }>} */
async function findDirectory(file) {
  const { size: total } = await file.stat()
  const length = Math.min(total, END_SIZE + LONGEST_COMMENT)
  const tail = await bytesAt(file, total - length, length)
  for (let at = length - END_SIZE; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== END_MARK || at + END_SIZE + tail.readUInt16LE(at + 20) !== length) continue
    const count = tail.readUInt16LE(at + 10)
    const size = tail.readUInt32LE(at + 12)
    const offset = tail.readUInt32LE(at + 16)
    if (count === ZIP64_SHORT || size === ZIP64_LONG || offset === ZIP64_LONG) throw damaged('it is a zip64 archive')
    return { count, size, offset }
  }
  throw damaged('it has no directory, so it is no zip archive or was cut off')
}

/**
 * @param {import('node:fs/promises').FileHandle} file
 * @returns {Promise<ZipEntry[]>} every entry, paths checked
 */
export async function readDirectory(file) {
  const { count, size, offset } = await findDirectory(file)
  const bytes = await bytesAt(file, offset, size)
  const entries = []
  let at = 0
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > size || bytes.readUInt32LE(at) !== ENTRY_MARK) throw damaged(`entry ${i} of its directory is broken`)
    const nameLength = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    if (bytes.readUInt16LE(at + 8) & ENCRYPTED) throw damaged(`${name} is encrypted`)
    safePath(name)
    const unixMode = bytes.readUInt32LE(at + 38) >>> 16
    entries.push({
      name,
      isFolder: name.endsWith('/'),
      mode: unixMode & 0o777,
      kind: unixMode & 0o170000,
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

/**
 * @param {import('node:fs/promises').FileHandle} file
 * @param {ZipEntry} entry
 * @returns {Promise<Buffer>} its content, size and CRC checked
 */
export async function readEntry(file, entry) {
  const header = await bytesAt(file, entry.offset, 30)
  if (header.readUInt32LE(0) !== LOCAL_MARK) throw damaged(`${entry.name} is not where the directory says`)
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const packed = await bytesAt(file, start, entry.packed)
  const content = await unpack(packed, entry)
  if (content.length !== entry.size) throw damaged(`${entry.name} has ${content.length} bytes instead of ${entry.size}`)
  if (zlib.crc32(content) !== entry.crc) throw damaged(`${entry.name} does not match its CRC`)
  return content
}

/** @param {Buffer} packed @param {ZipEntry} entry @returns {Promise<Buffer>} */
async function unpack(packed, entry) {
  if (entry.method === STORED) return packed
  if (entry.method !== DEFLATED) throw damaged(`${entry.name} uses packing method ${entry.method}`)
  try {
    // The limit stops an entry that unpacks to more than it declares.
    return await inflate(packed, { maxOutputLength: Math.max(entry.size, 1) })
  } catch (error) {
    throw damaged(`${entry.name} cannot be unpacked: ${/** @type {Error} */ (error).message}`)
  }
}
