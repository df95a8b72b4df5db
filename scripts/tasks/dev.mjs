/** `npm run dev [-- args]`: electron-vite with hot reload; args go to the app. */
import { ROOT, tool } from '../project.mjs'
import { makeReport } from '../report.mjs'
import { forgetBuild } from '../run/build-state.mjs'
import { runChild } from '../run/child.mjs'
import { askedToStop } from '../run/signals.mjs'
import { interruptedIsGood } from '../run/window-ending.mjs'
import { prepareWindow } from '../setup/prepare.mjs'
import { checkSandbox } from '../setup/sandbox.mjs'

/** @param {string[]} args @returns {Promise<number>} */
export async function run(args) {
  const stage = await prepareWindow()
  try {
    checkSandbox(stage.runtime.dist, args)
    // It writes a development build into out/.
    forgetBuild()
    // --no-sandbox comes from NO_SANDBOX, which electron-vite reads.
    const flags = [...stage.flags.filter((flag) => flag !== '--no-sandbox'), ...args]
    const command = [tool('electron-vite'), 'dev', '--watch', '--', ...flags]
    const ending = await runChild(process.execPath, command, { cwd: ROOT, env: stage.env, last: true })
    return interruptedIsGood(ending, askedToStop(), makeReport('dev').say)
  } finally {
    await stage.close()
  }
}
