import type { ValueType } from '@contract/model'
import { ExactSum } from '../engine/series/exact-sum'
import { emptyNumbers } from '../engine/series/raw-ring'
import type { SampleBlock, Values } from '../ports/samples'
import { PAGE_ROWS } from './schema'

/** The rows of one source that wait to become a chunk, at most PAGE_ROWS. */
export class Page {
  private readonly timesUs = new Float64Array(PAGE_ROWS)
  private readonly columns: readonly Values[]
  private rows = 0

  constructor(types: readonly ValueType[]) {
    this.columns = types.map((type) => emptyNumbers(type, PAGE_ROWS))
  }

  get n(): number {
    return this.rows
  }

  get full(): boolean {
    return this.rows === PAGE_ROWS
  }

  /** Takes rows from `start` on until the page is full or the block at its end; returns how many. Types must match. */
  take(block: SampleBlock, start: number): number {
    const count = Math.min(PAGE_ROWS - this.rows, block.timesUs.length - start)
    this.timesUs.set(block.timesUs.subarray(start, start + count), this.rows)
    for (const [c, column] of this.columns.entries())
      column.set(block.values[c]!.subarray(start, start + count) as never, this.rows)
    this.rows += count
    return count
  }

  /** Views on rows from ≤ i < n; valid until clear(). */
  view(from = 0): SampleBlock {
    return {
      timesUs: this.timesUs.subarray(from, this.rows),
      values: this.columns.map((c) => c.subarray(from, this.rows)),
    }
  }

  clear(): void {
    this.rows = 0
  }
}

/** What chunk and summary rows say of a column; NaN left out. min, max and sum are null when nothing is left. */
export interface ColumnSummary {
  readonly valid: number
  readonly min: number | null
  readonly max: number | null
  readonly sum: number | null
}

const scratch = new Float64Array(PAGE_ROWS)

/** At most a page of values. */
export function summarise(values: Values): ColumnSummary {
  const sum = new ExactSum()
  let valid = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]!)
    if (Number.isNaN(value)) continue
    scratch[valid++] = value
    if (value < min) min = value
    if (value > max) max = value
  }
  sum.addAll(scratch, valid)
  return valid === 0 ? { valid, min: null, max: null, sum: null } : { valid, min, max, sum: sum.value() }
}
