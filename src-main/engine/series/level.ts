import type { Numbers } from './envelope'

/** Numbers of a bucket and column: min, max, sum. */
const FIGURES = 3

/**
 * Buckets of equal time that hold something, of several columns at once: bucket i covers endsUs[i] − stepUs < t ≤ endsUs[i], ends
 * are multiples of the step and rise. `figures` holds, for column c of N buckets, N minima from 3cN on, then N maxima, then N
 * sums; `counts` N numbers of samples from cN on. NaN samples are left out; a column without samples in a bucket has count 0.
 */
export interface Level {
  readonly stepUs: number
  readonly endsUs: Float64Array
  readonly figures: Float64Array
  readonly counts: Uint32Array
}

/** Where the figures of a column of a level begin. */
export const minAt = (level: Level, column: number): number => FIGURES * column * level.endsUs.length
export const maxAt = (level: Level, column: number): number => (FIGURES * column + 1) * level.endsUs.length
export const sumAt = (level: Level, column: number): number => (FIGURES * column + 2) * level.endsUs.length

/** An empty level of so many columns with these bucket ends. */
export function emptyLevel(stepUs: number, endsUs: Float64Array, columns: number): Level {
  const n = endsUs.length
  const level = {
    stepUs,
    endsUs,
    figures: new Float64Array(FIGURES * columns * n),
    counts: new Uint32Array(columns * n),
  }
  for (let c = 0; c < columns; c++) level.figures.fill(Number.NaN, minAt(level, c), sumAt(level, c))
  return level
}

/** Rows in time order, folded into buckets. */
export function levelOf(timesUs: Float64Array, columns: readonly Numbers[], stepUs: number): Level {
  const ends: number[] = []
  /** First row of each bucket. */
  const firsts: number[] = []
  let endUs = Number.NEGATIVE_INFINITY
  for (let i = 0; i < timesUs.length; i++) {
    if (timesUs[i]! <= endUs) continue
    endUs = endOf(timesUs[i]!, stepUs)
    ends.push(endUs)
    firsts.push(i)
  }
  firsts.push(timesUs.length)
  const level = emptyLevel(stepUs, Float64Array.from(ends), columns.length)
  for (const [c, values] of columns.entries()) {
    for (let bucket = 0; bucket < ends.length; bucket++) {
      foldRows(level, c, bucket, values, firsts[bucket]!, firsts[bucket + 1]!)
    }
  }
  return level
}

/** Levels in time order (two neighbours may share a bucket) as one of a coarser step that theirs divide. */
export function coarser(parts: readonly Level[], stepUs: number, columns: number): Level {
  const ends: number[] = []
  for (const { endsUs } of parts) {
    for (const end of endsUs) {
      const own = endOf(end, stepUs)
      if (own !== ends.at(-1)) ends.push(own)
    }
  }
  const level = emptyLevel(stepUs, Float64Array.from(ends), columns)
  let bucket = 0
  for (const part of parts) {
    for (let i = 0; i < part.endsUs.length; i++) {
      while (ends[bucket]! < part.endsUs[i]!) bucket += 1
      for (let c = 0; c < columns; c++) foldBucket(level, c, bucket, part, i)
    }
  }
  return level
}

const endOf = (t: number, stepUs: number): number => Math.ceil(t / stepUs) * stepUs

function foldRows(level: Level, c: number, bucket: number, values: Numbers, from: number, to: number): void {
  let n = 0
  let min = Number.NaN
  let max = Number.NaN
  let sum = 0
  for (let i = from; i < to; i++) {
    const value = Number(values[i]!)
    if (Number.isNaN(value)) continue
    if (!(value >= min)) min = value
    if (!(value <= max)) max = value
    sum += value
    n += 1
  }
  level.figures[minAt(level, c) + bucket] = min
  level.figures[maxAt(level, c) + bucket] = max
  level.figures[sumAt(level, c) + bucket] = sum
  level.counts[c * level.endsUs.length + bucket] = n
}

function foldBucket(level: Level, c: number, bucket: number, part: Level, i: number): void {
  const n = part.counts[c * part.endsUs.length + i]!
  if (n === 0) return
  const { figures, counts } = level
  const [low, high, total] = [minAt(level, c) + bucket, maxAt(level, c) + bucket, sumAt(level, c) + bucket]
  const min = part.figures[minAt(part, c) + i]!
  const max = part.figures[maxAt(part, c) + i]!
  if (!(min >= figures[low]!)) figures[low] = min
  if (!(max <= figures[high]!)) figures[high] = max
  figures[total] = figures[total]! + part.figures[sumAt(part, c) + i]!
  counts[c * level.endsUs.length + bucket] = counts[c * level.endsUs.length + bucket]! + n
}
