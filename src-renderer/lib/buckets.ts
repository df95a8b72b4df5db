import type { Envelope } from '@contract/model'

const FIELDS = ['n', 'min', 'max', 'mean'] as const
type Field = (typeof FIELDS)[number]

const empty = (field: Field): number => (field === 'n' ? 0 : Number.NaN)

/**
 * Lays a tick's buckets over those held: from the first fresh bucket on, the fresh ones count. Buckets that end at or
 * before `oldestUs` are dropped, and never more than `most` are kept (the newest). Both lie on the absolute grid;
 * an envelope with another step replaces what is held.
 */
export function layOver(held: Envelope | null, fresh: Envelope, oldestUs: number, most: number): Envelope {
  const step = fresh.stepUs
  const old = held && held.stepUs === step && held.startUs < fresh.startUs ? held : null
  const baseUs = old ? old.startUs : fresh.startUs
  const lead = old ? Math.round((fresh.startUs - baseUs) / step) : 0
  const total = lead + fresh.n.length
  const stale = Number.isFinite(oldestUs) ? Math.floor((oldestUs - baseUs) / step) : 0
  const first = Math.min(Math.max(stale, total - most, 0), total)
  const take = (field: Field): Float64Array => {
    const out = new Float64Array(total - first).fill(empty(field))
    if (old && first < lead) out.set(old[field].subarray(first, lead), 0)
    out.set(fresh[field].subarray(Math.max(0, first - lead)), Math.max(0, lead - first))
    return out
  }
  return {
    startUs: baseUs + first * step,
    stepUs: step,
    n: take('n'),
    min: take('min'),
    max: take('max'),
    mean: take('mean'),
  }
}

/** Smallest and largest sample inside a time range; null when there is none. */
export function extentOf(envelope: Envelope, fromUs: number, toUs: number): readonly [number, number] | null {
  const { startUs, stepUs, n, min, max } = envelope
  const first = Math.max(0, Math.floor((fromUs - startUs) / stepUs))
  const last = Math.min(n.length - 1, Math.ceil((toUs - startUs) / stepUs))
  let lo = Number.POSITIVE_INFINITY
  let hi = Number.NEGATIVE_INFINITY
  for (let i = first; i <= last; i++) {
    if (!n[i]) continue
    lo = Math.min(lo, min[i] ?? lo)
    hi = Math.max(hi, max[i] ?? hi)
  }
  return lo <= hi ? [lo, hi] : null
}

/** One bucket as the crosshair reads it. */
export interface BucketValue {
  readonly tUs: number
  readonly n: number
  readonly min: number
  readonly max: number
  readonly mean: number
}

/** The bucket with samples that is nearest to a time, at most `withinUs` away; null when there is none. */
export function nearestBucket(envelope: Envelope, tUs: number, withinUs: number): BucketValue | null {
  const { startUs, stepUs, n } = envelope
  const at = Math.floor((tUs - startUs) / stepUs)
  const reach = Math.min(n.length + Math.abs(at), Math.ceil(withinUs / stepUs) + 1)
  for (let d = 0; d <= reach; d++) {
    for (const i of d === 0 ? [at] : [at - d, at + d]) {
      if (n[i]) return bucketAt(envelope, i)
    }
  }
  return null
}

/** The next bucket with samples before or after a time, for stepping with the keyboard. */
export function stepBucket(envelope: Envelope, tUs: number, direction: 1 | -1): BucketValue | null {
  const { startUs, stepUs, n } = envelope
  const at = Math.min(n.length, Math.max(-1, Math.floor((tUs - startUs) / stepUs)))
  for (let i = at + direction; i >= 0 && i < n.length; i += direction) if (n[i]) return bucketAt(envelope, i)
  return null
}

const bucketAt = (e: Envelope, i: number): BucketValue => ({
  tUs: e.startUs + (i + 0.5) * e.stepUs,
  n: e.n[i] ?? 0,
  min: e.min[i] ?? Number.NaN,
  max: e.max[i] ?? Number.NaN,
  mean: e.mean[i] ?? Number.NaN,
})

/** The extent of several signals together; null when none has a sample. */
export function jointExtent(extents: readonly (readonly [number, number] | null)[]): readonly [number, number] | null {
  let joint: readonly [number, number] | null = null
  for (const one of extents) {
    if (one) joint = joint ? [Math.min(joint[0], one[0]), Math.max(joint[1], one[1])] : one
  }
  return joint
}
