import { expect, it } from 'vitest'
import { fuzz, TARGETS } from './fuzz'

/** Runs within some seconds on a busy machine. */
const RUNS: Readonly<Record<string, number>> = { sessionFile: 12, collectdZip: 60, settingsFile: 60, api: 120 }

it.each(Object.keys(TARGETS))(
  '%s bears a short fuzz',
  async (name) => {
    const { runs, failures } = await fuzz(name, { seed: 1, runs: RUNS[name] ?? 400, ms: 15_000 })
    expect(failures).toEqual([])
    expect(runs).toBeGreaterThan(0)
  },
  60_000,
)
