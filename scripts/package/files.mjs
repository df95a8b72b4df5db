/** Looking at a staged tree. */
import { createHash } from 'node:crypto'
import { createReadStream, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** @param {string} root @param {string} [below] @returns {string[]} files and links, relative, sorted */
export function filesIn(root, below = '') {
  return readdirSync(join(root, below), { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(below, entry.name)
      return entry.isDirectory() ? filesIn(root, path) : [path]
    })
    .sort()
}

/** @param {string} root @returns {number} bytes of all files */
export const bytesIn = (root) => filesIn(root).reduce((sum, path) => sum + lstatSync(join(root, path)).size, 0)

/** @param {string} file @param {'md5' | 'sha256'} kind @returns {Promise<string>} hexadecimal */
export async function digestOf(file, kind) {
  const hash = createHash(kind)
  for await (const bytes of createReadStream(file)) hash.update(bytes)
  return hash.digest('hex')
}

/** @param {number} bytes @returns {string} */
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`
