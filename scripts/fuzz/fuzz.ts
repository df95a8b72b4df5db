import { Dice } from './dice'
import { api, bridge, given, letGo } from './door-targets'
import { collectdRows, collectdZip, sessionFile, settingsFile } from './file-targets'
import { channelFile, powerspyFramer, scpiFramer } from './wire-targets'

/** What is fuzzed. Each takes one seed's choices and throws when something is wrong. */
export const TARGETS: Readonly<Record<string, (dice: Dice) => Promise<void>>> = {
  powerspyFramer,
  scpiFramer,
  channelFile,
  collectdRows,
  collectdZip,
  api,
  sessionFile,
  settingsFile,
  bridge,
  given,
}

/** A run that takes longer hangs. */
const PATIENCE_MS = 20_000

export interface FuzzReport {
  readonly runs: number
  /** The first failures, each with the seed that leads to it again. */
  readonly failures: readonly { readonly seed: number; readonly why: string }[]
  readonly heapMb: number
}

/** Runs a target with seed, seed + 1 … for so many runs or so long, whatever ends first. `at` hears each seed before its run. */
export async function fuzz(
  name: string,
  limits: { readonly seed: number; readonly runs: number; readonly ms: number },
  at: (seed: number) => void = () => undefined,
): Promise<FuzzReport> {
  const target = TARGETS[name]
  if (!target) throw new Error(`there is no target ${name}; targets: ${Object.keys(TARGETS).join(', ')}`)
  const failures: { seed: number; why: string }[] = []
  const untilMs = performance.now() + limits.ms
  let runs = 0
  for (
    let seed = limits.seed;
    runs < limits.runs && performance.now() < untilMs && failures.length < 10;
    seed++, runs++
  ) {
    at(seed)
    await once(target, seed).catch((error: unknown) => {
      failures.push({ seed, why: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    })
  }
  await letGo()
  return { runs, failures, heapMb: process.memoryUsage().heapUsed / 1e6 }
}

function once(target: (dice: Dice) => Promise<void>, seed: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const hang = setTimeout(() => reject(new Error(`no end after ${PATIENCE_MS / 1000} s`)), PATIENCE_MS)
    target(new Dice(seed))
      .then(resolve, reject)
      .finally(() => clearTimeout(hang))
  })
}
