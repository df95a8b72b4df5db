/** Turning the archive of the fallback package into an ordinary Electron dist folder. */
import { mkdir, open, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Trouble } from '../../trouble.mjs'
import { asarOf } from './asar-writer.mjs'
import { FUSE, setFuses } from './fuses.mjs'
import { readDirectory, readEntry, safePath } from './zip-reader.mjs'

const PREFIX = 'Cypress/'
const BINARY = 'electron'
/** New name in the dist folder, where it differs. */
const RENAMED = /** @type {Record<string, string>} */ ({ Cypress: BINARY, 'LICENSE.electron.txt': 'LICENSE' })
/** Belongs to the program this runtime was taken from; its snapshot fuse is switched off. */
const NOT_OURS = /^(resources\/|browser_v8_context_snapshot\.bin$)/

/** File type bits of a symbolic link, which no entry here needs. */
const SYMLINK = 0o120000
/** Big entries are inflated side by side in Node's thread pool; more would only need more memory. */
const AT_ONCE = 4

/** Its presence beside the binary means: development runtime, not the official Electron. The app looks for it. */
export const MARKER = 'wattbench-fallback'

/**
 * @param {string} name of an archive entry
 * @returns {string | null} its path in the dist folder, null when it is not wanted
 */
export function distPath(name) {
  if (!name.startsWith(PREFIX) || name === PREFIX) return null
  const path = safePath(name.slice(PREFIX.length))
  return NOT_OURS.test(`${path}${name.endsWith('/') ? '/' : ''}`) ? null : (RENAMED[path] ?? path)
}

/** @returns {Promise<Buffer>} */
async function defaultApp() {
  const main = fileURLToPath(import.meta.resolve('./default-app/main.mjs'))
  const about = join(dirname(main), 'package.json')
  return asarOf({ 'package.json': await readFile(about), 'main.mjs': await readFile(main) })
}

/**
 * @param {string} archive
 * @param {string} dist an existing, empty folder
 * @param {{ electron: string, spec: string }} origin
 */
export async function buildDist(archive, dist, origin) {
  const file = await open(archive)
  try {
    const wanted = (await readDirectory(file))
      .flatMap((entry) => {
        const path = entry.isFolder ? null : distPath(entry.name)
        return path === null ? [] : [{ entry, path }]
      })
      .sort((a, b) => b.entry.size - a.entry.size)
    if (!wanted.some(({ path }) => path === BINARY)) {
      throw new Trouble('The development runtime holds no program', { because: `no ${PREFIX}Cypress in the archive` })
    }
    const write = async () => {
      for (let next = wanted.shift(); next; next = wanted.shift()) {
        const { entry, path } = next
        if (entry.kind === SYMLINK)
          throw new Trouble('The zip archive is not usable', { because: `${entry.name} is a link` })
        const content = await readEntry(file, entry)
        if (path === BINARY) setFuses(content, { [FUSE.nodeCliInspect]: true, [FUSE.ownBrowserSnapshot]: false })
        await mkdir(dirname(join(dist, path)), { recursive: true })
        // "wx": an archive that names a file twice is refused.
        await writeFile(join(dist, path), content, { mode: entry.mode || 0o644, flag: 'wx' })
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, write))
  } finally {
    await file.close()
  }
  await mkdir(join(dist, 'resources'))
  await writeFile(join(dist, 'resources', 'default_app.asar'), await defaultApp())
  await writeFile(join(dist, 'version'), origin.electron)
  await writeFile(join(dist, MARKER), `development runtime: Electron ${origin.electron} out of ${origin.spec}\n`)
}
