import type { TimeUs } from '@contract/model'
import type { Stepped } from './edge-match'

/** A step of a load: when it crossed the middle between before and after, and by how much it changed. */
export interface Edge {
  readonly atUs: TimeUs
  readonly change: number
}

/** A change counts as an edge from this share of the usual range on. */
const LEAST_SHARE = 0.3
/** Steps before and after an edge whose mean is the level there. */
const LEVEL_STEPS = 4
/** Edges nearer than this are one: a load that rises in stairs. */
const APART_US = 1_000_000

/** The largest edges of a series of step means, at most `most`, in time order. Empty when it hardly changes. */
export function loadEdges({ startUs, stepUs, means }: Stepped, most: number): readonly Edge[] {
  const range = usualRange(means)
  if (!(range > 0)) return []
  const apart = Math.max(LEVEL_STEPS, Math.ceil(APART_US / stepUs))
  const changes = means.map((_mean, i) => levelAt(means, i, LEVEL_STEPS) - levelAt(means, i - LEVEL_STEPS, LEVEL_STEPS))
  const found: Edge[] = []
  for (let i = 0; i < changes.length; i++) {
    const change = changes[i]!
    if (!(Math.abs(change) >= LEAST_SHARE * range) || !standsOut(changes, i, apart)) continue
    const crossing = crossingNear(means, i, change)
    if (crossing !== null) found.push({ atUs: Math.round(startUs + (crossing + 0.5) * stepUs), change })
  }
  return found
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .slice(0, most)
    .toSorted((a, b) => a.atUs - b.atUs)
}

/** For every edge of ours: how much later theirs steps the same way, within ±reachUs; null where it does not. */
export function pairEdges(
  ours: readonly Edge[],
  theirs: readonly Edge[],
  reachUs: number,
): readonly { readonly atUs: TimeUs; readonly offUs: number | null }[] {
  return ours.map(({ atUs, change }) => {
    let offUs: number | null = null
    for (const other of theirs) {
      const off = other.atUs - atUs
      if (Math.sign(other.change) !== Math.sign(change) || Math.abs(off) > reachUs) continue
      if (offUs === null || Math.abs(off) < Math.abs(offUs)) offUs = off
    }
    return { atUs, offUs }
  })
}

/** Between the 5th and the 95th percentile. */
function usualRange(means: Float64Array): number {
  const known = means.filter((mean) => !Number.isNaN(mean)).toSorted()
  if (known.length < 2 * LEVEL_STEPS) return 0
  const at = (share: number) => known[Math.round(share * (known.length - 1))]!
  return at(0.95) - at(0.05)
}

/** Mean of `count` steps from `from` on; NaN when one of them has no value. */
function levelAt(means: Float64Array, from: number, count: number): number {
  if (from < 0 || from + count > means.length) return Number.NaN
  let sum = 0
  for (let i = from; i < from + count; i++) sum += means[i]!
  return sum / count
}

/** True when no change as near as `apart` is larger; of equal ones the first. */
function standsOut(changes: Float64Array, at: number, apart: number): boolean {
  const size = Math.abs(changes[at]!)
  for (let i = Math.max(0, at - apart); i <= Math.min(changes.length - 1, at + apart); i++) {
    const other = Math.abs(changes[i]!)
    if (other > size || (other === size && i < at)) return false
  }
  return true
}

/** Where the means cross the middle between the levels around `at`, in steps with a fraction; null where they do not. */
function crossingNear(means: Float64Array, at: number, change: number): number | null {
  const middle = levelAt(means, at - LEVEL_STEPS, LEVEL_STEPS) + change / 2
  for (let d = 0; d <= LEVEL_STEPS; d++) {
    for (const i of d === 0 ? [at] : [at - d, at + d]) {
      const [before, after] = [means[i - 1], means[i]]
      if (before === undefined || after === undefined || before === after) continue
      const share = (middle - before) / (after - before)
      if (share >= 0 && share <= 1 && Math.sign(after - before) === Math.sign(change)) return i - 1 + share
    }
  }
  return null
}
