#!/usr/bin/env node
/**
 * The one door of package.json's scripts: `node scripts/go.mjs <task> [args…]`.
 * Only the Node version check is imported up front, so that an old Node gets a sentence instead of a stack trace.
 */
import { nodeProblem } from './setup/node-version.mjs'

const [task = '', ...args] = process.argv.slice(2)
const problem = nodeProblem(process.versions.node)

if (problem) {
  console.error(problem)
  process.exit(1)
} else {
  const { perform } = await import('./run/perform.mjs')
  process.exit(await perform(task, args))
}
