/** One Wattbench command at a time changes node_modules, out/ or the cache; a second one waits and then finds the work done. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inCache, ROOT } from '../project.mjs'
import { processStat } from './proc.mjs'

const POLL_MS = 200

/** @param {string} file @returns {{ held: boolean, pid: string }} whether the process that wrote it still runs */
function ownerOf(file) {
  try {
    const [pid = '', start = ''] = readFileSync(file, 'utf8').split(' ')
    return { held: processStat(pid)?.start === start, pid }
  } catch {
    return { held: false, pid: '' }
  }
}

/** @param {string} file @returns {boolean} */
function take(file) {
  try {
    writeFileSync(file, `${process.pid} ${processStat(process.pid)?.start}`, { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    return false
  }
}

/**
 * @template T
 * @param {import('../report.mjs').Step} step told when there is someone to wait for
 * @param {() => Promise<T>} work should look again whether there is anything to do
 * @returns {Promise<T>}
 */
export async function withLock(step, work) {
  const file = inCache('locks', createHash('sha256').update(ROOT).digest('hex').slice(0, 16))
  mkdirSync(dirname(file), { recursive: true })
  let told = false
  while (!take(file)) {
    const { held, pid } = ownerOf(file)
    if (!held) rmSync(file, { force: true })
    else if (!told) {
      told = true
      step.doing(`waiting for another Wattbench command (process ${pid})`)
    }
    if (held) await sleep(POLL_MS)
  }
  const release = () => rmSync(file, { force: true })
  process.on('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}
