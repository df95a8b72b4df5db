/** The checks, in order of patience: each a labelled line and its time; the first that fails ends the row. */
import { readdirSync } from 'node:fs'
import { checkWalls } from '../check-walls.mjs'
import { ROOT, tool } from '../project.mjs'
import { makeReport, since } from '../report.mjs'
import { Trouble } from '../trouble.mjs'
import { runChild } from './child.mjs'

/** More compilers side by side would only wait for each other on a machine with two cores. */
const COMPILERS = 2

const { say } = makeReport('check')

/** @param {string} name @param {readonly string[]} args @returns {Promise<number>} */
async function runTool(name, args) {
  const { code } = await runChild(process.execPath, [tool(name), ...args], { cwd: ROOT })
  return code
}

/** @param {readonly string[]} names empty: all @returns {Promise<number>} */
export const runUnitTests = (names) => runTool('vitest', ['run', ...names])

/** @param {string} project @returns {Promise<number>} */
async function compile(project) {
  const startedAt = performance.now()
  const args = [tool('tsc'), '-p', project, '--noEmit', ...(process.stderr.isTTY ? ['--pretty'] : [])]
  const { code, output } = await runChild(process.execPath, args, { cwd: ROOT, output: 'keep' })
  say(`tsc ${project}: ${code === 0 ? 'good' : `exit code ${code}`} (${since(startedAt)})`)
  if (code !== 0) process.stderr.write(`${output.trimEnd()}\n`)
  return code
}

/** @returns {Promise<number>} the first exit code that is not 0, in the order of names */
async function compileAll() {
  const projects = readdirSync(ROOT)
    .filter((name) => /^tsconfig\..+\.json$/.test(name))
    .sort()
  if (projects.length === 0) throw new Trouble('No tsconfig.*.json here, so no types were checked')
  const waiting = [...projects.entries()]
  /** @type {number[]} */
  const codes = []
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) codes[next[0]] = await compile(next[1])
  }
  // All of them must have ended before an interruption goes on, hence not Promise.all.
  const outcomes = await Promise.allSettled(Array.from({ length: COMPILERS }, work))
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  return codes.find((code) => code !== 0) ?? 0
}

/** @type {readonly (readonly [label: string, run: () => Promise<number>])[]} */
const CHECKS = [
  ['types (tsc)', compileAll],
  ['lint (biome)', () => runTool('biome', ['check', '.'])],
  ['walls (dependency-cruiser)', checkWalls],
  ['unused code (knip)', () => runTool('knip', ['--no-progress'])],
  ['unit tests (vitest)', () => runUnitTests([])],
]

/** @returns {Promise<number>} exit code of the first that failed, 0 when all are good */
export async function runChecks() {
  const startedAt = performance.now()
  for (const [label, run] of CHECKS) {
    const from = performance.now()
    say(`${label} …`)
    const code = await run()
    say(`${label}: ${code === 0 ? 'good' : `FAILED, exit code ${code}`} (${since(from)})`)
    if (code !== 0) return code
  }
  say(`all good (${since(startedAt)})`)
  return 0
}
