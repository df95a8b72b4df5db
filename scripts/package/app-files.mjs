/** What goes into the application: built code, resources, and of the npm packages only what runs on this platform. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { inProject } from '../project.mjs'
import { loadedPackages } from './parts.mjs'

/** Folders of packages that nothing loads. */
const IDLE_FOLDERS =
  /(^|\/)(\.github|\.vscode|__tests__|tests?|docs?|examples?|benchmarks?|bench|coverage|integration)\//
/** Files of packages that nothing loads: types, maps, sources of other languages, notes. */
const IDLE_FILES =
  /(\.d\.[cm]?ts|\.[cm]?ts|\.tsx|\.map|\.md|\.markdown|\.flow|\.c|\.cc|\.cpp|\.h|\.gypi?|\.yml|\.yaml|\.tgz|\.sh|\.txt)$|(^|\/)(\.[^/]*|tsconfig[^/]*\.json|Makefile|AUTHORS|CHANGELOG[^/]*|Gruntfile\.js|karma\.conf\.js|SECURITY[^/]*)$/i
/** Compiled code that this platform loads. */
const OUR_PREBUILD = /\/prebuilds\/linux-x64\/[^/]*\.glibc\.node$/
/** Screenshots are for readers of the project. */
const NOT_RESOURCES = /^resources\/screenshots\//

/** @param {string} path inside a package, with its own folder in front @returns {boolean} whether the application needs it */
export function isNeeded(path) {
  if (/\/prebuilds\//.test(path)) return OUR_PREBUILD.test(path)
  const inside = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
  // The package's own name is no folder to judge by: "test" may be one.
  const own = inside
    .split('/')
    .slice(inside.startsWith('@') ? 2 : 1)
    .join('/')
  return !IDLE_FOLDERS.test(own) && !IDLE_FILES.test(own)
}

/** @param {string} path relative to the project @returns {string[]} files below it, relative to the project, nested packages left out */
function filesBelow(path) {
  return readdirSync(inProject(path), { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .flatMap((entry) => {
      const at = join(path, entry.name)
      if (entry.isDirectory()) return filesBelow(at)
      return entry.isFile() ? [at] : []
    })
    .sort()
}

/** @returns {string[]} paths relative to the project; package.json is written anew and not among them */
export function appFiles() {
  const built = ['out/main', 'out/preload', 'out/renderer'].flatMap(filesBelow).filter((path) => !path.endsWith('.map'))
  const resources = filesBelow('resources').filter((path) => !NOT_RESOURCES.test(path))
  const packages = loadedPackages()
    .filter(({ path }) => existsSync(inProject(path)))
    .flatMap(({ path }) => filesBelow(path).filter(isNeeded))
  return [...built, ...resources, ...packages]
}

/** @param {string} path @returns {boolean} whether it lies beside the archive: loaded by the system, or read by other programs */
export const isUnpacked = (path) => /\.(node|so(\.[\d.]+)?)$/.test(path) || path.startsWith('resources/')
