/** Step: a virtual screen where the machine has none. Private to this command, ended with it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Trouble } from '../trouble.mjs'
import { xauthorityOf } from './xauthority.mjs'

const SCREEN = '1920x1080x24'
const START_LIMIT_MS = 10_000
const END_LIMIT_MS = 2000

/** @returns {boolean} whether windows can be opened here */
export const hasDisplay = () => Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/**
 * @typedef {object} Display
 * @property {Record<string, string>} env for the programs that are to use it
 * @property {string} name such as ":99"
 * @property {() => Promise<void>} close
 */

/**
 * Waits for the end of its standard input, which comes even when this process is killed with SIGKILL; then ends Xvfb.
 * @param {number} pid @param {string} folder removed as well
 */
function guardOf(pid, folder) {
  const script = 'read -r _; kill "$0" 2>/dev/null; rm -rf "$1"'
  return spawn('sh', ['-c', script, String(pid), folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
}

/**
 * @param {import('node:child_process').ChildProcess} xvfb
 * @returns {Promise<string>} the number it chose
 */
async function numberOf(xvfb) {
  let number = ''
  let complaint = ''
  xvfb.stderr?.on('data', (bytes) => {
    complaint = `${complaint}${bytes}`.slice(-2000)
  })
  const told = new Promise((resolve, reject) => {
    xvfb.stdio[3]?.on('data', (bytes) => {
      number += bytes
      if (number.includes('\n')) resolve(number.trim())
    })
    xvfb.once('error', (error) => reject(new Error(error.message)))
    xvfb.once('exit', (code) => reject(new Error(`Xvfb ended with exit code ${code}.\n${complaint}`)))
  })
  const late = sleep(START_LIMIT_MS, undefined, { ref: false }).then(() => {
    throw new Error(`Xvfb named no display within ${START_LIMIT_MS / 1000} s.\n${complaint}`)
  })
  return Promise.race([told, late]).catch((error) => {
    throw new Trouble('The virtual screen (Xvfb) did not start', {
      because: error.message.trim(),
      next: 'Try "Xvfb -displayfd 1" by hand; or set DISPLAY to a screen of yours.',
    })
  })
}

/**
 * @param {import('../report.mjs').Report} report
 * @returns {Promise<Display>}
 */
export function openDisplay(report) {
  return report.step('display', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wattbench-screen-'))
    const authority = join(folder, 'Xauthority')
    writeFileSync(authority, xauthorityOf(), { mode: 0o600 })
    // -noreset: the screen survives its last client, so several windows in a row find it.
    const args = ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset', '-auth', authority]
    const xvfb = spawn('Xvfb', args, { detached: true, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
    const guard = xvfb.pid ? guardOf(xvfb.pid, folder) : null

    const close = async () => {
      if (xvfb.exitCode === null && xvfb.signalCode === null && xvfb.pid) {
        const gone = once(xvfb, 'exit')
        xvfb.kill('SIGTERM')
        await Promise.race([gone, sleep(END_LIMIT_MS, undefined, { ref: false }).then(() => xvfb.kill('SIGKILL'))])
      }
      guard?.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    }
    try {
      const name = `:${await numberOf(xvfb)}`
      const env = { DISPLAY: name, XAUTHORITY: authority, WATTBENCH_XVFB: '1' }
      return { line: `no screen here, using a virtual one (Xvfb ${name}, ${SCREEN})`, value: { env, name, close } }
    } catch (error) {
      await close()
      throw error
    }
  })
}
