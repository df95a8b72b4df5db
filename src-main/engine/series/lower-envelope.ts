/** Minima are kept per half second: fine enough to forget smoothly, 61 numbers for half a minute. */
const BUCKET_US = 500_000

/** A trend read off less than this is mostly jitter; waiting longer lets 0.3 % of drift look like lost short frames. */
const TREND_SPAN_US = 3_000_000

interface Point {
  readonly bucket: number
  /** Index of the frame, a real number of periods. */
  readonly k: number
  /** Receipt − k × nominal period, µs. */
  readonly y: number
}

/**
 * The floor under (receipt − k·T) of the last `windowUs`: delays only ever add, so the smallest values tell when frames
 * were sent. Its slope tells how far the true period is from the nominal one. Memory is bounded by the window.
 */
export class LowerEnvelope {
  private points: Point[] = []

  constructor(private readonly windowUs: number) {}

  /** `atUs` never falls; within a bucket the lowest along the present `slope` is kept. */
  add(atUs: number, k: number, y: number, slope: number): void {
    const bucket = Math.floor(atUs / BUCKET_US)
    const last = this.points.at(-1)
    if (last?.bucket === bucket) {
      if (y - slope * k < last.y - slope * last.k) this.points[this.points.length - 1] = { bucket, k, y }
    } else {
      this.points.push({ bucket, k, y })
    }
    const oldest = bucket - this.windowUs / BUCKET_US
    while (this.points.length > 1 && (this.points[0]?.bucket ?? 0) < oldest) this.points.shift()
  }

  /** The frames from `fromK` on turned out to be `lost` periods further on. */
  renumber(fromK: number, lost: number, periodUs: number): void {
    this.points = this.points.map((point) =>
      point.k < fromK ? point : { ...point, k: point.k + lost, y: point.y - lost * periodUs },
    )
  }

  /** Smallest y − slope·k; Infinity while empty. */
  floor(slope: number): number {
    let smallest = Number.POSITIVE_INFINITY
    for (const { k, y } of this.points) smallest = Math.min(smallest, y - slope * k)
    return smallest
  }

  /**
   * µs per k of the edge of the lower convex hull that carries the middle of the window, limited to ±limit;
   * 0 until the window is long enough.
   */
  slope(limit: number): number {
    const first = this.points[0]
    const last = this.points.at(-1)
    if (!first || !last || (last.bucket - first.bucket) * BUCKET_US < TREND_SPAN_US) return 0
    const middle = (first.k + last.k) / 2
    const hull: Point[] = []
    for (const point of this.points) {
      while (hull.length > 1 && !turnsUp(hull[hull.length - 2], hull[hull.length - 1], point)) hull.pop()
      hull.push(point)
    }
    const right = hull.findIndex(({ k }) => k >= middle)
    const to = hull[right]
    const from = hull[right - 1]
    if (!from || !to || to.k === from.k) return 0
    return Math.min(limit, Math.max(-limit, (to.y - from.y) / (to.k - from.k)))
  }
}

function turnsUp(a: Point | undefined, b: Point | undefined, c: Point): boolean {
  if (!a || !b) return true
  return (b.k - a.k) * (c.y - a.y) - (b.y - a.y) * (c.k - a.k) > 0
}
