/** The whole-app tests, on a stage that is set. */
import { ROOT, tool } from '../project.mjs'
import { makeReport, since } from '../report.mjs'
import { buildIfStale } from './build.mjs'
import { runChild } from './child.mjs'

/**
 * @param {import('../setup/prepare.mjs').Stage} stage
 * @param {readonly string[]} args for `playwright test`
 * @returns {Promise<number>} its exit code
 */
export async function runEndToEnd(stage, args) {
  await buildIfStale()
  const startedAt = performance.now()
  const { code } = await runChild(process.execPath, [tool('playwright'), 'test', ...args], {
    cwd: ROOT,
    env: stage.env,
  })
  makeReport('e2e').say(`playwright: ${code === 0 ? 'good' : `FAILED, exit code ${code}`} (${since(startedAt)})`)
  return code
}
