/** An X authority file of one entry. Written here because `xauth` wants the display's number before there is one. */
import { randomBytes } from 'node:crypto'

const FAMILY_WILD = 0xffff
const COOKIE_NAME = 'MIT-MAGIC-COOKIE-1'
const COOKIE_BYTES = 16

/** @param {Buffer} bytes @returns {Buffer} preceded by its length (Xau file format: u16 big-endian) */
function counted(bytes) {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/**
 * @param {Buffer} [cookie]
 * @returns {Buffer} content of a file for Xvfb's -auth and the clients' XAUTHORITY: any host, any display number
 */
export function xauthorityOf(cookie = randomBytes(COOKIE_BYTES)) {
  const family = Buffer.alloc(2)
  family.writeUInt16BE(FAMILY_WILD)
  const empty = Buffer.alloc(0)
  return Buffer.concat([family, counted(empty), counted(empty), counted(Buffer.from(COOKIE_NAME)), counted(cookie)])
}
