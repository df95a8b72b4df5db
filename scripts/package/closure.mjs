/** Which npm packages belong to a set of names, out of package-lock.json. Pure. */
import { isBuiltin } from 'node:module'

/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {string} [integrity] "sha512-…"
 * @property {string} [license] SPDX
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 * @typedef {{ name: string, path: string, entry: LockEntry, needs: string[] }} LockedPackage `path`: its key in the lock,
 *   "node_modules/a/node_modules/b"; `needs`: paths of what it depends on
 */

/** The platform that is packaged. Debian's libc is glibc: musl twins never load. */
const PLATFORM = { os: 'linux', cpu: 'x64' }

/** @param {string} name @param {LockEntry} entry */
const fits = (name, { os, cpu }) =>
  (!os || os.includes(PLATFORM.os)) && (!cpu || cpu.includes(PLATFORM.cpu)) && !/musl/.test(name)

/**
 * Node's own search: the nearest node_modules above the one who asks.
 * @param {Lock} lock @param {string} from path of the package that asks, '' for the project @param {string} name
 * @returns {string | null}
 */
function resolve(lock, from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`
    if (lock.packages[path]) return path
    if (at === '') return null
  }
}

/**
 * @param {Lock} lock
 * @param {readonly string[]} names packages the project imports
 * @returns {LockedPackage[]} they and all they need on PLATFORM, sorted by path
 * @throws {Error} for a name the lock does not have
 */
export function closureOf(lock, names) {
  /** @type {Map<string, LockedPackage>} */
  const found = new Map()
  /** @type {(from: string, name: string, optional: boolean) => string[]} */
  const visit = (from, name, optional) => {
    const path = resolve(lock, from, name)
    const entry = path === null ? undefined : lock.packages[path]
    if (path === null || !entry) {
      if (optional) return []
      throw new Error(`package-lock.json has no ${name}, which ${from || 'the project'} needs`)
    }
    if (!fits(name, entry)) return []
    if (found.has(path)) return [path]
    /** @type {LockedPackage} */
    const locked = { name, path, entry, needs: [] }
    found.set(path, locked)
    const needs = (/** @type {Record<string, string>} */ all, /** @type {boolean} */ maybe) =>
      Object.keys(all).flatMap((need) => visit(path, need, maybe))
    const { dependencies = {}, optionalDependencies = {} } = entry
    locked.needs = [...needs(dependencies, false), ...needs(optionalDependencies, true)].sort()
    return [path]
  }
  for (const name of names) visit('', name, false)
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/**
 * @param {string} source JavaScript or TypeScript
 * @returns {string[]} npm packages it imports, sorted
 */
export function importsOf(source) {
  const names = new Set()
  for (const [, spec = ''] of source.matchAll(
    /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)["']([^"'.\s][^"'\s]*)["']/g,
  )) {
    if (/^(node:|@contract\/|electron$|\/)/.test(spec) || isBuiltin(spec)) continue
    names.add(spec.split('/', spec.startsWith('@') ? 2 : 1).join('/'))
  }
  return [...names].sort()
}
