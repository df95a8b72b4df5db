/** `npm run -s wattbench -- …`: the command line from the sources. Standard output belongs to the command alone. */
import { inProject, ROOT } from '../project.mjs'
import { buildIfStale } from '../run/build.mjs'
import { runChild } from '../run/child.mjs'
import { preparePackages } from '../setup/prepare.mjs'

/** Under `npm run` the working folder is the project; relative paths are meant from where the person was. */
function callersFolder() {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env
  return script === 'wattbench' && folder && process.cwd() === ROOT ? folder : process.cwd()
}

/** @param {string[]} args @returns {Promise<number>} the command's own exit code */
export async function run(args) {
  await preparePackages({ quiet: true })
  await buildIfStale({ quiet: true })
  const command = [inProject('out', 'main', 'cli.js'), ...args]
  const { code } = await runChild(process.execPath, command, { cwd: callersFolder(), last: true })
  return code
}
