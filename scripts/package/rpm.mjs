/** The .rpm, made by rpmbuild from the same tree. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { inProject } from '../project.mjs'
import { runChild } from '../run/child.mjs'
import { Trouble } from '../trouble.mjs'
import { rpmRequires } from './dependencies.mjs'
import { filesIn } from './files.mjs'

/** Levels that take about as long as dpkg-deb's defaults. */
const PAYLOAD = { zstd: 'w3.zstdio', xz: 'w6T0.xzdio' }

/** The maintainer scripts of the .deb, told in rpm's words. @param {string} name @param {string} word what dpkg would say */
const script = (name, word) =>
  readFileSync(inProject('scripts', 'package', 'debian', name), 'utf8').replace('#!/bin/sh\n', `set -- ${word}\n`)

/** @param {string} path @returns {string} its line in %files */
function fileLine(path) {
  const at = `"/${path}"`
  if (path.endsWith('/chrome-sandbox')) return `%attr(4755,root,root) ${at}`
  if (path.startsWith('usr/share/doc/')) return `%doc ${at}`
  return at
}

/**
 * @param {import('./facts.mjs').Facts} facts
 * @param {readonly string[]} files
 * @param {'zstd' | 'xz'} compress
 */
const spec = (
  { version, summary, description, epoch },
  files,
  compress,
) => `%global _binary_payload ${PAYLOAD[compress]}
%global _build_id_links none
%global _buildhost localhost
%global debug_package %{nil}
%global __os_install_post %{nil}
%global use_source_date_epoch_as_buildtime 1
%global clamp_mtime_to_source_date_epoch 1
Name: wattbench
Version: ${version}
Release: 1
Summary: ${summary}
License: MIT
Group: Applications/Engineering
BuildArch: x86_64
# What is inside is for this program alone, and what it needs is known.
AutoReqProv: no
${rpmRequires()
  .map((need) => `Requires: ${need}`)
  .join('\n')}
Recommends: socat

%description
${description}

%post
${script('postinst', 'configure')}
%preun
if [ "$1" -eq 0 ]; then
${script('prerm', 'remove')}fi

%files
%dir "/usr/lib/wattbench"
${files.map(fileLine).join('\n')}

%changelog
* ${new Date(epoch * 1000).toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+).*/, '$1 $3 $2 $4')} Wattbench <wattbench@localhost.invalid> - ${version}-1
- What changed is in CHANGELOG.md.gz of the documentation.
`

/**
 * @param {import('./facts.mjs').Facts} facts
 * @param {string} tree holds usr/
 * @param {{ work: string, out: string, compress: 'zstd' | 'xz' }} places
 * @returns {Promise<string>} the package's path
 */
export async function makeRpm(facts, tree, { work, out, compress }) {
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  const root = join(work, 'root')
  const copied = await runChild('cp', ['-a', tree, root], { output: 'keep' })
  if (copied.code !== 0) throw new Trouble('The tree could not be copied', { because: copied.output })
  const file = join(work, 'wattbench.spec')
  writeFileSync(file, spec(facts, filesIn(tree), compress))
  // The build root is emptied by rpmbuild when it is done.
  const args = [
    '-bb',
    '--target',
    'x86_64',
    '--buildroot',
    root,
    '--define',
    `_topdir ${work}`,
    '--define',
    `_rpmdir ${work}/rpms`,
    file,
  ]
  const { code, output } = await runChild('rpmbuild', args, {
    output: 'keep',
    env: { ...process.env, SOURCE_DATE_EPOCH: String(facts.epoch) },
  })
  if (code !== 0)
    throw new Trouble(`rpmbuild ended with exit code ${code}`, {
      because: output.trim().split('\n').slice(-15).join('\n'),
    })
  const [made = ''] = filesIn(join(work, 'rpms'))
  const target = join(out, basename(made))
  const moved = await runChild('mv', [join(work, 'rpms', made), target], { output: 'keep' })
  if (moved.code !== 0) throw new Trouble('The package could not be moved', { because: moved.output })
  rmSync(work, { recursive: true, force: true })
  return target
}
