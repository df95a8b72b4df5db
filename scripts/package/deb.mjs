/** The .deb: made by dpkg-deb itself, so that nothing but Debian's own tool decides what a package is. */
import { chmodSync, copyFileSync, cpSync, lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { inProject } from '../project.mjs'
import { runChild } from '../run/child.mjs'
import { Trouble } from '../trouble.mjs'
import { debianDepends } from './dependencies.mjs'
import { bytesIn, digestOf, filesIn } from './files.mjs'

/** @param {string} text @returns {string} continuation lines of a control field */
const continued = (text) =>
  text
    .split('\n')
    .map((line) => ` ${line === '' ? '.' : line}`)
    .join('\n')

/** @param {import('./facts.mjs').Facts} facts @param {number} bytes installed */
const control = ({ version, maintainer, summary, description }, bytes) => `Package: wattbench
Version: ${version}
Architecture: amd64
Maintainer: ${maintainer}
Installed-Size: ${Math.ceil(bytes / 1024)}
Depends: ${debianDepends()}
Recommends: socat, xdg-utils
Section: science
Priority: optional
Description: ${summary}
${continued(description)}
`

/** @param {import('./facts.mjs').Facts} facts */
const changelog = ({ version, maintainer, epoch }) => `wattbench (${version}) unstable; urgency=medium

  * What changed is in CHANGELOG.md.gz beside this file.

 -- ${maintainer}  ${new Date(epoch * 1000).toUTCString().replace('GMT', '+0000')}
`

/**
 * @param {import('./facts.mjs').Facts} facts
 * @param {string} tree holds usr/
 * @param {{ work: string, out: string, compress: 'zstd' | 'xz' }} places work: a folder for this alone
 * @returns {Promise<string>} the package's path
 */
export async function makeDeb(facts, tree, { work, out, compress }) {
  rmSync(work, { recursive: true, force: true })
  cpSync(tree, work, { recursive: true, verbatimSymlinks: true })
  // Copies lose the setuid bit.
  chmodSync(join(work, 'usr', 'lib', 'wattbench', 'chrome-sandbox'), 0o4755)
  const put = (/** @type {string} */ path, /** @type {string | Buffer} */ content, mode = 0o644) => {
    writeFileSync(join(work, path), content)
    chmodSync(join(work, path), mode)
  }
  const debian = (/** @type {string} */ name) => inProject('scripts', 'package', 'debian', name)
  put('usr/share/doc/wattbench/changelog.gz', gzipSync(changelog(facts), { level: 9 }))
  copyFileSync(debian('README.Debian'), join(work, 'usr/share/doc/wattbench/README.Debian'))
  mkdirSync(join(work, 'usr/share/lintian/overrides'), { recursive: true })
  copyFileSync(debian('lintian-overrides'), join(work, 'usr/share/lintian/overrides/wattbench'))
  for (const path of ['usr/share/doc/wattbench/README.Debian', 'usr/share/lintian/overrides/wattbench'])
    chmodSync(join(work, path), 0o644)

  const files = filesIn(work)
  const sums = []
  for (const path of files) {
    if (lstatSync(join(work, path)).isFile()) sums.push(`${await digestOf(join(work, path), 'md5')}  ${path}\n`)
  }
  const bytes = bytesIn(work)
  mkdirSync(join(work, 'DEBIAN'))
  put('DEBIAN/control', control(facts, bytes))
  put('DEBIAN/md5sums', sums.join(''))
  for (const script of ['postinst', 'prerm']) {
    copyFileSync(debian(script), join(work, 'DEBIAN', script))
    chmodSync(join(work, 'DEBIAN', script), 0o755)
  }
  const file = join(out, `wattbench_${facts.version}_amd64.deb`)
  const args = ['--root-owner-group', `-Z${compress}`, '--build', work, file]
  const { code, output } = await runChild('dpkg-deb', args, {
    output: 'keep',
    env: { ...process.env, SOURCE_DATE_EPOCH: String(facts.epoch) },
  })
  if (code !== 0) throw new Trouble(`dpkg-deb ended with exit code ${code}`, { because: output.trim() })
  rmSync(work, { recursive: true, force: true })
  return file
}
