/** Step: npm packages as package-lock.json wants them. */
import { readFileSync, writeFileSync } from 'node:fs'
import { inProject, ROOT } from '../project.mjs'
import { runChild } from '../run/child.mjs'
import { withLock } from '../run/lock.mjs'
import { Trouble } from '../trouble.mjs'
import { lockStamp, sameAsInstalled } from './lock-state.mjs'
import { explainNpm, NPM_QUIT_MS, npmCommand } from './npm-command.mjs'

const STAMP = inProject('node_modules', '.wattbench-lock-sha')
const INSTALLED = inProject('node_modules', '.package-lock.json')

/** @param {string} file @returns {string | null} */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/** @returns {'fresh' | 'missing' | 'stale'} */
function state() {
  const lock = textOf(inProject('package-lock.json'))
  if (lock === null) {
    throw new Trouble('package-lock.json is missing', {
      next: 'Get it back from version control: "git checkout package-lock.json".',
    })
  }
  const installed = textOf(INSTALLED)
  const stamp = lockStamp(lock)
  // No list means that no installation has ever finished here.
  if (installed === null) return 'missing'
  if (textOf(STAMP) === stamp) return 'fresh'
  if (!sameAsInstalled(lock, installed)) return 'stale'
  writeFileSync(STAMP, stamp)
  return 'fresh'
}

/** @param {import('../report.mjs').Step} step @param {'missing' | 'stale'} why */
async function install(step, why) {
  const reason = why === 'missing' ? 'none here yet' : 'package-lock.json has changed'
  step.doing(`${reason}, installing with "npm ci", about half a minute`)
  const [npm, ...before] = npmCommand()
  const args = [...before, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  // NODE_ENV=production would leave out the tools.
  const { code, output } = await runChild(npm, args, {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: '' },
    quitMs: NPM_QUIT_MS,
    output: 'keep',
  })
  if (code !== 0) throw new Trouble(`npm ci failed with exit code ${code}`, explainNpm(output))
  writeFileSync(STAMP, lockStamp(readFileSync(inProject('package-lock.json'), 'utf8')))
}

/** @param {import('../report.mjs').Report} report */
export function npmPackages(report) {
  return report.step('npm packages', async (step) => {
    if (state() === 'fresh') return { line: 'up to date', value: undefined }
    return withLock(step, async () => {
      const now = state()
      if (now === 'fresh') return { line: 'installed by the other command', value: undefined }
      await install(step, now)
      const { packages } = JSON.parse(readFileSync(INSTALLED, 'utf8'))
      return { line: `${Object.keys(packages).length} packages installed`, value: undefined }
    })
  })
}
