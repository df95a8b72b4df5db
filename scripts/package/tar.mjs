/** The archive for everything else: unpack it anywhere and start bin/wattbench, or unpack it into /usr/local. */
import { join } from 'node:path'
import { runChild } from '../run/child.mjs'
import { Trouble } from '../trouble.mjs'

/**
 * @param {import('./facts.mjs').Facts} facts
 * @param {string} tree holds usr/
 * @param {{ out: string }} places
 * @returns {Promise<string>} the archive's path
 */
export async function makeTar(facts, tree, { out }) {
  const name = `wattbench-${facts.version}-linux-x64`
  const file = join(out, `${name}.tar.gz`)
  const args = [
    ...['--create', '--gzip', '--file', file, '--directory', tree],
    ...['--sort=name', '--owner=0', '--group=0', '--numeric-owner', `--mtime=@${facts.epoch}`],
    // Unpacked by an ordinary person nothing is root's: a setuid bit would help nobody.
    ...['--mode=u-s', `--transform=s,^usr,${name},`, 'usr'],
  ]
  const { code, output } = await runChild('tar', args, { output: 'keep' })
  if (code !== 0) throw new Trouble(`tar ended with exit code ${code}`, { because: output.trim() })
  return file
}
