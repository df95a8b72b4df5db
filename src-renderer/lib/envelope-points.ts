import type { Envelope } from '@contract/model'
import type { Range } from './x-range'

/** A filled bucket on a small chart. */
export interface EnvelopePoint {
  /** 0 … 1 of the range. */
  readonly at: number
  readonly mean: number
  readonly min: number
  readonly max: number
  /** Nothing was measured before it. */
  readonly begins: boolean
}

/** Longer without a sample than this many times the usual distance is a gap. */
const GAP = 3

/** Filled buckets inside a range. */
export function pointsOf(envelope: Envelope, { fromUs, toUs }: Range): readonly EnvelopePoint[] {
  const { startUs, stepUs, n, mean, min, max } = envelope
  const filled: number[] = []
  for (let i = 0; i < n.length; i++) if (n[i] && Number.isFinite(mean[i])) filled.push(i)
  const steps = filled.slice(1).map((i, k) => i - (filled[k] ?? 0))
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 1
  return filled
    .map((i, k) => ({
      at: (startUs + (i + 0.5) * stepUs - fromUs) / (toUs - fromUs),
      mean: mean[i] ?? Number.NaN,
      min: min[i] ?? Number.NaN,
      max: max[i] ?? Number.NaN,
      begins: k === 0 || i - (filled[k - 1] ?? i) > usual * GAP,
    }))
    .filter(({ at }) => at >= 0 && at <= 1)
}

/** Points between two gaps. */
export function runsOf(points: readonly EnvelopePoint[]): readonly (readonly EnvelopePoint[])[] {
  return points.reduce<EnvelopePoint[][]>((found, point) => {
    if (point.begins || found.length === 0) found.push([])
    found.at(-1)?.push(point)
    return found
  }, [])
}

/** SVG paths of one run: the band between smallest and largest sample, and the line of means. */
export function runPaths(
  run: readonly EnvelopePoint[],
  x: (at: number) => number,
  y: (value: number) => number,
): { readonly band: string; readonly line: string } {
  const spot = (at: number, value: number): string => `${x(at).toFixed(1)} ${y(value).toFixed(1)}`
  const line = run.map(({ at, mean }) => spot(at, mean)).join('L')
  const top = run.map(({ at, max }) => spot(at, max))
  const bottom = run.toReversed().map(({ at, min }) => spot(at, min))
  return { band: `M${[...top, ...bottom].join('L')}Z`, line: run.length === 1 ? `M${line}h1` : `M${line}` }
}
