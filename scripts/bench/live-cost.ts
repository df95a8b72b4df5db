import { LiveHistory, liveStepUs } from '../../src-main/engine/series/live-history'
import { benchRows, benchSource, PERIOD_US, quantile } from './stream'

/** Rows that come between two ticks of the page, ten a second. */
const TICK_ROWS = 5
const TICKS = 2_000
const BLOCK = 10_000
const PAGE = { windowUs: 60_000_000, buckets: 250 }
const AFTER = [
  ['1 min', 60],
  ['1 h', 3_600],
  ['24 h', 86_400],
  ['7 days', 7 * 86_400],
] as const

/** What a tick costs the live history after so long a run at 50 Hz: taking rows and giving the newest buckets of all channels. */
export function benchLiveCost() {
  const source = benchSource()
  const live = new LiveHistory(source.id, source.channels)
  live.segment({ startUs: 0, periodS: PERIOD_US / 1e6, settings: {} })
  const before = process.memoryUsage()
  const stepUs = liveStepUs(PAGE.windowUs, PAGE.buckets)
  let row = 0
  const figures = AFTER.map(([what, seconds]) => {
    for (const rows = seconds * 50; row < rows; ) {
      const n = Math.min(BLOCK, rows - row)
      live.append(benchRows(source, row, n))
      row += n
    }
    const costs = Array.from({ length: TICKS }, () => {
      const block = benchRows(source, row, TICK_ROWS)
      row += TICK_ROWS
      const start = performance.now()
      live.append(block)
      const newest = Math.ceil((live.lastUs ?? 0) / stepUs) - 1
      for (const { key } of source.channels) live.since(key, stepUs, newest - 1)
      return (performance.now() - start) * 1000
    })
    const { arrayBuffers, heapUsed } = process.memoryUsage()
    const bytes = arrayBuffers + heapUsed - before.arrayBuffers - before.heapUsed
    return {
      what: `one tick after ${what}, ${source.channels.length} channels`,
      figure: `p50 ${quantile(costs, 0.5).toFixed(0)} · p95 ${quantile(costs, 0.95).toFixed(0)} µs`,
      note: `${(bytes / 1e6).toFixed(0)} MB${what === '1 min' ? '; aim: neither grows' : ''}`,
    }
  })
  return figures
}
