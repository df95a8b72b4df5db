import type { RawFrame } from './codec'
import { demoLoad } from './demo-load'

/**
 * What hangs on the simulated meter: watts by seconds since it was switched on (null: nothing plugged in),
 * or raw frames played one after the other.
 */
export type Load =
  | { readonly kind: 'watts'; wattsAt(seconds: number): number | null }
  | { readonly kind: 'frames'; readonly frames: readonly RawFrame[] }

/** For `--help`. */
export const LOAD_GRAMMAR = [
  ['demo', 'a computer: boot, idle, bursts (the default)'],
  ['none', 'nothing plugged in: power just below zero'],
  ['constant:W', 'the same power all the time'],
  ['sine:MEAN:AMPLITUDE:SECONDS', 'a slow wave'],
  ['steps:W,W,…:SECONDS', 'each power for so long, over and over'],
  ['burst:IDLE:PEAK:ON:OFF', 'PEAK for ON seconds, then IDLE for OFF seconds'],
  ['list:W,W,…:SECONDS', 'a recorded list: one value per SECONDS, straight lines between, over and over'],
  ['recorded', 'five frames recorded from a real meter, over and over'],
] as const

/** Frames of a real meter, 157–171 W. Source: NOTES.md, "Recorded frames". */
export const RECORDED_FRAMES: readonly RawFrame[] = [
  [8_003_530, 2_065_147, 3_850_908, 4009, 2741],
  [7_755_508, 1_896_639, 3_645_135, 3886, 2522],
  [7_753_895, 1_843_179, 3_573_954, 3887, 2542],
  [7_757_091, 1_910_532, 3_640_267, 3887, 2560],
  [7_760_746, 1_779_391, 3_528_616, 3887, 2391],
].map(([meanSquareU = 0, meanSquareI = 0, meanProduct = 0, peakU = 0, peakI = 0]) => ({
  meanSquareU,
  meanSquareI,
  meanProduct,
  peakU,
  peakI,
}))

const watts = (wattsAt: (seconds: number) => number | null): Load => ({ kind: 'watts', wattsAt })

export const constantLoad = (value: number): Load => watts(() => value)

/** A computer's day (demo-load.ts). */
export const computerLoad = (seed: number): Load => watts(demoLoad(seed))

export const noLoad: Load = watts(() => null)

/** A load by its text (LOAD_GRAMMAR); a string says why there is none. */
export function parseLoad(spec: string, seed: number): Load | string {
  const [kind = '', ...rest] = spec.split(':')
  const lists = rest.map((part) => part.split(',').map(Number))
  if (rest.includes('') || lists.flat().some((value) => !Number.isFinite(value)))
    return `"${spec}" holds something that is not a number.`
  const [first = [], second = [], third = [], fourth = []] = lists
  const [a = 0, b = 0, c = 0, d = 0] = [first[0], second[0], third[0], fourth[0]]
  const wanted = { demo: 0, none: 0, recorded: 0, constant: 1, sine: 3, steps: 2, burst: 4, list: 2 }[kind]
  if (wanted === undefined) return `"${kind}" is no load; known are ${LOAD_GRAMMAR.map(([form]) => form).join(', ')}.`
  if (wanted !== rest.length) return `"${spec}" has ${rest.length} parts after "${kind}", ${wanted} are needed.`
  switch (kind) {
    case 'none':
      return noLoad
    case 'recorded':
      return { kind: 'frames', frames: RECORDED_FRAMES }
    case 'constant':
      return constantLoad(a)
    case 'sine':
      return c > 0 ? watts((s) => a + b * Math.sin((2 * Math.PI * s) / c)) : 'A wave needs a length above 0 s.'
    case 'steps':
      return b > 0 ? watts((s) => first[Math.floor(s / b) % first.length] ?? 0) : 'Steps need a length above 0 s.'
    case 'burst':
      return c > 0 && d >= 0 ? watts((s) => (s % (c + d) < c ? b : a)) : 'A burst needs ON above 0 s and OFF from 0 s.'
    case 'list':
      return b > 0 ? watts((s) => between(first, s / b)) : 'A list needs a spacing above 0 s.'
    default:
      return computerLoad(seed)
  }
}

function between(values: readonly number[], at: number): number {
  const index = Math.floor(at)
  const here = values[index % values.length] ?? 0
  const next = values[(index + 1) % values.length] ?? here
  return here + (next - here) * (at - index)
}
