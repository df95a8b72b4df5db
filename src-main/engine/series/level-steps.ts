import type { TimeUs } from '@contract/model'
import type { Grid } from './grid'

/** Steps of kept buckets: each divides the next, and from 1 s on also minutes, hours and days where they are longer. */
const LADDER_MS = [
  1, 2, 10, 20, 100, 200, 1_000, 2_000, 10_000, 20_000, 60_000, 120_000, 600_000, 3_600_000, 21_600_000, 86_400_000,
] as const

export const LADDER_US: readonly number[] = LADDER_MS.map((ms) => ms * 1000)

/** Samples a finest bucket stands for at least: it costs as much as three of them. */
const BUCKET_SAMPLES = 64

/** A coarser level is worth keeping from this ratio on. */
const COARSER = 5

/** A window's buckets consist of this many kept ones where there are so fine ones: then it is at most a quarter coarser than asked. */
const PARTS = 4

/** Step of the finest kept buckets of a source with this sample spacing. */
export function finestStepUs(periodUs: number): number {
  return LADDER_US.find((step) => step >= BUCKET_SAMPLES * periodUs) ?? LADDER_US.at(-1)!
}

/** The steps kept above `stepUs`, fine to coarse. */
export function coarserSteps(stepUs: number, levels: number): readonly number[] {
  const steps: number[] = []
  for (let last = stepUs; steps.length < levels; last = steps.at(-1)!) {
    const next = LADDER_US.find((step) => step >= COARSER * last)
    if (next === undefined) break
    steps.push(next)
  }
  return steps
}

/**
 * A grid that kept buckets fill exactly: it covers fromUs < t ≤ toUs with at most `buckets` + 1 buckets, starts at a multiple of
 * its step and is at most twice as coarse as asked, a quarter from four finest buckets on. Null when even the finest of
 * `finest` (steps of the source's finest kept buckets) is too coarse: then raw rows are few enough.
 */
export function planLevelGrid(fromUs: TimeUs, toUs: TimeUs, buckets: number, finest: readonly number[]): Grid | null {
  const wantedUs = (toUs - fromUs) / Math.max(1, Math.floor(buckets))
  const fitting = finest.filter((step) => step <= 2 * wantedUs)
  if (fitting.length === 0) return null
  const unitUs = Math.max(...fitting, LADDER_US.findLast((step) => PARTS * step <= wantedUs) ?? 0)
  const stepUs = Math.ceil(wantedUs / unitUs) * unitUs
  const startUs = Math.floor(fromUs / stepUs) * stepUs
  return { startUs, stepUs, count: Math.ceil((toUs - startUs) / stepUs) }
}
