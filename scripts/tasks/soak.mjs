/** `npm run soak -- --hours 72 [--seed N]`: endurance on a virtual clock, from scripts/soak. */
import { inProject, ROOT } from '../project.mjs'
import { buildIfStale } from '../run/build.mjs'
import { runChild } from '../run/child.mjs'
import { preparePackages } from '../setup/prepare.mjs'

/** @param {string[]} args @returns {Promise<number>} */
export async function run(args) {
  await preparePackages()
  await buildIfStale()
  const { code } = await runChild(
    process.execPath,
    ['--expose-gc', inProject('scripts', 'soak', 'index.mjs'), ...args],
    {
      cwd: ROOT,
    },
  )
  return code
}
