/** Scans that take this much longer, or shorter, than the period told so far change it. */
const SLACK = 1.1
/** So many in a row before the period becomes shorter again. */
const CALM_SCANS = 3

/**
 * The period scans follow in, ms: the interval, or what scans take where that is longer. One late scan among others (a
 * program that was stopped, a busy network) is not a new period: it would be taken as coverage that nobody measured.
 */
export class ScanPeriod {
  private took: readonly number[] = []
  private nowMs: number

  /** `leastMs`: the interval, or the estimate of a scan where that is longer. */
  constructor(private readonly leastMs: number) {
    this.nowMs = leastMs
  }

  get ms(): number {
    return this.nowMs
  }

  /** A scan took so long; true when the period is another one now. */
  next(tookMs: number): boolean {
    this.took = [...this.took.slice(1 - CALM_SCANS), tookMs]
    const lasting = Math.min(...this.took.slice(-2))
    const most = Math.max(...this.took)
    const before = this.nowMs
    if (lasting > before * SLACK) this.nowMs = lasting
    else if (this.took.length === CALM_SCANS && most * SLACK < before) this.nowMs = Math.max(this.leastMs, most)
    return this.nowMs !== before
  }
}
