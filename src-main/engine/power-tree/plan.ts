import type { PlanRow } from '@contract/tree'

/**
 * A channel file without errors, ready to be measured and solved any number of times. Made by readPlan() and narrowed by
 * selectRows(). "Position" is an index into `rows`.
 *
 * Seam to the voltmeter: ask it for `scanChannels`, hand its answer to solve() as a Scan.
 */
export interface Plan {
  /** All rows of the file, in file order. */
  readonly rows: readonly PlanRow[]
  /** Channels of the voltmeter to scan, in file order, without duplicates, all > 0. */
  readonly scanChannels: readonly number[]
  /** Positions of what is shown, in file order: all rows unless a selection was made. */
  readonly shown: readonly number[]
  /** 1 for rows that have a shown ancestor of the same group, by position. */
  readonly nested: Uint8Array
  /** False for old files without parents: the table works, a tree cannot be drawn. */
  readonly hasTree: boolean
  readonly links: PlanLinks
  /** Positions in an order in which every row comes after the rows it is computed from. */
  readonly order: readonly number[]
  /** What hangs below the roots: parents before children, siblings in file order. */
  readonly walk: readonly TreePlace[]
}

/** Who belongs to whom, by position; -1 is nobody. */
export interface PlanLinks {
  readonly positions: ReadonlyMap<number, number>
  readonly parents: Int32Array
  /** In file order. */
  readonly children: readonly (readonly number[])[]
  /** In file order. */
  readonly roots: readonly number[]
  /** The voltage row that measures a power row's rail; the row a static row tracks. */
  readonly rails: Int32Array
}

/** A row's place below the roots. */
export interface TreePlace {
  readonly position: number
  /** Roots have 0. */
  readonly depth: number
}
