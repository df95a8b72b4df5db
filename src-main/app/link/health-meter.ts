import type { Health } from '@contract/instruments'
import type { TimeUs } from '@contract/model'

/** Figures look back this far. */
const LOOK_BACK_US = 30_000_000
/** Blocks kept for them: 30 s at 50 reads/s, twice over. */
const MARKS_KEPT = 3_000

interface Mark {
  readonly atUs: TimeUs
  readonly rows: number
  readonly lateMs: number
}

/** Counts what arrives and what does not, for one source. Bounded. */
export class HealthMeter {
  private marks: Mark[] = []
  private samples = 0
  private lost = 0
  private rejected = 0
  private reconnects = 0
  private lastSampleUs: TimeUs | null = null
  private late = 0
  private lastOutage: Health['lastOutage'] = null

  rows(count: number, lastUs: TimeUs, atUs: TimeUs): void {
    this.samples += count
    this.lastSampleUs = lastUs
    this.marks.push({ atUs, rows: count, lateMs: this.late })
    if (this.marks.length > MARKS_KEPT) this.marks = this.marks.slice(-MARKS_KEPT / 2)
  }

  lateness(ms: number): void {
    this.late = ms
  }

  lose(count: number): void {
    this.lost += count
  }

  reject(count: number): void {
    this.rejected += count
  }

  reconnected(): void {
    this.reconnects++
    this.marks = []
  }

  /** Nothing came between two connections. */
  away(fromUs: TimeUs, toUs: TimeUs): void {
    this.lastOutage = { fromUs, lengthS: (toUs - fromUs) / 1e6 }
  }

  read(nowUs: TimeUs): Health {
    const recent = this.marks.filter((m) => nowUs - m.atUs < LOOK_BACK_US)
    return {
      rateHz: rate(recent),
      jitterMs: percentile95(recent.map((m) => m.lateMs)),
      lastSampleUs: this.lastSampleUs,
      samples: this.samples,
      lost: this.lost,
      rejected: this.rejected,
      reconnects: this.reconnects,
      lastOutage: this.lastOutage,
    }
  }
}

/** Rows after the first mark over the time from it to the last: needs two marks to say anything. */
function rate(marks: readonly Mark[]): number | null {
  const first = marks[0]
  const last = marks[marks.length - 1]
  if (!first || !last || last.atUs <= first.atUs) return null
  const rows = marks.slice(1).reduce((sum, m) => sum + m.rows, 0)
  return (rows * 1e6) / (last.atUs - first.atUs)
}

function percentile95(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? null
}
