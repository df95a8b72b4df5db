import type { LaneRows } from '../../lib/rows'
import type { Step } from './lane-table'

/** What a path is written to: a Path2D, or a recorder in a test. */
export type PathSink = Pick<Path2D, 'moveTo' | 'lineTo' | 'closePath' | 'arc'>

/** Where time and value lie on the canvas: pixel = at0 + x · per. */
export interface OnCanvas {
  readonly x: { readonly at0: number; readonly per: number }
  readonly y: { readonly at0: number; readonly per: number }
}

/** The stretches between breaks, as row ranges [from, to). */
const stretches = ({ starts, t }: LaneRows): readonly (readonly [number, number])[] =>
  starts.map((from, k) => [from, starts[k + 1] ?? t.length])

/** The mean line: straight from sample to sample, or in steps. A lone sample has no line. */
export function traceLine(sink: PathSink, rows: LaneRows, { x, y }: OnCanvas, step: Step): void {
  const { t, mean } = rows
  for (const [from, to] of stretches(rows)) {
    for (let i = from; i < to; i++) {
      const [px, py] = [x.at0 + (t[i] ?? 0) * x.per, y.at0 + (mean[i] ?? 0) * y.per]
      if (i === from) sink.moveTo(px, py)
      else {
        if (step === 'until-next') sink.lineTo(px, y.at0 + (mean[i - 1] ?? 0) * y.per)
        if (step === 'since-before') sink.lineTo(x.at0 + (t[i - 1] ?? 0) * x.per, py)
        sink.lineTo(px, py)
      }
    }
  }
}

/** The band between the largest and the smallest sample: there along the top, back along the bottom. */
export function traceBand(sink: PathSink, rows: LaneRows, { x, y }: OnCanvas): void {
  const { t, min, max } = rows
  for (const [from, to] of stretches(rows)) {
    for (let i = from; i < to; i++) {
      const [px, py] = [x.at0 + (t[i] ?? 0) * x.per, y.at0 + (max[i] ?? 0) * y.per]
      if (i === from) sink.moveTo(px, py)
      else sink.lineTo(px, py)
    }
    for (let i = to - 1; i >= from; i--) sink.lineTo(x.at0 + (t[i] ?? 0) * x.per, y.at0 + (min[i] ?? 0) * y.per)
    sink.closePath()
  }
}

/** Dots on every sample, or only on those that no line reaches. */
export function traceDots(sink: PathSink, rows: LaneRows, { x, y }: OnCanvas, radius: number): void {
  const { t, mean, sparse } = rows
  for (const [from, to] of stretches(rows)) {
    if (!sparse && to - from > 1) continue
    for (let i = from; i < to; i++) {
      const [px, py] = [x.at0 + (t[i] ?? 0) * x.per, y.at0 + (mean[i] ?? 0) * y.per]
      sink.moveTo(px + radius, py)
      sink.arc(px, py, radius, 0, 2 * Math.PI)
    }
  }
}
