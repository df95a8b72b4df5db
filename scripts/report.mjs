/** One line a step on standard error: what it does, how it ended, how long it took. Standard output stays the command's. */

/** @param {number} startedAt from performance.now() @returns {string} such as "0.04 s" */
export const since = (startedAt) => `${((performance.now() - startedAt) / 1000).toFixed(2)} s`

/**
 * @typedef {object} Step
 * @property {(what: string) => void} doing says at once that something is being done that takes time
 * @property {(what: string) => void} note says something on the way
 */

/**
 * @typedef {object} Report
 * @property {boolean} quiet
 * @property {(line: string) => void} say
 * @property {<T>(label: string, work: (step: Step) => Promise<{ line: string, value: T }>) => Promise<T>} step
 */

/**
 * @param {string} area first word of every line: setup, build, start …
 * @param {{ quiet?: boolean }} [options] quiet: steps that had nothing to do print nothing
 * @returns {Report}
 */
export function makeReport(area, { quiet = false } = {}) {
  /** @param {string} line */
  const say = (line) => console.error(`${area.padEnd(6)} ${line}`)
  return {
    quiet,
    say,
    async step(label, work) {
      const startedAt = performance.now()
      let worked = false
      /** @param {string} what */
      const note = (what) => {
        worked = true
        say(`${label}: ${what}`)
      }
      const { line, value } = await work({ note, doing: (what) => note(`${what} …`) })
      if (worked || !quiet) say(`${label}: ${line} (${since(startedAt)})`)
      return value
    },
  }
}
