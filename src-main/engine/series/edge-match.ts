import type { TimeUs } from '@contract/model'

/** A series as it was measured; rows in time order, NaN where there is no value. */
export interface Measured {
  readonly timesUs: Float64Array
  readonly values: Float64Array
}

/**
 * Means of equal steps: step i covers startUs + i · stepUs < t ≤ startUs + (i + 1) · stepUs. A step without a sample has what the one
 * before it had, up to HELD_STEPS in a row; then NaN.
 */
export interface Stepped {
  readonly startUs: TimeUs
  readonly stepUs: number
  readonly means: Float64Array
}

/** Where the second series fits the first one best. */
export interface EdgeMatch {
  /** What has to be added to the second one's stamps. */
  readonly shiftUs: number
  /** 0 … 1: how well the edges agree, times how far the best match stands out from the next best that is not its shoulder. */
  readonly confidence: number
  /** Correlation of the edges at the best match, −1 … 1. */
  readonly correlation: number
  /** Steps that were compared there. */
  readonly steps: number
}

/** Samples as far apart as a step, with jitter, leave single steps empty. */
const HELD_STEPS = 2

/** Fewer common steps than this say nothing. */
const LEAST_STEPS = 16

/** Folds rows into equal steps. Rows outside are passed over. */
export class StepMeans {
  private readonly sums: Float64Array
  private readonly counts: Uint32Array

  constructor(
    private readonly startUs: TimeUs,
    private readonly stepUs: number,
    count: number,
  ) {
    this.sums = new Float64Array(count)
    this.counts = new Uint32Array(count)
  }

  /** `earlierUs` is taken off every stamp: half the time a mean stands for puts it into its middle. */
  add({ timesUs, values }: Measured, earlierUs = 0): void {
    for (let i = 0; i < timesUs.length; i++) {
      const value = values[i]!
      const at = Math.ceil((timesUs[i]! - earlierUs - this.startUs) / this.stepUs) - 1
      if (Number.isNaN(value) || at < 0 || at >= this.sums.length) continue
      this.sums[at]! += value
      this.counts[at]! += 1
    }
  }

  result(): Stepped {
    const means = this.sums.map((sum, i) => (this.counts[i]! > 0 ? sum / this.counts[i]! : Number.NaN))
    for (let i = 1, held = 0; i < means.length; i++) {
      held = this.counts[i]! > 0 ? 0 : held + 1
      if (held > 0 && held <= HELD_STEPS) means[i] = means[i - 1]!
    }
    return { startUs: this.startUs, stepUs: this.stepUs, means }
  }
}

/**
 * Shifts `theirs` over `ours` by up to ± rangeUs and compares their edges (differences from step to step, each series scaled by its
 * own spread); a parabola through the best three shifts finds the place between two steps. Both have the same step. Null when they
 * have too little in common, or one of them never changes. Costs steps × shifts.
 */
export function matchEdges(ours: Stepped, theirs: Stepped, rangeUs: number): EdgeMatch | null {
  const { stepUs } = ours
  const a = edgesOf(ours.means)
  const b = edgesOf(theirs.means)
  if (!a || !b) return null
  const range = Math.ceil(rangeUs / stepUs)
  const apart = Math.round((theirs.startUs - ours.startUs) / stepUs)
  // Starts that are no whole number of steps apart leave a remainder no shift of whole steps can express.
  const remainderUs = theirs.startUs - ours.startUs - apart * stepUs
  const scores = new Float64Array(2 * range + 1)
  for (let i = 0; i < scores.length; i++) scores[i] = correlationAt(a, b, i - range + apart)
  const best = scores.reduce((at, score, i) => (score > scores[at]! ? i : at), 0)
  const peak = scores[best]!
  const steps = overlap(a, b, best - range + apart)
  if (!(peak > 0) || steps < LEAST_STEPS) return null
  const next = nextBest(scores, best)
  const shift = best - range + vertex(scores, best)
  return {
    shiftUs: shift * stepUs - remainderUs,
    confidence: Math.min(1, peak) * Math.max(0, 1 - Math.max(0, next) / peak),
    correlation: peak,
    steps,
  }
}

/** Differences from step to step around 0, of spread 1; 0 beside a step without value. Null when nothing changes. */
function edgesOf(means: Float64Array): Float64Array | null {
  const edges = new Float64Array(Math.max(0, means.length - 1))
  let squares = 0
  let known = 0
  for (let i = 0; i < edges.length; i++) {
    const edge = means[i + 1]! - means[i]!
    if (Number.isNaN(edge)) continue
    edges[i] = edge
    squares += edge * edge
    known += 1
  }
  const spread = Math.sqrt(squares / known)
  return known >= LEAST_STEPS && spread > 0 ? edges.map((edge) => edge / spread) : null
}

/** Theirs begins `at` steps after ours. */
const first = (at: number) => Math.max(0, at)
const overlap = (a: Float64Array, b: Float64Array, at: number) =>
  Math.max(0, Math.min(a.length, b.length + at) - first(at))

/**
 * Of the common steps, held against the shorter series whole: a shift that leaves only a few steps in common cannot win by chance.
 */
function correlationAt(a: Float64Array, b: Float64Array, at: number): number {
  let sum = 0
  const end = Math.min(a.length, b.length + at)
  for (let i = first(at); i < end; i++) sum += a[i]! * b[i - at]!
  return sum / Math.min(a.length, b.length)
}

/** The highest score outside the hill the best one stands on. */
function nextBest(scores: Float64Array, best: number): number {
  let from = best
  while (from > 0 && scores[from - 1]! < scores[from]!) from -= 1
  let to = best
  while (to < scores.length - 1 && scores[to + 1]! < scores[to]!) to += 1
  let next = 0
  for (let i = 0; i < scores.length; i++) if (i < from || i > to) next = Math.max(next, scores[i]!)
  return next
}

/** Where a parabola through the best score and its neighbours has its top, −0.5 … 0.5 steps beside it. */
function vertex(scores: Float64Array, best: number): number {
  const [left, top, right] = [scores[best - 1], scores[best]!, scores[best + 1]]
  if (left === undefined || right === undefined) return 0
  const bend = left - 2 * top + right
  return bend < 0 ? Math.max(-0.5, Math.min(0.5, (left - right) / (2 * bend))) : 0
}
