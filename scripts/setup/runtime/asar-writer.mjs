/**
 * Writing a small asar archive. Format (electron/asar README): two Chromium pickles, then the files end to end:
 * u32 4 · u32 size of the header pickle · u32 size of its payload · u32 length of the JSON · JSON, padded to 4 · files.
 */

/**
 * @param {Readonly<Record<string, string | Buffer>>} files plain names at the top level → content
 * @returns {Buffer}
 */
export function asarOf(files) {
  /** @type {Record<string, { size: number, offset: string }>} */
  const listed = {}
  const contents = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content)
    listed[name] = { size: bytes.length, offset: String(offset) }
    contents.push(bytes)
    offset += bytes.length
  }
  const json = Buffer.from(JSON.stringify({ files: listed }))
  const padded = Math.ceil(json.length / 4) * 4
  const header = Buffer.alloc(16 + padded)
  header.writeUInt32LE(4, 0)
  header.writeUInt32LE(8 + padded, 4)
  header.writeUInt32LE(4 + padded, 8)
  header.writeUInt32LE(json.length, 12)
  json.copy(header, 16)
  return Buffer.concat([header, ...contents])
}
