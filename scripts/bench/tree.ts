import { readPlan } from '../../src-main/engine/power-tree/read-plan'
import { solve } from '../../src-main/engine/power-tree/solve'
import { xhtmlReport } from '../../src-main/engine/report/xhtml'

const SIZES = [500, 2_000, 10_000] as const
/** Rows solved in one measurement, whatever the size: the same work for each. */
const ROWS_MEASURED = 2_000_000
/** What a 34922A needs for a channel. */
const CHANNEL_MS = 10

/** What a scan of a plan costs: reading its file once, solving it each time, writing it as a page. */
export function benchTree() {
  const perRow = SIZES.map((rows) => ({ rows, ...costs(rows) }))
  const smallest = perRow[0]!
  return perRow.map(({ rows, solveMs, planMs, pageMs }) => ({
    what: `plan of ${grouped(rows)} rows`,
    figure: `${solveMs.toFixed(3)} ms per scan`,
    note: [
      `${((solveMs / rows) * 1e6).toFixed(0)} ns a row, ${(solveMs / rows / (smallest.solveMs / smallest.rows)).toFixed(2)} × that of ${smallest.rows} rows`,
      `the voltmeter takes ${grouped((rows * CHANNEL_MS) / 1000)} s`,
      `read and check the file ${planMs.toFixed(1)} ms`,
      `a page ${pageMs.toFixed(1)} ms`,
    ].join('; '),
  }))
}

function costs(rows: number): { readonly solveMs: number; readonly planMs: number; readonly pageMs: number } {
  const text = channelFile(rows)
  const { plan } = readPlan(text)
  if (!plan) throw new Error('the plan of the bench is bad')
  const readings = new Map(plan.scanChannels.map((channel) => [channel, 0.01 + (channel % 7) / 1_000] as const))
  const scan = { startUs: 0, endUs: 0, loop: 0, readings }
  const tree = solve(plan, scan)
  const report = xhtmlReport({ plan, file: 'bench.csv', loops: 1 })
  return {
    solveMs: msEach(Math.ceil(ROWS_MEASURED / rows), () => solve(plan, scan)),
    planMs: msEach(Math.ceil(50_000 / rows), () => readPlan(text)),
    pageMs: msEach(Math.ceil(50_000 / rows), () => report.measurement(tree)),
  }
}

/** Boards of ten rows under one root: a measured rail, six loads, a loss of each other kind and what is left. */
function channelFile(rows: number): string {
  const lines = ['1,VIN,none,1,0,-1', '2,IN,rail,0.005,0,1,0,0']
  for (let at = 3; lines.length < rows; at += 10) {
    lines.push(`${at},RAIL${at},rail,0.02,3.3,0,2,0`)
    for (let load = 1; load <= 6; load++) lines.push(`${at + load},L${at + load},g${load},0.1,3.3,0,${at},0`)
    lines.push(`-${at},LDO${at},none,1,0.5152,${at},2,2`, `-${at + 1},REST${at},none,1,0,0,${at},1`)
  }
  return lines.slice(0, rows).join('\n')
}

function msEach(times: number, work: () => unknown): number {
  for (let i = 0; i < Math.min(times, 20); i++) work()
  const start = process.hrtime.bigint()
  for (let i = 0; i < times; i++) work()
  return Number(process.hrtime.bigint() - start) / 1e6 / times
}

const grouped = (value: number): string => Math.round(value).toLocaleString('en-US').replaceAll(',', ' ')
