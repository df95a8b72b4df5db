/** Ending a process group that this process started, by its number only. */
import { setTimeout as sleep } from 'node:timers/promises'
import { groupRuns } from './proc.mjs'

/** How long what is left of a group may take to follow its leader. */
const LEFTOVER_MS = 1000
const POLL_MS = 25

/** @param {number} pid leader of a group that we started @param {NodeJS.Signals} signal nothing happens when it is empty */
export function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal)
  } catch {
    // Everyone has gone already.
  }
}

/** @param {number} pid leader that has ended; whoever stayed behind is asked, then made, to end */
export async function endLeftovers(pid) {
  if (!groupRuns(pid)) return
  signalGroup(pid, 'SIGTERM')
  for (let waited = 0; waited < LEFTOVER_MS; waited += POLL_MS) {
    await sleep(POLL_MS)
    if (!groupRuns(pid)) return
  }
  signalGroup(pid, 'SIGKILL')
}
