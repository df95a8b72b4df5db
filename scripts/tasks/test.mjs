/** `npm test`: check, then e2e, then the installed package. `npm test -- name`: those unit tests only. */
import { runInstallTest, whyNotHere } from '../package/install-test.mjs'
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
  const leftOut = whyNotHere()
  const stage = await prepareWindow({ tests: true, also: leftOut ? [] : ['package', 'package-test'] })
  try {
    const code =
      (await runChecks()) || (await runEndToEnd(stage, [])) || (leftOut ? 0 : (await runInstallTest(stage)).code)
    if (leftOut) makeReport('test').say(`the installed package was not tested: ${leftOut}`)
    makeReport('test').say(`${code === 0 ? 'all good' : `FAILED, exit code ${code}`}, ${since(startedAt)} in total`)
    return code
  } finally {
    await stage.close()
  }
}
