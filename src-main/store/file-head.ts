import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { APPLICATION_ID, SCHEMA_VERSION } from './schema'
import { sessionNewer, storeDamaged, storeFault } from './store-faults'

/** Bytes of the SQLite file header: https://www.sqlite.org/fileformat2.html §1.3. */
const HEAD_BYTES = 100
const MAGIC = 'SQLite format 3\0'

/**
 * Judges a session file by its first 100 bytes before SQLite sees it. Throws the Fault that describes what is wrong:
 * not a session, newer than this version, cut off. The schema version otherwise.
 */
export function checkHead(path: string): number {
  const { head, size } = readHead(path)
  if (size === 0) throw storeDamaged(path, 'The file is empty.')
  if (head.length < HEAD_BYTES || head.toString('latin1', 0, 16) !== MAGIC) {
    throw storeDamaged(path, 'The file does not begin like an SQLite database.')
  }
  if (head.readUInt32BE(68) !== APPLICATION_ID)
    throw storeDamaged(path, 'The file is an SQLite database, but not a Wattbench session.')
  const schema = head.readUInt32BE(60)
  if (schema > SCHEMA_VERSION) throw sessionNewer(path, schema, SCHEMA_VERSION)
  const pageSize = head.readUInt16BE(16) === 1 ? 65_536 : head.readUInt16BE(16)
  const promised = head.readUInt32BE(28) * pageSize
  if (size < promised && !existsSync(`${path}-wal`)) {
    throw storeDamaged(path, `The file was cut off: ${size} of ${promised} bytes are there.`)
  }
  return schema
}

function readHead(path: string): { readonly head: Buffer; readonly size: number } {
  try {
    const file = openSync(path, 'r')
    try {
      const head = Buffer.alloc(HEAD_BYTES)
      const read = readSync(file, head, 0, HEAD_BYTES, 0)
      return { head: head.subarray(0, read), size: statSync(path).size }
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw storeFault(error, path)
  }
}
