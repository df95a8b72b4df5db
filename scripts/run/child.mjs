/** Running one child to its end: own process group, signals forwarded, nothing left behind. */
import { spawn } from 'node:child_process'
import { Interrupted, Trouble } from '../trouble.mjs'
import { endLeftovers, signalGroup } from './process-group.mjs'
import { askedToStop, onSignal, signalCode } from './signals.mjs'

/** After a first signal a child may finish its work for this long; then its group is killed. */
const QUIT_LIMIT_MS = 30_000

/**
 * @typedef {object} ChildOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {'show' | 'keep' | 'stderr'} [output] show: as ours (default); keep: collected; stderr: shown there
 * @property {boolean} [last] the command of the task: its end after a signal is its own affair, not an interruption
 * @property {number} [limitMs] killed after this time
 * @property {number} [quitMs] killed so long after a signal that it did not follow
 */

/**
 * @typedef {object} Ending
 * @property {number} code the exit code, 128 + n when ended by signal n
 * @property {NodeJS.Signals | null} signal
 * @property {string} output what was collected, standard error included
 * @property {string} stdout the same without standard error
 * @property {boolean} timedOut
 */

/** @type {Record<'show' | 'keep' | 'stderr', import('node:child_process').StdioOptions>} */
const STDIO = { show: 'inherit', keep: ['ignore', 'pipe', 'pipe'], stderr: ['ignore', 2, 2] }

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ChildOptions} [options]
 * @returns {Promise<Ending>}
 * @throws {Trouble} when the command cannot be started
 * @throws {Interrupted} when a signal ended it and it is not `last`
 */
export async function runChild(
  command,
  args,
  { cwd, env, output = 'show', last = false, limitMs, quitMs = QUIT_LIMIT_MS } = {},
) {
  const child = spawn(command, args, { cwd, env, stdio: STDIO[output], detached: true })
  /** @type {Buffer[]} */
  const collected = []
  /** @type {Buffer[]} */
  const fromStdout = []
  child.stdout?.on('data', (bytes) => {
    collected.push(bytes)
    fromStdout.push(bytes)
  })
  child.stderr?.on('data', (bytes) => collected.push(bytes))

  let timedOut = false
  /** @type {NodeJS.Timeout[]} */
  const timers = []
  const killGroup = () => child.pid && signalGroup(child.pid, 'SIGKILL')
  const forget = onSignal((signal, times) => {
    // Leader only: it ends its own helpers in its own order. A third wish is an order.
    if (times > 2) killGroup()
    else child.kill(signal)
    timers.push(setTimeout(killGroup, quitMs))
  })
  const overdue = () => {
    timedOut = true
    killGroup()
  }
  if (limitMs) timers.push(setTimeout(overdue, limitMs))
  const killOnExit = () => child.pid && signalGroup(child.pid, 'SIGTERM')
  process.on('exit', killOnExit)

  try {
    const { code, signal } = await ended(child, command)
    const asked = askedToStop()
    if (asked && !last) throw new Interrupted(asked, signalCode(asked))
    return {
      code,
      signal,
      output: Buffer.concat(collected).toString(),
      stdout: Buffer.concat(fromStdout).toString(),
      timedOut,
    }
  } finally {
    process.off('exit', killOnExit)
    for (const timer of timers) clearTimeout(timer)
    forget()
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} command for the message
 * @returns {Promise<{ code: number, signal: NodeJS.Signals | null }>}
 */
function ended(child, command) {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      reject(
        new Trouble(`${command} could not be started`, {
          because: error.message,
          next: 'Check that it is installed and may be executed.',
        }),
      )
    })
    // Leftovers hold our pipes open, so they are ended at `exit`; `close` then says that all output has been read.
    let leftovers = Promise.resolve()
    child.once('exit', () => {
      if (child.pid) leftovers = endLeftovers(child.pid)
    })
    child.once('close', (code, signal) => {
      leftovers.then(() => resolve({ code: signal ? signalCode(signal) : (code ?? 1), signal }), reject)
    })
  })
}
