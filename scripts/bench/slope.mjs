/** Memory over simulated hours of three instruments in bad weather, as `npm run soak` runs them; a page looks a minute of each. */

import { inProject } from '../project.mjs'
import { bundled } from './bundled.mjs'

const HOURS = 12
const SEED = 1
/** What fills up first is the bounded history of the live view. */
const FROM_HOUR = 6

export async function benchSlope() {
  const { soak, slope } = await bundled('soak', 'soak')
  const report = await soak({ hours: HOURS, seed: SEED, workerFile: inProject('out', 'main', 'store-worker.js') })
  const last = report.memory.at(-1)
  const figure = (/** @type {string} */ what) => ({
    figure: `${slope(report.memory, what, FROM_HOUR).toFixed(2)} MB/h`,
    note: `hours ${FROM_HOUR + 1} to ${HOURS}; ${last[what].toFixed(0)} MB at the end`,
  })
  return [
    { what: 'heap, collected, of a long recording', ...figure('heapMb') },
    { what: 'resident memory of a long recording', ...figure('rssMb') },
    {
      what: 'simulated time',
      figure: `${((HOURS * 3600) / report.tookS).toFixed(0)} ×`,
      note: `${report.rows} rows, event loop late p99 ${report.loop.p99Ms.toFixed(1)} ms`,
    },
  ]
}
