import { randomFrom } from '../../base/random'
import type { Plan } from '../../engine/power-tree/plan'
import { Board } from './board'

/** What hangs on the channels. */
export interface Load {
  /** Volts of a channel, seconds after switching on, in scan `scan` (0-based); null: nothing is wired to it. */
  volts(channel: number, atS: number, scan: number): number | null
}

/** For `--help`. */
export const LOAD_GRAMMAR = [
  ['demo', 'a board wired as the plan says: idles, works, suspends, once a minute (the default)'],
  ['steady[:W]', 'the same board always at work, without noise; W is the power of its first root'],
  ['readings:FILE', 'a JSON list of {"CHANNEL": volts}, one object per scan, over and over'],
] as const

/** Noise of a reading: a share of it, and microvolts of the range. */
const NOISE = { share: 2e-5, volts: 3e-6 } as const

/** A board on a plan: noisy and busy, or steady. */
export function boardLoad(plan: Plan, seed: number, steady: boolean, totalW: number | null): Load {
  const board = new Board(plan, seed, steady, totalW)
  const random = randomFrom(seed + 1)
  const bell = (): number => random() + random() + random() - 1.5
  const { positions } = plan.links
  return {
    volts: (channel, atS) => {
      const position = positions.get(channel)
      if (position === undefined) return null
      const volts = board.volts(position, atS)
      return steady ? volts : volts * (1 + NOISE.share * bell()) + NOISE.volts * bell()
    },
  }
}

/** Readings of somebody's measurement, one object per scan. */
export function playedLoad(scans: readonly Readonly<Record<string, number>>[]): Load {
  return { volts: (channel, _atS, scan) => scans[scan % scans.length]?.[channel] ?? null }
}

/** A load by its text (LOAD_GRAMMAR); `read` gives the text of a file. A string says why there is none. */
export function parseLoad(spec: string, plan: Plan, seed: number, read: (path: string) => string): Load | string {
  const at = spec.indexOf(':')
  const [kind, rest] = at < 0 ? [spec, null] : [spec.slice(0, at), spec.slice(at + 1)]
  if (kind === 'demo' && rest === null) return boardLoad(plan, seed, false, null)
  if (kind === 'steady') {
    const watts = rest === null ? null : Number(rest)
    if (rest === '' || (watts !== null && !(watts > 0 && watts < 1e6))) return `"${rest}" is no power in watts.`
    return boardLoad(plan, seed, true, watts)
  }
  if (kind === 'readings' && rest) {
    const scans = scansIn(read(rest))
    return scans ? playedLoad(scans) : `${rest} is no JSON list of {"CHANNEL": volts}.`
  }
  return `"${spec}" is no load; known are ${LOAD_GRAMMAR.map(([form]) => form).join(', ')}.`
}

function scansIn(text: string): readonly Readonly<Record<string, number>>[] | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  return Array.isArray(json) && json.length > 0 && json.every(isReadings) ? json : null
}

function isReadings(value: unknown): value is Readonly<Record<string, number>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.entries(value).every(([channel, volts]) => /^\d{1,5}$/.test(channel) && typeof volts === 'number')
}
