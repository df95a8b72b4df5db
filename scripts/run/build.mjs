/** Building out/ with electron-vite: always, or only when it is older than what it is built from. */
import { ROOT, tool } from '../project.mjs'
import { makeReport } from '../report.mjs'
import { Trouble } from '../trouble.mjs'
import { fingerprint, forgetBuild, isBuilt, rememberBuild } from './build-state.mjs'
import { runChild } from './child.mjs'
import { withLock } from './lock.mjs'

/**
 * @param {readonly string[]} args for electron-vite
 * @param {'show' | 'keep'} output
 */
async function build(args, output) {
  const print = fingerprint()
  forgetBuild()
  const ending = await runChild(process.execPath, [tool('electron-vite'), 'build', ...args], { cwd: ROOT, output })
  if (ending.code !== 0) {
    throw new Trouble(`electron-vite build ended with exit code ${ending.code}`, {
      because: ending.output.trim() || undefined,
      next: 'Correct what it names, then run the command again.',
      code: ending.code,
    })
  }
  if (args.length === 0) rememberBuild(print)
}

/** @param {readonly string[]} args for electron-vite; a build with arguments of its own is not taken for the ordinary one */
export const buildNow = (args) =>
  makeReport('build').step('electron-vite', (step) =>
    withLock(step, async () => {
      await build(args, 'show')
      return { line: 'done', value: undefined }
    }),
  )

/** @param {{ quiet?: boolean }} [options] quiet: says nothing when out/ is up to date */
export const buildIfStale = ({ quiet = false } = {}) =>
  makeReport('build', { quiet }).step('out/', async (step) => {
    if (isBuilt()) return { line: 'up to date', value: undefined }
    return withLock(step, async () => {
      if (isBuilt()) return { line: 'built by the other command', value: undefined }
      step.doing('older than the sources, building')
      await build([], 'keep')
      return { line: 'built', value: undefined }
    })
  })
