/** Numbers a series may hold in memory: 6.3 M rows of one column, a week at 0.1 s. A counter becomes twice as many. */
const MAX_NUMBERS = 12_582_912

const FIRST_ROWS = 4_096

/** Room made at once on the word of an archive, which may be a lie. */
const MOST_FIRST_ROWS = 524_288

/** What a set of files with the same columns says, row by row, in typed arrays. */
export class RowTable {
  timesUs: Float64Array
  /** Nearest doubles; NaN where there is no value. */
  values: Float64Array[]
  /** The same where a column holds integers beyond 2^53: modulo 2^64. */
  exact: (BigInt64Array | null)[]
  /** Cells with a decimal point: a counter with decimals is a rate. */
  readonly decimals: number[]
  rows = 0
  private room: number

  /** `expected`: rows that probably come. */
  constructor(
    readonly columns: number,
    expected = FIRST_ROWS,
  ) {
    this.room = Math.min(Math.max(Math.ceil(expected), FIRST_ROWS), MOST_FIRST_ROWS)
    this.timesUs = new Float64Array(this.room)
    this.values = Array.from({ length: columns }, () => new Float64Array(this.room))
    this.exact = Array.from({ length: columns }, () => null)
    this.decimals = Array.from({ length: columns }, () => 0)
  }

  get full(): boolean {
    return (this.rows + 1) * (this.columns + 1) > MAX_NUMBERS
  }

  /** Makes room for one more row; call while not full. */
  grow(): void {
    if (this.rows < this.room) return
    const most = Math.floor(MAX_NUMBERS / (this.columns + 1)) + 1
    this.room = Math.min(this.room * 2, Math.max(most, this.rows + 1))
    this.timesUs = longer(this.timesUs, this.room)
    this.values = this.values.map((column) => longer(column, this.room))
    this.exact = this.exact.map((column) => {
      if (!column) return null
      const grown = new BigInt64Array(this.room)
      grown.set(column)
      return grown
    })
  }

  /** Remembers an integer beyond 2^53 of the row that is being written. */
  putExact(column: number, row: number, value: bigint): void {
    let exact = this.exact[column]
    if (!exact) {
      exact = new BigInt64Array(this.room)
      const values = this.values[column]!
      for (let i = 0; i < row; i++) exact[i] = wholeOf(values[i]!)
      this.exact[column] = exact
    }
    exact[row] = BigInt.asIntN(64, value)
  }

  /** Forgets the rows from `rows` on: the file they came from turned out to be broken. */
  rewind(rows: number, decimals: readonly number[]): void {
    this.rows = rows
    for (const [c, count] of decimals.entries()) this.decimals[c] = count
  }

  /**
   * Sorts by time (stable) and keeps the last of equal times; drops rows before `floorUs`, which are returned as a count.
   * Arrays are cut to the rows.
   */
  settle(floorUs: number): { readonly doubles: number; readonly early: number } {
    const before = this.rows
    if (!rising(this.timesUs, this.rows)) this.reorder()
    let early = 0
    while (early < this.rows && this.timesUs[early]! < floorUs) early += 1
    const doubles = before - this.rows
    const cut = <T extends Float64Array | BigInt64Array>(column: T): T =>
      (early === 0 && column.length === this.rows ? column : column.slice(early, this.rows)) as T
    this.timesUs = cut(this.timesUs)
    this.values = this.values.map(cut)
    this.exact = this.exact.map((column) => column && cut(column))
    this.rows -= early
    this.room = this.rows
    return { doubles, early }
  }

  private reorder(): void {
    const { timesUs, rows } = this
    const order = new Uint32Array(rows)
    for (let i = 0; i < rows; i++) order[i] = i
    order.sort((a, b) => timesUs[a]! - timesUs[b]! || a - b)
    let kept = 0
    for (let i = 0; i < rows; i++) {
      const row = order[i]!
      if (kept > 0 && timesUs[order[kept - 1]!] === timesUs[row]) kept -= 1
      order[kept++] = row
    }
    const pick = <T extends Float64Array | BigInt64Array>(column: T): T => {
      const sorted = new (column.constructor as new (length: number) => T)(kept)
      for (let i = 0; i < kept; i++) sorted[i] = column[order[i]!]!
      return sorted
    }
    this.values = this.values.map(pick)
    this.exact = this.exact.map((column) => column && pick(column))
    this.timesUs = pick(timesUs)
    this.rows = kept
  }
}

const wholeOf = (value: number): bigint => (Number.isInteger(value) ? BigInt(value) : 0n)

function longer(column: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(length)
  grown.set(column)
  return grown
}

function rising(timesUs: Float64Array, rows: number): boolean {
  for (let i = 1; i < rows; i++) if (!(timesUs[i]! > timesUs[i - 1]!)) return false
  return true
}
