/**
 * `npm run bench [-- codec|store|tree|ingest|collectd|live-cost|live|startup|slope|week … [--full]]`: figures and ratios, measured side by side in this run. Nothing
 * here fails by time. `week` runs only when it is named: it writes 2.5 GB and takes some minutes.
 */

import { bundled, bundleOf } from './bundled.mjs'
import { benchLive } from './live-page.mjs'
import { benchSlope } from './slope.mjs'
import { benchStartup } from './startup.mjs'
import { table } from './table.mjs'

const BENCHES = {
  codec: async () => (await bundled('codec')).benchCodec(),
  store: async () => (await bundled('store')).benchStore(),
  'live-cost': async () => (await bundled('live-cost')).benchLiveCost(),
  tree: async () => (await bundled('tree')).benchTree(),
  ingest: async () => (await bundled('ingest')).benchIngest(),
  collectd: async () => (await bundled('collectd')).benchCollectd(await bundleOf('collectd-archive'), switches),
  live: () => benchLive(),
  startup: () => benchStartup(),
  slope: () => benchSlope(),
  week: async () => (await bundled('week')).benchWeek(),
}
/** Too long and too large to run unasked. */
const ONLY_WHEN_NAMED = ['week']

const args = process.argv.slice(2)
/** `--full`: collectd with the archive the targets speak of, 700 MB of CSV; takes two minutes and 2 GB of disk. */
const switches = args.filter((arg) => arg.startsWith('--'))
const wanted = args.filter((arg) => !arg.startsWith('--'))
const unknown = wanted.filter((name) => !(name in BENCHES))
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. Benchmarks: ${Object.keys(BENCHES).join(', ')}`)
  process.exit(2)
}
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 ? !wanted.includes(name) : ONLY_WHEN_NAMED.includes(name)) continue
  console.log(table(name, await bench()))
}
