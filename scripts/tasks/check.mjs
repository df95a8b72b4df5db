/** `npm run check [-- names]`: everything that needs no window. With names: those unit tests only. */
import { runChecks, runUnitTests } from '../run/checks.mjs'
import { preparePackages } from '../setup/prepare.mjs'

/** @param {string[]} args @returns {Promise<number>} */
export async function run(args) {
  await preparePackages({ purposes: ['tests'] })
  return args.length > 0 ? runUnitTests(args) : runChecks()
}
