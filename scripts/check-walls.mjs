/**
 * The walls between the rooms (.dependency-cruiser.cjs). Fails on a broken rule, and also when dependency-cruiser did
 * not look at every source file: a checker that sees nothing reports no violation.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inProject, ROOT, tool } from './project.mjs'
import { runChild } from './run/child.mjs'
import { Trouble } from './trouble.mjs'

const ROOMS = ['src-main', 'src-preload', 'src-renderer']
const SOURCE = /\.tsx?$/
const DECLARATION = /\.d\.ts$/
/** How many missed files are named. */
const NAMED = 10

/**
 * @typedef {{ name: string, comment?: string }} Rule
 * @typedef {{ from: string, to: string, rule: { name: string, severity: string }, cycle?: (string | { name: string })[] }} Violation
 * @typedef {{ modules: { source: string }[],
 *   summary: { violations: Violation[], ruleSetUsed?: { forbidden?: Rule[] } } }} CruiseResult
 */

/** @param {string} name @returns {boolean} */
const isSource = (name) => SOURCE.test(name) && !DECLARATION.test(name)

/** @returns {string[]} source files on the disk, relative to the project */
function sourcesOnDisk() {
  return ROOMS.filter((room) => existsSync(inProject(room))).flatMap((room) =>
    readdirSync(inProject(room), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && isSource(entry.name))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
  )
}

/** @returns {Promise<CruiseResult>} */
async function cruise() {
  const rooms = ROOMS.filter((room) => existsSync(inProject(room)))
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...rooms]
  const { output, stdout, code } = await runChild(process.execPath, [tool('depcruise'), ...args], {
    cwd: ROOT,
    output: 'keep',
  })
  try {
    return JSON.parse(stdout)
  } catch {
    throw new Trouble(`dependency-cruiser ended with exit code ${code} and no result`, {
      because: output.trim().slice(-2000),
      next: 'Correct .dependency-cruiser.cjs or what it names, then run the check again.',
    })
  }
}

/** @param {Violation} violation @returns {string} */
function edge({ from, to, cycle }) {
  if (!cycle?.length) return from === to ? from : `${from} → ${to}`
  return [from, ...cycle.map((step) => (typeof step === 'string' ? step : step.name))].join(' → ')
}

/**
 * @param {CruiseResult} result
 * @param {readonly string[]} onDisk source files that exist
 * @returns {{ lines: string[], good: boolean }} what to print, and whether the walls stand
 */
export function judge(result, onDisk) {
  const { violations, ruleSetUsed } = result.summary
  const comments = new Map((ruleSetUsed?.forbidden ?? []).map((rule) => [rule.name, rule.comment]))
  const seen = new Set(result.modules.map((module) => module.source))
  const missed = onDisk.filter((file) => !seen.has(file))
  const looked = onDisk.length - missed.length
  const errors = violations.filter((violation) => violation.rule.severity === 'error')
  const lines = [
    ...violations.flatMap((violation) => [
      `${violation.rule.severity} ${violation.rule.name}: ${edge(violation)}`,
      ...(comments.get(violation.rule.name) ? [`      ${comments.get(violation.rule.name)}`] : []),
    ]),
    `${looked} modules looked at, ${onDisk.length} source files exist, ${errors.length} walls broken`,
  ]
  if (missed.length > 0)
    lines.push(`not looked at: ${missed.slice(0, NAMED).join(', ')}${missed.length > NAMED ? ' …' : ''}`)
  if (onDisk.length === 0) lines.push('no source files at all: wrong folder?')
  return { lines, good: errors.length === 0 && missed.length === 0 && onDisk.length > 0 }
}

/** @returns {Promise<number>} exit code */
export async function checkWalls() {
  const { lines, good } = judge(await cruise(), sourcesOnDisk())
  for (const line of lines) console.error(line)
  return good ? 0 : 1
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await checkWalls().catch((error) => {
    console.error(error instanceof Trouble ? error.text() : error)
    return 1
  })
}
