/** Installing what was made, using it as an ordinary person does, removing it. Root's work. */
import { spawnSync } from 'node:child_process'
import { inProject, isRoot, ROOT, tool } from '../project.mjs'
import { makeReport, since } from '../report.mjs'
import { runChild } from '../run/child.mjs'
import { findCommand } from '../setup/present.mjs'
import { makePackages } from './make.mjs'

/** @returns {boolean} */
function isInstalled() {
  const env = { ...process.env, LC_ALL: 'C' }
  return /^Status: .* installed$/m.test(spawnSync('dpkg', ['--status', 'wattbench'], { encoding: 'utf8', env }).stdout)
}

/** @returns {string | null} why this machine is left alone, for people */
export function whyNotHere() {
  if (!isRoot()) return 'only root may install a package'
  if (!findCommand('dpkg')) return 'this system has no dpkg'
  return isInstalled() ? 'a wattbench is installed on this machine and would be replaced' : null
}

/** @returns {boolean} whether an ordinary person may have a user namespace, as the sandbox of the window needs one here */
function sandboxWorks() {
  const nobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups']
  return spawnSync('setpriv', [...nobody, 'unshare', '--user', '--map-root-user', 'true']).status === 0
}

/** @param {string} deb @returns {Promise<number>} its exit code, 0 without errors that are not explained in the overrides */
export async function lint(deb) {
  const startedAt = performance.now()
  const { code, output } = await runChild('lintian', ['--fail-on', 'error', '--allow-root', deb], { output: 'keep' })
  const { say } = makeReport('lint')
  for (const line of output.trim().split('\n')) if (line !== '') say(line)
  say(`lintian: ${code === 0 ? 'no errors' : `FAILED, exit code ${code}`} (${since(startedAt)})`)
  return code
}

/**
 * @param {import('../setup/prepare.mjs').Stage} stage
 * @returns {Promise<{ code: number, deb: string }>}
 */
export async function runInstallTest({ runtime, env }) {
  const { say } = makeReport('pack')
  const [deb = ''] = await makePackages({ targets: ['deb'], compress: 'zstd' }, runtime.dist)
  const sandbox = sandboxWorks()
  if (!sandbox) say('ordinary people get no user namespaces here, so the window is tested without its sandbox')
  const startedAt = performance.now()
  const config = inProject('e2e', 'installed.config.ts')
  try {
    const { code } = await runChild(process.execPath, [tool('playwright'), 'test', '--config', config], {
      cwd: ROOT,
      env: { ...env, WATTBENCH_DEB: deb, ...(sandbox ? {} : { WATTBENCH_NO_SANDBOX: '1' }) },
    })
    say(`install test: ${code === 0 ? 'good' : `FAILED, exit code ${code}`} (${since(startedAt)})`)
    return { code, deb }
  } finally {
    // An interrupted test has not come to its end.
    if (isInstalled()) spawnSync('dpkg', ['--remove', 'wattbench'])
  }
}
