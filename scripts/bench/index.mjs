/**
 * `npm run bench [-- codec|store|tree|live …]`: figures and ratios, measured side by side in this run. Nothing here fails by time.
 */

import { bundled } from './bundled.mjs'
import { benchLive } from './live-page.mjs'
import { table } from './table.mjs'

const BENCHES = {
  codec: async () => (await bundled('codec')).benchCodec(),
  store: async () => (await bundled('store')).benchStore(),
  tree: async () => (await bundled('tree')).benchTree(),
  live: () => benchLive(),
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in BENCHES))
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. Benchmarks: ${Object.keys(BENCHES).join(', ')}`)
  process.exit(2)
}
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(table(name, await bench()))
}
