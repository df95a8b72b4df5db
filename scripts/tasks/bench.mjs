/** `npm run bench [-- args]`: figures side by side, from scripts/bench. */
import { existsSync } from 'node:fs'
import { inProject, ROOT } from '../project.mjs'
import { buildIfStale } from '../run/build.mjs'
import { runChild } from '../run/child.mjs'
import { prepareWindow } from '../setup/prepare.mjs'
import { Trouble } from '../trouble.mjs'

/** @param {string[]} args @returns {Promise<number>} */
export async function run(args) {
  const bench = inProject('scripts', 'bench', 'index.mjs')
  if (!existsSync(bench)) throw new Trouble('There are no benchmarks yet', { because: `${bench} does not exist.` })
  const stage = await prepareWindow({ tests: true })
  try {
    await buildIfStale()
    const { code } = await runChild(process.execPath, ['--expose-gc', bench, ...args], { cwd: ROOT, env: stage.env })
    return code
  } finally {
    await stage.close()
  }
}
