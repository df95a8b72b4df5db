/** `npm run package [-- --deb|--rpm|--tar|--appimage|--all] [--compress zstd|xz]`: installers into dist/. */
import { makePackages } from '../package/make.mjs'
import { optionsOf } from '../package/options.mjs'
import { makeReport } from '../report.mjs'
import { buildIfStale } from '../run/build.mjs'
import { preparePackages } from '../setup/prepare.mjs'
import { getRuntime } from '../setup/runtime/get-runtime.mjs'

/** @param {string[]} args @returns {Promise<number>} */
export async function run(args) {
  const options = optionsOf(args)
  await preparePackages({ purposes: options.targets.includes('rpm') ? ['package', 'rpm'] : ['package'] })
  const { dist } = await getRuntime(makeReport('setup'))
  await buildIfStale()
  await makePackages(options, dist)
  return 0
}
