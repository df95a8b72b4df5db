/** The rows of a long list that are drawn: `from` ≤ row < `to`. */
export interface RowWindow {
  readonly from: number
  readonly to: number
}

/** Rows drawn beyond both edges, so that a quick scroll shows no bare ground. */
const BEYOND = 8

/** Pure: the rows of a list of `total` equal rows of `rowPx` that a view of `heightPx`, scrolled to `topPx`, can show. */
export function rowWindow(topPx: number, heightPx: number, rowPx: number, total: number): RowWindow {
  const first = Math.floor(Math.max(0, topPx) / rowPx) - BEYOND
  const last = Math.ceil((Math.max(0, topPx) + heightPx) / rowPx) + BEYOND
  const from = Math.min(Math.max(0, first), Math.max(0, total - 1))
  return { from, to: Math.min(total, Math.max(from, last)) }
}
