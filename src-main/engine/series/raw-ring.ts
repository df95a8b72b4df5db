import type { TimeUs, ValueType } from '@contract/model'
import type { Numbers } from './envelope'
import { firstAfter } from './grid'

/** Rows of one source in time order. */
export interface Rows {
  readonly timesUs: Float64Array
  readonly values: readonly Numbers[]
}

/** The newest `capacity` raw rows of one source. Fixed memory: 8 bytes a row and column. */
export class RawRing {
  private readonly times: Float64Array
  private readonly columns: readonly Numbers[]
  /** Rows ever added; row r lies in slot r % capacity. */
  private added = 0
  private droppedUs: TimeUs = Number.NEGATIVE_INFINITY

  constructor(
    private readonly capacity: number,
    types: readonly ValueType[],
  ) {
    this.times = new Float64Array(capacity)
    this.columns = types.map((type) => emptyNumbers(type, capacity))
  }

  /** Everything with t > sinceUs is held; −∞ while nothing was dropped. */
  get sinceUs(): TimeUs {
    return this.droppedUs
  }

  add({ timesUs, values }: Rows): void {
    for (let i = 0; i < timesUs.length; i++) {
      const slot = this.added % this.capacity
      if (this.added >= this.capacity) this.droppedUs = this.times[slot]!
      this.times[slot] = timesUs[i]!
      for (let c = 0; c < this.columns.length; c++) this.columns[c]![slot] = values[c]![i]!
      this.added += 1
    }
  }

  /** Views on the rows with fromUs < t ≤ toUs, at most two runs in time order. Valid until the next add(). */
  runs(fromUs: TimeUs, toUs: TimeUs): readonly Rows[] {
    const seam = this.added % this.capacity
    const spans =
      this.added <= this.capacity
        ? [[0, this.added]]
        : [
            [seam, this.capacity],
            [0, seam],
          ]
    return spans.flatMap(([low, high]) => {
      const start = firstAfter(this.times, fromUs, low, high)
      const end = firstAfter(this.times, toUs, start, high)
      if (end <= start) return []
      return [{ timesUs: this.times.subarray(start, end), values: this.columns.map((c) => c.subarray(start, end)) }]
    })
  }
}

/** A zeroed array of the type a channel is stored in. */
export function emptyNumbers(type: ValueType, length: number): Numbers {
  if (type === 'i64') return new BigInt64Array(length)
  return type === 'u64' ? new BigUint64Array(length) : new Float64Array(length)
}
