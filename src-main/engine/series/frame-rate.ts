import type { TimeUs } from '@contract/model'

/** What the estimate looks back on. Mains wander by some mHz a second; half of this is how far the estimate lags. */
const WINDOW_US = 30_000_000

/** Long frames need more time for enough reads. */
const WINDOW_FRAMES = 60

/** Nothing is told before this: less is mostly jitter. */
const SETTLE_US = 10_000_000

/** Reads needed in each third of the window: a handful of bunches says nothing. */
const LEAST_READS = 8

/** The estimate is told while its own error is believed to be below this share of the period: 0.025 Hz at 50 Hz. */
const WORTH = 0.0005

/** A floor that falls by most of a period at once is no trend: frames had been counted as lost that were not. */
const STEP = 0.6

/** Refining twice settles it: the first pass is off by the trend within a third only. */
const PASSES = 3

const REFRESH_US = 500_000

interface Point {
  readonly k: number
  /** Receipt − k × nominal period, µs. */
  readonly y: number
  readonly atUs: TimeUs
}

/**
 * The true period of a periodic stream by the receipts of its frames: delays only ever add, so the least delayed read of the
 * first third of the last 30 s and that of the last third lie a true number of periods apart. One point a read, its last frame.
 */
export class FrameRate {
  private points: Point[] = []
  private slope = 0
  private known = false
  private shiftUs = 0
  private refreshedUs: TimeUs = Number.NEGATIVE_INFINITY
  private readonly windowUs: number

  /** `most`: a share of the period; a trend that reaches it is not believed. */
  constructor(
    private readonly periodUs: number,
    private readonly most: number,
  ) {
    this.windowUs = Math.max(WINDOW_US, WINDOW_FRAMES * periodUs)
  }

  /** The period, µs; NaN until it is worth something, and while it is not. */
  get truePeriodUs(): number {
    return this.known ? this.periodUs + this.slope : Number.NaN
  }

  /** The last frame of a read: its number, receipt − k × nominal period, and when it came. */
  add(k: number, delayUs: number, atUs: TimeUs): void {
    let y = delayUs + this.shiftUs
    const floor = this.points.reduce((least, p) => Math.min(least, p.y - this.slope * p.k), Number.POSITIVE_INFINITY)
    const below = (floor - (y - this.slope * k)) / this.periodUs
    if (Number.isFinite(below) && below > STEP) {
      this.shiftUs += Math.round(below) * this.periodUs
      y = delayUs + this.shiftUs
    }
    this.points.push({ k, y, atUs })
    const old = this.points.findIndex((point) => point.atUs > atUs - this.windowUs)
    if (old > 0) this.points.splice(0, old)
  }

  /** The frames from `fromK` on turned out to be `lost` periods further on. */
  renumber(fromK: number, lost: number): void {
    this.points = this.points.map((point) =>
      point.k < fromK ? point : { ...point, k: point.k + lost, y: point.y - lost * this.periodUs },
    )
  }

  /** Estimates anew, at most twice a second. */
  refresh(atUs: TimeUs): void {
    if (atUs - this.refreshedUs < REFRESH_US) return
    this.refreshedUs = atUs
    const slope = this.estimate()
    this.known = slope !== null
    this.slope = slope ?? 0
  }

  private estimate(): number | null {
    const { points } = this
    const [first, last] = [points[0], points.at(-1)]
    if (!first || !last || last.atUs - first.atUs < SETTLE_US) return null
    const third = (last.atUs - first.atUs) / 3
    const early = points.filter(({ atUs }) => atUs <= first.atUs + third)
    const late = points.filter(({ atUs }) => atUs >= last.atUs - third)
    if (early.length < LEAST_READS || late.length < LEAST_READS) return null
    let slope = 0
    let baseline = 1
    for (let pass = 0; pass < PASSES; pass++) {
      const [a, b] = [lowest(early, slope), lowest(late, slope)]
      baseline = b.k - a.k
      slope = (b.y - a.y) / baseline
    }
    // Delays of mean m leave the least of n about m/n above the true floor; thrice that is room for bad luck.
    const error = 3 * roughness(points, slope) * (1 / early.length + 1 / late.length)
    const good = error <= WORTH * this.periodUs * baseline && Math.abs(slope) < this.most * this.periodUs
    return good ? slope : null
  }
}

/** Along the slope; the list is not empty. */
function lowest(points: readonly Point[], slope: number): Point {
  return points.reduce((low, point) => (point.y - slope * point.k < low.y - slope * low.k ? point : low))
}

/** Mean height of the points above their lowest along the slope, µs. */
function roughness(points: readonly Point[], slope: number): number {
  const low = lowest(points, slope)
  const floor = low.y - slope * low.k
  return points.reduce((sum, { k, y }) => sum + y - slope * k - floor, 0) / points.length
}
