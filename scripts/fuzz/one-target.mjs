/** A process for one target of the fuzz: BUNDLE NAME SEED MS. Tells each seed before it is run, and what was found. */
import { pathToFileURL } from 'node:url'

const [bundle = '', name = '', seed = '0', ms = '0'] = process.argv.slice(2)
const { fuzz } = await import(pathToFileURL(bundle).href)
const limits = { seed: Number(seed), runs: Number.POSITIVE_INFINITY, ms: Number(ms) }
const report = await fuzz(name, limits, (/** @type {number} */ at) => process.send?.({ at }))
process.send?.({ report }, () => process.exit(0))
