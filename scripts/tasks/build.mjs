/** `npm run build`: out/, from scratch. */
import { buildNow } from '../run/build.mjs'
import { preparePackages } from '../setup/prepare.mjs'

/** @param {string[]} args for electron-vite @returns {Promise<number>} */
export async function run(args) {
  await preparePackages()
  await buildNow(args)
  return 0
}
