/** `npm start [-- args]`: sets up, builds what is stale, opens the window, ends with it. */
import { ROOT } from '../project.mjs'
import { makeReport } from '../report.mjs'
import { buildIfStale } from '../run/build.mjs'
import { runChild } from '../run/child.mjs'
import { askedToStop } from '../run/signals.mjs'
import { interruptedIsGood } from '../run/window-ending.mjs'
import { prepareWindow } from '../setup/prepare.mjs'
import { checkSandbox } from '../setup/sandbox.mjs'

const HELP = `npm start [-- [--demo] [FILE.wattbench]]

  --demo            with the simulated meter and voltmeter running
  FILE.wattbench    shows that session, also one from elsewhere

Other switches go to Chromium. The command line: npm run wattbench -- --help`

/** @param {string[]} args for the app @returns {Promise<number>} */
export async function run(args) {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(HELP)
    return 0
  }
  const stage = await prepareWindow()
  try {
    checkSandbox(stage.runtime.dist, args)
    await buildIfStale()
    const { say } = makeReport('start')
    if (stage.virtual) say('running without a screen until SIGINT (Ctrl-C) or SIGTERM')
    const ending = await runChild(stage.runtime.exec, [ROOT, ...stage.flags, ...args], {
      cwd: ROOT,
      env: stage.env,
      last: true,
    })
    return interruptedIsGood(ending, askedToStop(), say)
  } finally {
    await stage.close()
  }
}
