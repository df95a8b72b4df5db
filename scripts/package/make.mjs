/** Making the packages that were asked for, one after the other: each a line with its size and time. */
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { inProject } from '../project.mjs'
import { makeReport } from '../report.mjs'
import { withLock } from '../run/lock.mjs'
import { appImageTool, makeAppImage, NO_TOOL } from './appimage.mjs'
import { makeDeb } from './deb.mjs'
import { factsOf } from './facts.mjs'
import { bytesIn, digestOf, filesIn, megabytes } from './files.mjs'
import { makeRpm } from './rpm.mjs'
import { stageTree } from './stage-tree.mjs'
import { makeTar } from './tar.mjs'

/**
 * @typedef {(facts: import('./facts.mjs').Facts, tree: string, places: { work: string, out: string, compress: 'zstd' | 'xz' }) => Promise<string | null>} Maker
 *   null when there is no tool for it here
 */

/** @type {Readonly<Record<import('./options.mjs').Target, Maker>>} */
const MAKERS = {
  deb: makeDeb,
  rpm: makeRpm,
  tar: makeTar,
  appimage: async (facts, tree, places) => {
    const tool = appImageTool()
    return tool === null ? null : makeAppImage(facts, tree, { ...places, tool })
  },
}

/** @param {string} out writes SHA256SUMS of everything in it */
async function writeSums(out) {
  const lines = []
  for (const name of filesIn(out))
    if (name !== 'SHA256SUMS') lines.push(`${await digestOf(join(out, name), 'sha256')}  ${name}\n`)
  writeFileSync(join(out, 'SHA256SUMS'), lines.join(''))
}

/**
 * @param {import('./options.mjs').Options} options
 * @param {string} dist the runtime's folder
 * @returns {Promise<string[]>} paths of the packages
 */
export function makePackages(options, dist) {
  const report = makeReport('pack')
  return report.step('dist/', (step) =>
    withLock(step, async () => {
      const made = await makeAll(report, options, dist)
      return { line: `${made.length} made, SHA256SUMS and the bill of materials beside them`, value: made }
    }),
  )
}

/**
 * @param {import('../report.mjs').Report} report
 * @param {import('./options.mjs').Options} options
 * @param {string} dist
 */
async function makeAll(report, { targets, compress }, dist) {
  const facts = factsOf(dist)
  const out = inProject('dist')
  const work = inProject('node_modules', '.cache', 'wattbench-package', 'work')
  const tree = await report.step('tree', async () => {
    const staged = await stageTree(facts, inProject('node_modules', '.cache', 'wattbench-package', 'tree'))
    rmSync(out, { recursive: true, force: true })
    mkdirSync(out, { recursive: true })
    writeFileSync(join(out, `wattbench-${facts.version}.cdx.json`), staged.sbom)
    const { files, archiveBytes, unpackedBytes, runtimeBytes } = staged.app
    const line = `${megabytes(bytesIn(staged.root))} installed: Electron ${facts.electron} ${megabytes(runtimeBytes)}, ${files} files in app.asar ${megabytes(archiveBytes)}, beside it ${megabytes(unpackedBytes)}`
    return { line, value: staged.root }
  })
  if (facts.development) report.say('development runtime: these packages are not for release, and their names say so')
  /** @type {string[]} */
  const made = []
  for (const target of targets) {
    await report.step(target, async () => {
      const file = await MAKERS[target](facts, tree, { work, out, compress })
      if (file === null) return { line: `skipped: ${NO_TOOL}`, value: undefined }
      made.push(file)
      return { line: `dist/${basename(file)}, ${megabytes(statSync(file).size)}`, value: undefined }
    })
  }
  await writeSums(out)
  rmSync(tree, { recursive: true, force: true })
  return made
}
