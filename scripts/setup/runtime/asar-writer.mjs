/**
 * Writing an asar archive. Format (electron/asar README): two Chromium pickles, then the files end to end:
 * u32 4 · u32 size of the header pickle · u32 size of its payload · u32 length of the JSON · JSON, padded to 4 · files.
 */

/**
 * @typedef {{ unpacked: number }} Unpacked stands for a file of so many bytes beside the archive, below NAME.unpacked/
 * @typedef {{ size: number, offset?: string, unpacked?: true }} Listed
 * @typedef {{ files: Record<string, Listed | Folder> }} Folder
 */

/** @param {Folder} root @param {readonly string[]} folders @returns {Folder} the innermost, made where it is missing */
function folderOf(root, folders) {
  let at = root
  for (const name of folders) {
    at.files[name] ??= { files: {} }
    at = /** @type {Folder} */ (at.files[name])
  }
  return at
}

/**
 * @param {Readonly<Record<string, string | Buffer | Unpacked>>} files relative paths with "/" → content
 * @returns {Buffer}
 */
export function asarOf(files) {
  /** @type {Folder} */
  const root = { files: {} }
  const contents = []
  let offset = 0
  for (const [path, content] of Object.entries(files)) {
    const folders = path.split('/')
    const name = folders.pop() ?? ''
    const folder = folderOf(root, folders)
    if (typeof content === 'object' && 'unpacked' in content) {
      folder.files[name] = { size: content.unpacked, unpacked: true }
      continue
    }
    const bytes = Buffer.from(content)
    folder.files[name] = { size: bytes.length, offset: String(offset) }
    contents.push(bytes)
    offset += bytes.length
  }
  const json = Buffer.from(JSON.stringify(root))
  const padded = Math.ceil(json.length / 4) * 4
  const header = Buffer.alloc(16 + padded)
  header.writeUInt32LE(4, 0)
  header.writeUInt32LE(8 + padded, 4)
  header.writeUInt32LE(4 + padded, 8)
  header.writeUInt32LE(json.length, 12)
  json.copy(header, 16)
  return Buffer.concat([header, ...contents])
}
