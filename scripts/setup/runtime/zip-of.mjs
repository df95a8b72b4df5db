/** Test builder: a small zip archive in memory, with a place to break each field. */
import zlib from 'node:zlib'

/**
 * @typedef {object} Member
 * @property {string} name
 * @property {string | Buffer} content
 * @property {boolean} [stored] not deflated
 * @property {number} [mode] Unix mode with file type bits, regular file 0644 by default
 * @property {number} [crc] instead of the right one
 * @property {number} [size] instead of the right one
 * @property {number} [flags]
 */

/** @param {Member} member @param {number} offset @returns {{ local: Buffer, central: Buffer }} */
function recordsOf({ name, content, stored = false, mode = 0o100644, crc, size, flags = 0 }, offset) {
  const bytes = Buffer.from(content)
  const packed = stored ? bytes : zlib.deflateRawSync(bytes)
  const nameBytes = Buffer.from(name)
  // The part both records share: version, flags, method, time, date, crc, sizes, name length, extra length.
  const shared = Buffer.alloc(26)
  shared.writeUInt16LE(20, 0)
  shared.writeUInt16LE(flags, 2)
  shared.writeUInt16LE(stored ? 0 : 8, 4)
  shared.writeUInt32LE(crc ?? zlib.crc32(bytes), 10)
  shared.writeUInt32LE(packed.length, 14)
  shared.writeUInt32LE(size ?? bytes.length, 18)
  shared.writeUInt16LE(nameBytes.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, nameBytes, packed])
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE((mode << 16) >>> 0, 6)
  tail.writeUInt32LE(offset, 10)
  const central = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), shared, tail, nameBytes])
  return { local, central }
}

/** @param {readonly Member[]} members @param {string} [comment] @returns {Buffer} */
export function zipOf(members, comment = '') {
  /** @type {Buffer[]} */
  const locals = []
  /** @type {Buffer[]} */
  const centrals = []
  let offset = 0
  for (const member of members) {
    const { local, central } = recordsOf(member, offset)
    locals.push(local)
    centrals.push(central)
    offset += local.length
  }
  const directory = Buffer.concat(centrals)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...locals, directory, end, Buffer.from(comment)])
}
