/** The tree that every kind of package carries: usr/bin, usr/lib/wattbench, usr/share. */
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { inProject } from '../project.mjs'
import { bundled } from '../run/bundle.mjs'
import { bashCompletion } from './completion.mjs'
import { drawIcons } from './icons.mjs'
import { copyrightText } from './licences.mjs'
import { manPage } from './man-page.mjs'
import { allParts } from './parts.mjs'
import { billOfMaterials } from './sbom.mjs'
import { stageApp } from './stage-app.mjs'

/** @param {string} file @param {string | Buffer} content plain, readable by all; folders are made */
function write(file, content) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  chmodSync(file, 0o644)
}

/** @param {string} text @returns {Buffer} as "gzip -9n" writes it: without name and time */
const packed = (text) => gzipSync(text, { level: 9 })

/** @param {number} epoch @returns {string} 2026-11-28 */
const dayOf = (epoch) => new Date(epoch * 1000).toISOString().slice(0, 10)

/**
 * @typedef {object} Tree
 * @property {string} root holds usr/
 * @property {string} sbom the bill of materials, JSON
 * @property {ReturnType<typeof stageApp>} app
 */

/**
 * @param {import('./facts.mjs').Facts} facts
 * @param {string} root what was there is removed
 * @returns {Promise<Tree>}
 */
export async function stageTree(facts, root) {
  rmSync(root, { recursive: true, force: true })
  const usr = join(root, 'usr')
  const share = join(usr, 'share')
  const app = stageApp(facts, join(usr, 'lib', 'wattbench'))
  mkdirSync(join(usr, 'bin'), { recursive: true })
  symlinkSync('../lib/wattbench/launch', join(usr, 'bin', 'wattbench'))

  const own = (/** @type {string} */ name) => readFileSync(inProject('scripts', 'package', 'share', name))
  write(join(share, 'applications', 'wattbench.desktop'), own('wattbench.desktop'))
  write(join(share, 'mime', 'packages', 'wattbench.xml'), own('wattbench.xml'))
  await drawIcons(share)

  const { commandTable } = await bundled('scripts/package/command-table.ts', 'package')
  const table = commandTable()
  const note = facts.development ? 'This package carries a development runtime and is not for release.' : ''
  const man = manPage(table, { version: facts.appVersion, date: dayOf(facts.epoch), summary: facts.summary, note })
  write(join(share, 'man', 'man1', 'wattbench.1.gz'), packed(man))
  write(join(share, 'bash-completion', 'completions', 'wattbench'), bashCompletion(table))

  const doc = join(share, 'doc', 'wattbench')
  const sbom = `${JSON.stringify(billOfMaterials(facts, allParts()), null, 2)}\n`
  write(join(doc, 'copyright'), copyrightText(facts))
  write(
    join(doc, 'LICENSES.chromium.html.gz'),
    packed(readFileSync(join(facts.dist, 'LICENSES.chromium.html'), 'utf8')),
  )
  write(join(doc, 'wattbench.cdx.json.gz'), packed(sbom))
  write(join(doc, 'CHANGELOG.md.gz'), packed(readFileSync(inProject('CHANGELOG.md'), 'utf8')))
  mkdirSync(join(doc, 'examples'), { recursive: true })
  for (const [from, name] of [
    ['resources/examples/tinderboxB3.csv', 'tinderboxB3.csv'],
    ['resources/examples/tinderboxC2.csv', 'tinderboxC2.csv'],
    ['resources/stylesheets/power-sum.xsl', 'power-sum.xsl'],
  ]) {
    copyFileSync(inProject(from ?? ''), join(doc, 'examples', name ?? ''))
    chmodSync(join(doc, 'examples', name ?? ''), 0o644)
  }
  return { root, sbom, app }
}
