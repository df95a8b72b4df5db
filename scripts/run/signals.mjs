/**
 * SIGINT, SIGTERM and SIGHUP, counted once: under `npm run` one Ctrl-C arrives twice, from the terminal and from npm.
 * Children live in process groups of their own, so what reaches them is only what is forwarded here.
 */
import { constants } from 'node:os'

/** Two signals closer than this are one wish. */
const ECHO_MS = 1000

/** How often to look whether npm is still there. */
const PARENT_POLL_MS = 1000

/** @typedef {(signal: NodeJS.Signals, times: number) => void} Listener */

/** @type {Set<Listener>} */
const listeners = new Set()
/** @type {NodeJS.Signals | null} */
let first = null
let times = 0
let lastAt = Number.NEGATIVE_INFINITY

/** @param {NodeJS.Signals} signal @returns {number} 128 + its number, as a shell reports it */
export const signalCode = (signal) => 128 + constants.signals[signal]

/** @returns {NodeJS.Signals | null} the first signal that asked this process to stop */
export const askedToStop = () => first

/** @param {NodeJS.Signals} signal */
function receive(signal) {
  const now = performance.now()
  if (now - lastAt < ECHO_MS) return
  lastAt = now
  first ??= signal
  times += 1
  if (listeners.size === 0) process.exit(signalCode(signal))
  for (const listener of [...listeners]) listener(signal, times)
}

/** Takes the signals over from Node: from here on they go to listeners; without any, the process ends at once. */
export function takeSignals() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => receive(signal))
  endWithNpm()
}

/** A killed npm (a time limit in CI) cannot pass a signal on; without it nobody wants what runs here. */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    receive('SIGTERM')
  }, PARENT_POLL_MS)
  watch.unref()
}

/**
 * @param {Listener} listener gets the signal and how many times the process was asked to stop
 * @returns {() => void} takes the listener away
 */
export function onSignal(listener) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
