/** Where things are: the project, its tools, its cache. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Absolute path of the checkout. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** @param {...string} parts @returns {string} absolute path inside the checkout */
export const inProject = (...parts) => join(ROOT, ...parts)

/** @param {string} name @returns {string} the JavaScript file behind an installed command, to be run with Node */
export const tool = (name) => inProject('node_modules', '.bin', name)

/**
 * @typedef {{ name: string, version: string, main?: string, bin?: string | Record<string, string>,
 *   engines?: { node?: string } }} PackageJson
 */

/** @param {string} [folder] @returns {PackageJson} the package.json of that folder (default: the checkout) */
export const readPackage = (folder = ROOT) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/** @param {...string} parts @returns {string} absolute path inside ${XDG_CACHE_HOME:-~/.cache}/wattbench */
export function inCache(...parts) {
  const base = process.env.XDG_CACHE_HOME
  // The XDG base directory specification tells readers to ignore relative paths.
  return join(base && isAbsolute(base) ? base : join(homedir(), '.cache'), 'wattbench', ...parts)
}

/** True when this process runs as root: Chromium then refuses its sandbox, and apt-get may be used. */
export const isRoot = () => process.getuid?.() === 0
