/** What a following page costs: script time per update in the real window from a Chromium trace. */

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { _electron as electron } from '@playwright/test'
import { inProject, ROOT } from '../project.mjs'

const WARM_UP_S = 12
const MEASURE_S = 20
const INTERVAL_MS = 20
/** What Chromium calls running the page's own code. */
const SCRIPTING = new Set([
  'FunctionCall',
  'EvaluateScript',
  'RunMicrotasks',
  'FireAnimationFrame',
  'TimerFire',
  'FireIdleCallback',
  'EventDispatch',
  'HandlePostMessage',
])

/** @returns {Promise<import('./table.mjs').Figure[]>} */
export async function benchLive() {
  const figures = []
  for (const lanes of [4, 5, 10]) figures.push(...(await measure(lanes, false)))
  for (const lanes of [4, 5]) figures.push(...(await measure(lanes, true)))
  return figures
}

/** What a meter has a lane for, in the order they are added. */
const DRAWN = ['power', 'voltage', 'current', 'power_factor', 'frequency']

/**
 * @param {number} count lanes: those of the demo meter, then those of a simulated one beside it
 * @param {boolean} withStatistics the strip is open, which asks for all figures of the window once a second
 */
async function measure(count, withStatistics) {
  const home = mkdtempSync(join(tmpdir(), 'wattbench-bench-'))
  const env = {
    ...process.env,
    HOME: home,
    XDG_DATA_HOME: join(home, 'd'),
    XDG_CONFIG_HOME: join(home, 'c'),
    XDG_STATE_HOME: join(home, 's'),
  }
  const simulators = []
  const app = await electron.launch({ args: [ROOT, '--disable-gpu', '--demo'], env, cwd: ROOT })
  try {
    const page = await app.firstWindow()
    await page.getByTestId('view-state').getByText('Live').waitFor()
    // One mains period a sample: every bucket of the window holds several, the most a lane can draw.
    await page.evaluate(
      (interval) => globalThis.wattbench.ask('instruments:update', 'demo-powerspy2', { intervalMs: interval }),
      INTERVAL_MS,
    )
    if (count > DRAWN.length) simulators.push(await addMeter(page, 1))
    await showLanes(page, count)
    await page.getByRole('group', { name: 'Window' }).getByText('10 s', { exact: true }).click()
    if (withStatistics) await page.getByRole('button', { name: 'Statistics', exact: true }).click()
    await page.waitForTimeout(WARM_UP_S * 1000)
    await page.evaluate(() => globalThis.wattbench.listen('live:tick', () => performance.mark('wattbench-tick')))
    await app.evaluate(({ contentTracing }) =>
      contentTracing.startRecording({
        included_categories: ['devtools.timeline', 'toplevel', 'blink.user_timing', 'v8'],
      }),
    )
    await page.waitForTimeout(MEASURE_S * 1000)
    const file = await app.evaluate(({ contentTracing }) => contentTracing.stopRecording())
    const lanes = await page.locator('section[data-testid^="lane-"]').count()
    const { script, busy, updates } = perUpdate(JSON.parse(readFileSync(file, 'utf8')).traceEvents)
    rmSync(file, { force: true })
    const at = `${lanes} lanes${withStatistics ? ' and statistics' : ''}, ${(updates / MEASURE_S).toFixed(1)} updates/s`
    return [
      {
        what: `scripting per update, ${at}`,
        figure: `p50 ${quantile(script, 0.5)} · p95 ${quantile(script, 0.95)} ms`,
        note: 'aim for 4 lanes: p95 ≤ 25 ms',
      },
      {
        what: `page's main thread per update, ${at}`,
        figure: `p50 ${quantile(busy, 0.5)} · p95 ${quantile(busy, 0.95)} ms`,
        note: 'scripting, style, layout, paint',
      },
    ]
  } finally {
    await app.close()
    for (const simulator of simulators) simulator.kill('SIGTERM')
    rmSync(home, { recursive: true, force: true })
  }
}

/** Shows the first `count` lanes of the meters there are, and no other. @param {import('@playwright/test').Page} page @param {number} count */
async function showLanes(page, count) {
  await page.evaluate(
    async ({ drawn, most }) => {
      const { value: meters } = await globalThis.wattbench.ask('instruments:list')
      const all = meters.flatMap((meter) => drawn.map((key) => `${meter.id}/${key}`))
      const shownChannels = Object.fromEntries(all.map((channel, i) => [channel, i < most]))
      await globalThis.wattbench.ask('settings:set', { shownChannels })
    },
    { drawn: DRAWN, most: count },
  )
}

/** @param {import('@playwright/test').Page} page @param {number} number */
async function addMeter(page, number) {
  const simulator = spawn(
    process.execPath,
    [inProject('out', 'main', 'cli.js'), 'simulate', 'powerspy2', '--serial', String(2000 + number)],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const address = await new Promise((resolve) => createInterface({ input: simulator.stdout }).once('line', resolve))
  await page.evaluate(
    async ({ where, intervalMs }) => {
      const added = await globalThis.wattbench.ask('instruments:add', {
        kind: 'powerspy2',
        name: 'second meter',
        address: where,
        intervalMs,
      })
      await globalThis.wattbench.ask('instruments:connect', added.value.id)
    },
    { where: address, intervalMs: INTERVAL_MS },
  )
  return simulator
}

/** Sums the trace's intervals between one tick and the next. @param {any[]} events */
function perUpdate(events) {
  const marks = events.filter((e) => e.name === 'wattbench-tick').sort((a, b) => a.ts - b.ts)
  const first = marks[0]
  if (!first) throw new Error('the trace holds no tick')
  const mine = events.filter((e) => e.ph === 'X' && e.pid === first.pid && e.tid === first.tid && e.dur > 0)
  const script = union(mine.filter((e) => SCRIPTING.has(e.name)))
  const busy = union(mine.filter((e) => e.name === 'ThreadControllerImpl::RunTask' || e.name === 'RunTask'))
  const sums = (/** @type {[number, number][]} */ spans) =>
    marks.slice(0, -1).map((mark, i) => covered(spans, mark.ts, marks[i + 1].ts) / 1000)
  return { script: sums(script), busy: sums(busy), updates: marks.length }
}

/** Overlapping spans as one. @param {any[]} events @returns {[number, number][]} */
function union(events) {
  /** @type {[number, number][]} */
  const spans = []
  for (const { ts, dur } of events.sort((a, b) => a.ts - b.ts)) {
    const last = spans.at(-1)
    if (last && ts <= last[1]) last[1] = Math.max(last[1], ts + dur)
    else spans.push([ts, ts + dur])
  }
  return spans
}

/** @param {[number, number][]} spans @param {number} from @param {number} to */
const covered = (spans, from, to) =>
  spans.reduce((sum, [a, b]) => sum + Math.max(0, Math.min(b, to) - Math.max(a, from)), 0)

/** @param {number[]} values @param {number} q */
const quantile = (values, q) =>
  ([...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? Number.NaN).toFixed(
    1,
  )
