/** The npm packages that are parts of what is packaged: files of their own beside main, or bundled into the page. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inProject } from '../project.mjs'
import { closureOf, importsOf } from './closure.mjs'

/** @typedef {import('./closure.mjs').LockedPackage} LockedPackage */

/** @returns {import('./closure.mjs').Lock} */
const lock = () => JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8'))

/** @param {string} folder @param {RegExp} kind @returns {string[]} */
function importedIn(folder, kind) {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && kind.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('/testing/'))
  return [...new Set(files.flatMap((file) => importsOf(readFileSync(file, 'utf8'))))].sort()
}

/** @returns {LockedPackage[]} packages that out/main loads at run time */
export const loadedPackages = () => closureOf(lock(), importedIn(inProject('out', 'main'), /\.js$/))

/** @returns {LockedPackage[]} packages that may be in the page's bundle: whatever its sources import, and what that needs */
export const bundledPackages = () => closureOf(lock(), importedIn(inProject('src-renderer'), /\.tsx?$/))

/** @returns {LockedPackage[]} both, each once, sorted by path */
export function allParts() {
  const parts = new Map([...loadedPackages(), ...bundledPackages()].map((part) => [part.path, part]))
  return [...parts.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}
