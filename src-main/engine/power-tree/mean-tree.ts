import type { RowStatus, SolvedRow, SolvedTree } from '@contract/tree'
import { ExactSum } from '../series/exact-sum'
import type { Plan } from './plan'
import type { TimedScan } from './scan-samples'
import { rowOf, solve, treeOf } from './solve'

/** A tree over several scans. */
export interface MeanTree {
  /** Null when there was no scan. Spans the first to the last scan; its loop is 0. */
  readonly tree: SolvedTree | null
  readonly scans: number
  /** The largest of them; null when there was no scan. */
  readonly skewUs: number | null
  /** Rows whose value is missing in some of the scans, and in how many it is there. */
  readonly partial: readonly { readonly channel: number; readonly scans: number }[]
}

/**
 * The mean of every row over scans: correctly rounded sums over their number, of sense, rail, current and value each. A row
 * without a value in some scans has the mean of the others and leaves its group incomplete; one that never has a value
 * keeps the status of the last scan. Shares and groups are those of the means.
 */
export class MeanOfScans {
  private readonly rows: readonly RowMean[]
  private scans = 0
  private first: TimedScan | null = null
  private last: TimedScan | null = null
  private skewUs = 0

  constructor(private readonly plan: Plan) {
    this.rows = plan.rows.map(() => new RowMean())
  }

  /** Scans in the order of time. */
  add(scan: TimedScan): void {
    const { startUs, endUs, readings } = scan
    const { rows } = solve(this.plan, { startUs, endUs, loop: 0, readings })
    for (let at = 0; at < rows.length; at++) this.rows[at]!.add(rows[at]!)
    this.first ??= scan
    this.last = scan
    this.scans += 1
    this.skewUs = Math.max(this.skewUs, scan.skewUs)
  }

  result(): MeanTree {
    const { first, last, scans, plan } = this
    if (!first || !last) return { tree: null, scans: 0, skewUs: null, partial: [] }
    const rows = this.rows.map((row, at) => row.mean(plan.rows[at]!.channel))
    const missing = this.rows.flatMap((row, at) => (row.values > 0 && row.values < scans ? [at] : []))
    return {
      tree: treeOf(plan, { startUs: first.startUs, endUs: last.endUs, loop: 0 }, rows, new Set(missing)),
      scans,
      skewUs: this.skewUs,
      partial: missing.map((at) => ({ channel: plan.rows[at]!.channel, scans: this.rows[at]!.values })),
    }
  }
}

class RowMean {
  private readonly sense = new Mean()
  private readonly rail = new Mean()
  private readonly current = new Mean()
  private readonly value = new Mean()
  private status: RowStatus = 'missing'

  get values(): number {
    return this.value.n
  }

  add({ senseV, railV, currentA, value, status }: SolvedRow): void {
    this.sense.add(senseV)
    this.rail.add(railV)
    this.current.add(currentA)
    this.value.add(value)
    this.status = status
  }

  mean(channel: number): SolvedRow {
    const { sense, rail, current, value } = this
    const status = value.n > 0 ? 'ok' : this.status
    return rowOf(channel, status, sense.result(), rail.result(), current.result(), value.result())
  }
}

class Mean {
  private readonly sum = new ExactSum()
  n = 0

  add(value: number | null): void {
    if (value === null) return
    this.sum.add(value)
    this.n += 1
  }

  result(): number | null {
    return this.n > 0 ? this.sum.value() / this.n : null
  }
}
