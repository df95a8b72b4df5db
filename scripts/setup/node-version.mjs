/** The first check of all. Plain old syntax and imports only: this file must load on any Node. */
import { readPackage } from '../project.mjs'

/** @param {string} version such as "20.15" or "v20.15.1" @returns {number[]} */
const parts = (version) => version.replace(/^\D*/, '').split('.').map(Number)

/**
 * @param {string} version what runs
 * @param {string} least what is needed
 * @returns {boolean} true when `version` is the same or newer
 */
export function atLeast(version, least) {
  const have = parts(version)
  const want = parts(least)
  for (let i = 0; i < want.length; i += 1) {
    if ((have[i] ?? 0) !== want[i]) return (have[i] ?? 0) > (want[i] ?? 0)
  }
  return true
}

/** @returns {string} the least Node version, from engines.node of package.json (">=20.15") */
export function neededNode() {
  return (readPackage().engines?.node ?? '>=0').replace(/^>=\s*/, '')
}

/** @param {string} running version of this Node @returns {string | null} what to tell the person, or null when it is good */
export function nodeProblem(running) {
  const least = neededNode()
  if (atLeast(running, least)) return null
  return [
    `Wattbench needs Node ${least} or newer; this is Node ${running} (${process.execPath}).`,
    `  next:    install a newer Node (Debian's own package may be too old), check "node --version", then run the command again.`,
  ].join('\n')
}
