/** Are the installed npm packages those of package-lock.json? Pure: texts in, answer out. */
import { createHash } from 'node:crypto'

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }} LockEntry
 * @typedef {{ packages?: Record<string, LockEntry> }} LockFile
 */

/**
 * @param {string} lockText package-lock.json
 * @returns {string} what the stamp holds: the lock's hash and the platform its packages were chosen for
 */
export function lockStamp(lockText) {
  return `${createHash('sha256').update(lockText).digest('hex')} ${process.platform}-${process.arch}\n`
}

/**
 * Compares package-lock.json with the list npm leaves in node_modules when an installation has finished, so that a
 * folder installed by hand ("npm install") is not installed again.
 * @param {string} lockText package-lock.json
 * @param {string | null} installedText node_modules/.package-lock.json
 * @returns {boolean}
 */
export function sameAsInstalled(lockText, installedText) {
  if (installedText === null) return false
  const locked = packagesOf(lockText)
  const installed = packagesOf(installedText)
  for (const path of Object.keys(installed)) if (!(path in locked)) return false
  for (const [path, entry] of Object.entries(locked)) {
    if (path === '') continue
    const have = installed[path]
    // Packages of other platforms are in the lock but are not installed.
    if (!have && (entry.optional || entry.devOptional)) continue
    if (!have || have.version !== entry.version || have.integrity !== entry.integrity) return false
  }
  return true
}

/** @param {string} text @returns {Record<string, LockEntry>} empty when the text is no lock */
function packagesOf(text) {
  try {
    /** @type {LockFile} */
    const lock = JSON.parse(text)
    return lock.packages ?? {}
  } catch {
    return {}
  }
}
