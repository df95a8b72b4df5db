/**
 * `npm run fuzz -- --minutes N [--seed S] [--target NAME]`: all targets in turn, each in a process of its own, so that one that
 * stops its process or hangs is found as well. Ends with 1 when an input did harm, and names the seed that makes it again.
 */
import { fork } from 'node:child_process'
import { parseArgs } from 'node:util'
import { bundled, bundleOf } from '../bench/bundled.mjs'
import { inProject } from '../project.mjs'

/** A process that starts no new run for so long hangs. */
const HANG_MS = 60_000

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string' }, target: { type: 'string' } },
})
const minutes = Number(values.minutes)
const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed)
const bundle = await bundleOf('fuzz', 'fuzz')
const { TARGETS } = await bundled('fuzz', 'fuzz')
const names = Object.keys(TARGETS).filter((name) => values.target === undefined || name === values.target)
if (!(minutes > 0) || !Number.isInteger(seed) || names.length === 0) {
  console.error(`fuzz: --minutes above 0, --seed an integer, --target one of ${Object.keys(TARGETS).join(', ')}`)
  process.exit(2)
}
let harm = 0
for (const name of names) harm += await fuzzOne(name, (minutes * 60_000) / names.length)
process.exit(harm === 0 ? 0 : 1)

/** What fuzz.ts reports. @typedef {{ runs: number, failures: readonly { seed: number, why: string }[], heapMb: number }} Report */

/** @param {string} name @param {number} ms @returns {Promise<number>} how much harm was done */
async function fuzzOne(name, ms) {
  const untilMs = performance.now() + ms
  let [from, runs, found, heapMb] = [seed, 0, 0, 0]
  while (performance.now() < untilMs && found < 10) {
    const left = Math.round(untilMs - performance.now())
    const { at, report, end } = await inProcess([bundle, name, String(from), String(left)])
    runs += report?.runs ?? at - from
    heapMb = Math.max(heapMb, report?.heapMb ?? 0)
    for (const { seed: bad, why } of report?.failures ?? []) {
      found++
      console.error(`fuzz: ${name}, seed ${bad}: ${why}`)
    }
    if (!report) {
      found++
      console.error(`fuzz: ${name}, seed ${at}: the process ${end}`)
    }
    if (report && report.failures.length < 10) break
    from = at + 1
  }
  console.log(
    `fuzz  ${name.padEnd(16)} ${String(runs).padStart(8)} runs from seed ${seed}, heap ${heapMb.toFixed(0)} MB, ${found} harmful`,
  )
  return found
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<{ at: number, report: Report | null, end: string }>} the last seed begun; null when the process did not come to its end
 */
function inProcess(args) {
  return new Promise((resolve) => {
    const child = fork(inProject('scripts', 'fuzz', 'one-target.mjs'), [...args])
    /** @type {Report | null} */
    let report = null
    let at = Number(args[2])
    let end = ''
    const hung = () => {
      end = `hangs for ${HANG_MS / 1000} s`
      child.kill('SIGKILL')
    }
    let watch = setTimeout(hung, HANG_MS)
    child.on('message', (/** @type {{ at?: number, report?: Report }} */ message) => {
      clearTimeout(watch)
      watch = setTimeout(hung, HANG_MS)
      if (message.at !== undefined) at = message.at
      if (message.report) report = message.report
    })
    child.on('exit', (code, signal) => {
      clearTimeout(watch)
      resolve({ at, report, end: end || `ended by itself (${signal ?? code})` })
    })
  })
}
