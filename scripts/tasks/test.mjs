/** `npm test`: check, then e2e. `npm test -- name`: those unit tests only. */
import { makeReport, since } from '../report.mjs'
import { runChecks } from '../run/checks.mjs'
import { runEndToEnd } from '../run/end-to-end.mjs'
import { prepareWindow } from '../setup/prepare.mjs'
import { run as check } from './check.mjs'

/** @param {string[]} args @returns {Promise<number>} */
export async function run(args) {
  if (args.length > 0) return check(args)
  const startedAt = performance.now()
  // Everything first: what is missing shows now, not after the checks.
  const stage = await prepareWindow({ tests: true })
  try {
    const code = (await runChecks()) || (await runEndToEnd(stage, []))
    makeReport('test').say(`${code === 0 ? 'all good' : `FAILED, exit code ${code}`}, ${since(startedAt)} in total`)
    return code
  } finally {
    await stage.close()
  }
}
