import type { ClockProposal, HostClock } from '@contract/clocks'
import type { TimeUs } from '@contract/model'
import { matchEdges, StepMeans, type Stepped } from '../../engine/series/edge-match'
import type { Curve } from './curve'

/** How far apart two clocks may be for their loads to be compared. */
const RANGE_US = 120e6
/** The finest step edges are compared in. */
const LEAST_STEP_US = 100_000
/** More steps would keep the window waiting. */
const MOST_STEPS = 16_384

/** Where a machine's load fits the power at the wall. */
export interface EdgeProposal {
  readonly proposal: ClockProposal
  /** The one that stood out most. */
  readonly curve: Curve
}

/**
 * Where the load of a machine fits the power at the wall; null when nothing is in common, or no edges. Rows of the machine are taken
 * as they are aligned by `clock` now: what is found comes on top of it. Changes nothing.
 */
export async function proposeEdges(
  wall: Curve,
  machine: readonly Curve[],
  clock: HostClock | null,
): Promise<EdgeProposal | null> {
  let best: (EdgeProposal & { readonly confidence: number }) | null = null
  for (const curve of machine) {
    const span = commonSpan(wall, curve)
    if (!span) continue
    const stepUs = stepFor(wall, curve, span)
    const ours = await stepsOf(wall, span, stepUs)
    const theirs = await stepsOf(curve, span, stepUs)
    const match = matchEdges(ours, theirs, RANGE_US)
    if (!match || (best && best.confidence >= match.confidence)) continue
    const midUs = ours.startUs + (ours.means.length * ours.stepUs) / 2
    const found = { ...movedBy(clock, match.shiftUs, midUs), residualUs: stepUs / 2, points: match.steps }
    const proposal: ClockProposal = {
      clock: { ...found, method: 'edges' },
      confidence: match.confidence,
      text: `${curve.name} compared with ${wall.name}`,
    }
    best = { proposal, curve, confidence: match.confidence }
  }
  return best
}

/** Samples are read as they are aligned now: what is found comes on top of it. */
function movedBy(clock: HostClock | null, shiftUs: number, midUs: TimeUs) {
  if (!clock) return { offsetUs: shiftUs, driftPpm: 0, refUs: Math.round(midUs) }
  return { offsetUs: clock.offsetUs + shiftUs, driftPpm: clock.driftPpm, refUs: clock.refUs }
}

export interface Span {
  readonly fromUs: TimeUs
  readonly toUs: TimeUs
}

/** What both cover when the machine's clock may be wrong by RANGE_US; null when they never meet. */
export function commonSpan(wall: Curve, curve: Curve): Span | null {
  // The first row counts as well, with the time its mean stands for.
  const fromUs = Math.max(wall.fromUs - (wall.periodS ?? 0) * 1e6 - 1, curve.fromUs - RANGE_US)
  const toUs = Math.min(wall.toUs, curve.toUs + RANGE_US)
  return fromUs < toUs ? { fromUs, toUs } : null
}

/** As fine as the slower of the two. */
export function stepFor(a: Curve, b: Curve, { fromUs, toUs }: Span): number {
  const periodsUs = [a, b].map(({ periodS }) => (periodS ?? 1) * 1e6)
  return Math.ceil(Math.max(LEAST_STEP_US, ...periodsUs, (toUs - fromUs) / MOST_STEPS))
}

/** Means of equal steps over a span, higher with more load. */
export async function stepsOf(curve: Curve, span: Span, stepUs: number): Promise<Stepped> {
  const means = new StepMeans(span.fromUs, stepUs, Math.ceil((span.toUs - span.fromUs) / stepUs))
  for await (const rows of curve.rows(span)) means.add(rows, earlierUs(curve))
  const { sign } = curve
  const stepped = means.result()
  return sign === 1 ? stepped : { ...stepped, means: stepped.means.map((mean) => -mean) }
}

/** A mean of the time that ends at its stamp belongs into the middle of that time. */
const earlierUs = ({ channel, periodS }: Curve): number =>
  channel.kind === 'windowed' || channel.kind === 'rate' ? ((periodS ?? 0) * 1e6) / 2 : 0
