/** `npm run soak -- --hours 72 [--seed N]`: simulated hours in bad weather; ends with 1 when a sample is not accounted for. */
import { parseArgs } from 'node:util'
import { bundled } from '../bench/bundled.mjs'
import { table } from '../bench/table.mjs'
import { inProject } from '../project.mjs'

const { values } = parseArgs({
  options: { hours: { type: 'string', default: '72' }, seed: { type: 'string', default: '1' } },
})
const [hours, seed] = [Number(values.hours), Number(values.seed)]
if (!(hours > 0) || !Number.isInteger(seed)) {
  console.error('soak: --hours is a number above 0, --seed an integer. Example: npm run soak -- --hours 72 --seed 1')
  process.exit(2)
}
const { soak, slope } = await bundled('soak', 'soak')
const workerFile = inProject('out', 'main', 'store-worker.js')
const report = await soak({ hours, seed, workerFile, heard: (/** @type {string} */ line) => console.log(line) })

/** @param {number} value @param {number} [digits] */
const fixed = (value, digits = 1) => value.toFixed(digits)
/** What fills up in the first hours is the bounded history; the slope is that of the second half. */
const from = hours / 2
const last = report.memory.at(-1)
const rows = [
  ...report.balances.map((/** @type {any} */ one) => ({
    what: `${one.source}: samples sent`,
    figure: String(one.sent),
    note: `${one.stored} stored, ${one.inGaps} in ${one.gaps} gaps, ${one.outside} before the first or after the last; gaps count ${one.counted.said} lost frames, ${one.counted.true} were`,
  })),
  ...Object.entries(report.fates).map(([id, /** @type {any} */ fates]) => ({
    what: `${id}: weather`,
    figure: `${fates.dropped} dropped, ${fates.garbled} garbled`,
    note: `${fates.silences} silences, ${fates.hangUps} hang-ups`,
  })),
  {
    what: 'numbers pushed by a script',
    figure: String(report.resources.pushed),
    note: `${report.resources.stored} stored`,
  },
  {
    what: 'session file',
    figure: `${fixed(report.bytes / 1e6)} MB`,
    note: `${report.rows} rows, ${fixed((100 * report.bytes) / report.bytesAsPredicted)} % of what is predicted`,
  },
  {
    what: 'heap, collected, last hour',
    figure: `${fixed(last.heapMb)} MB`,
    note: `slope of the second half ${fixed(slope(report.memory, 'heapMb', from), 3)} MB/h`,
  },
  {
    what: 'RSS, last hour',
    figure: `${fixed(last.rssMb)} MB`,
    note: `slope of the second half ${fixed(slope(report.memory, 'rssMb', from), 3)} MB/h`,
  },
  {
    what: 'event loop late',
    figure: `p99 ${fixed(report.loop.p99Ms)} ms`,
    note: `p50 ${fixed(report.loop.p50Ms)} ms, most ${fixed(report.loop.mostMs)} ms`,
  },
  {
    what: 'speed',
    figure: `${fixed((hours * 3600) / report.tookS, 0)} ×`,
    note: `${fixed(report.tookS)} s for ${hours} h, seed ${seed}`,
  },
]
console.log(table('soak', rows))
for (const complaint of report.complaints) console.error(`soak: ${complaint}`)
process.exit(report.complaints.length === 0 ? 0 : 1)
