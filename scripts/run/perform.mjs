import { since } from '../report.mjs'
import { Interrupted, Trouble } from '../trouble.mjs'
import { takeSignals } from './signals.mjs'

/**
 * Runs one task and turns whatever stops it into words and an exit code.
 * @param {string} task the name of a file in scripts/tasks
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function perform(task, args) {
  const startedAt = performance.now()
  takeSignals()
  try {
    /** @type {{ run: (args: string[]) => Promise<number> }} */
    const { run } = await import(`../tasks/${task}.mjs`)
    return await run(args)
  } catch (error) {
    if (error instanceof Interrupted) {
      console.error(`${task}: ${error.message} after ${since(startedAt)}`)
      return error.code
    }
    if (error instanceof Trouble) {
      console.error(`\n${task}: ${error.text()}`)
      return error.code
    }
    console.error(`\n${task}: unexpected error in scripts/, please report it with these lines:`, error)
    return 1
  }
}
