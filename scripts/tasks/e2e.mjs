/** `npm run e2e [-- args]`: Playwright drives the real window. */
import { runEndToEnd } from '../run/end-to-end.mjs'
import { prepareWindow } from '../setup/prepare.mjs'

/** @param {string[]} args for `playwright test` @returns {Promise<number>} */
export async function run(args) {
  const stage = await prepareWindow({ tests: true })
  try {
    return await runEndToEnd(stage, args)
  } finally {
    await stage.close()
  }
}
