/** `npm run fuzz -- --minutes N [--seed S] [--target NAME]`: hostile input, from scripts/fuzz. */
import { inProject, ROOT } from '../project.mjs'
import { runChild } from '../run/child.mjs'
import { preparePackages } from '../setup/prepare.mjs'

/** @param {string[]} args @returns {Promise<number>} */
export async function run(args) {
  await preparePackages()
  const { code } = await runChild(process.execPath, [inProject('scripts', 'fuzz', 'index.mjs'), ...args], {
    cwd: ROOT,
  })
  return code
}
