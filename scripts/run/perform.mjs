import { since } from '../report.mjs'
import { Interrupted, Trouble } from '../trouble.mjs'
import { takeSignals } from './signals.mjs'

/** @typedef {{ run: (args: string[]) => Promise<number> }} Task */

/** Written out, so that tools which look for unused files see them. @type {Readonly<Record<string, () => Promise<Task>>>} */
const TASKS = {
  start: () => import('../tasks/start.mjs'),
  dev: () => import('../tasks/dev.mjs'),
  build: () => import('../tasks/build.mjs'),
  check: () => import('../tasks/check.mjs'),
  e2e: () => import('../tasks/e2e.mjs'),
  test: () => import('../tasks/test.mjs'),
  bench: () => import('../tasks/bench.mjs'),
  package: () => import('../tasks/package.mjs'),
  'test:package': () => import('../tasks/test-package.mjs'),
  soak: () => import('../tasks/soak.mjs'),
  fuzz: () => import('../tasks/fuzz.mjs'),
  wattbench: () => import('../tasks/wattbench.mjs'),
}

/**
 * Runs one task and turns whatever stops it into words and an exit code.
 * @param {string} task
 * @param {string[]} args
 * @returns {Promise<number>} exit code, 2 for a task that does not exist
 */
export async function perform(task, args) {
  const load = Object.hasOwn(TASKS, task) ? TASKS[task] : undefined
  if (!load) {
    console.error(`There is no task "${task}". Tasks: ${Object.keys(TASKS).join(', ')}. Example: npm start -- --demo`)
    return 2
  }
  const startedAt = performance.now()
  takeSignals()
  try {
    return await (await load()).run(args)
  } catch (error) {
    return codeOf(error, task, since(startedAt))
  }
}

/** @param {unknown} error @param {string} task @param {string} time @returns {number} exit code, after saying why */
function codeOf(error, task, time) {
  if (error instanceof Interrupted) {
    console.error(`${task}: ${error.message} after ${time}`)
    return error.code
  }
  if (error instanceof Trouble) {
    console.error(`\n${task}: ${error.text()}`)
    return error.code
  }
  console.error(`\n${task}: unexpected error in scripts/, please report it with these lines:`, error)
  return 1
}
