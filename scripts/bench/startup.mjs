/** Start-up and memory of the built application against a bare window in the same runtime, by turns. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../project.mjs'

const ROUNDS = 7
/** Memory is read so long after the first paint: what is loaded later belongs to it. */
const SETTLE_MS = 3_000
const GIVE_UP_MS = 60_000
/** Loaded before the application (electron -r): tells when the first window is ready to be shown. */
const WATCH = `const { app } = require('electron'); app.on('browser-window-created', (_event, window) => window.once('ready-to-show', () => process.stdout.write('READY\\n')))`
const BARE = `const { app, BrowserWindow } = require('electron'); app.whenReady().then(() => { const window = new BrowserWindow({ width: 1440, height: 900, show: false, webPreferences: { sandbox: true, contextIsolation: true } }); window.once('ready-to-show', () => window.show()); window.loadURL('data:text/html,<title>bare</title><p>bare') })`

export async function benchStartup() {
  const folder = mkdtempSync(join(tmpdir(), 'wattbench-startup-'))
  const bare = join(folder, 'bare')
  writeFileSync(join(folder, 'watch.cjs'), WATCH)
  writeFileSync(`${bare}.cjs`, BARE)
  try {
    /** @type {{ bare: Round[], app: Round[] }} */
    const rounds = { bare: [], app: [] }
    // The first of each warms the page cache and is not counted.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [name, target] of /** @type {const} */ ([
        ['bare', `${bare}.cjs`],
        ['app', ROOT],
      ])) {
        const one = await launch(target, folder, `${name}-${round}`)
        if (round > 0) rounds[name].push(one)
      }
    }
    const of = (/** @type {'bare' | 'app'} */ who, /** @type {keyof Round} */ what) =>
      median(rounds[who].map((one) => one[what]))
    const ratio = (/** @type {keyof Round} */ what) => (of('app', what) / of('bare', what)).toFixed(2)
    return [
      {
        what: 'bare window: start to ready-to-show',
        figure: `${of('bare', 'readyMs').toFixed(0)} ms`,
        note: `median of ${ROUNDS}`,
      },
      {
        what: 'Wattbench: start to ready-to-show',
        figure: `${of('app', 'readyMs').toFixed(0)} ms`,
        note: `${ratio('readyMs')} ×; aim ≤ 1.6 ×`,
      },
      { what: 'bare window: memory (PSS of all processes)', figure: `${of('bare', 'pssMb').toFixed(0)} MB` },
      {
        what: 'Wattbench: memory',
        figure: `${of('app', 'pssMb').toFixed(0)} MB`,
        note: `${ratio('pssMb')} ×; aim ≤ 1.5 ×`,
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @typedef {{ readyMs: number, pssMb: number }} Round */

/** @param {string} target @param {string} folder @param {string} name @returns {Promise<Round>} */
async function launch(target, folder, name) {
  const electron = createRequire(import.meta.url)('electron')
  const home = join(folder, name)
  const env = {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: `${home}/c`,
    XDG_DATA_HOME: `${home}/d`,
    XDG_STATE_HOME: `${home}/s`,
  }
  const args = ['-r', join(folder, 'watch.cjs'), target, '--no-sandbox', '--disable-gpu']
  const startMs = performance.now()
  const child = spawn(electron, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const readyMs = await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${name} shows no window`)), GIVE_UP_MS)
      child.stdout.on('data', (data) => {
        if (!String(data).includes('READY')) return
        clearTimeout(late)
        resolve(performance.now() - startMs)
      })
      child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)))
    })
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
    return { readyMs, pssMb: pssOf(child.pid ?? 0) / 1024 }
  } finally {
    const gone = new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(null)))
    child.kill('SIGTERM')
    await gone
  }
}

/** Proportional set size of a process and all it started, KiB: shared pages are counted once. @param {number} pid @returns {number} */
function pssOf(pid) {
  const parents = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
    } catch {
      // It ended just now.
    }
  }
  const family = [pid]
  for (const one of family) for (const [child, parent] of parents) if (parent === one) family.push(child)
  return family.reduce((sum, one) => {
    try {
      return sum + Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
    } catch {
      return sum
    }
  }, 0)
}

/** @param {readonly number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
