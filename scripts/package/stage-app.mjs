/** The application's folder: the runtime under its own name, app.asar beside it, native modules unpacked. */
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inProject } from '../project.mjs'
import { asarOf } from '../setup/runtime/asar-writer.mjs'
import { FUSE, isFuseOn } from '../setup/runtime/fuses.mjs'
import { Trouble } from '../trouble.mjs'
import { appFiles, isUnpacked } from './app-files.mjs'

/** Chromium's own words are needed in the one language the page speaks. */
const LOCALES = ['en-US.pak', 'en-GB.pak']
/** Licences move to the documentation. */
const NOT_TAKEN = /^(LICENSE|LICENSES\.chromium\.html|resources\/default_app\.asar)$/

/** @param {string} dist @param {string} [below] @returns {string[]} files of the runtime that are taken, relative */
function runtimeFiles(dist, below = '') {
  return readdirSync(join(dist, below), { withFileTypes: true }).flatMap((entry) => {
    const path = join(below, entry.name)
    if (entry.isDirectory()) return runtimeFiles(dist, path)
    if (below === 'locales' && !LOCALES.includes(entry.name)) return []
    return NOT_TAKEN.test(path) ? [] : [path]
  })
}

/** The program is executable, its helper for the sandbox is root's with the setuid bit, all else is only read. @param {string} path */
function modeOf(path) {
  if (path === 'chrome-sandbox') return 0o4755
  return ['wattbench', 'chrome_crashpad_handler', 'launch'].includes(path) ? 0o755 : 0o644
}

/** @param {string} from @param {string} folder @param {string} path in folder */
function put(from, folder, path) {
  const to = join(folder, path)
  mkdirSync(dirname(to), { recursive: true })
  cpSync(from, to)
  chmodSync(to, modeOf(path))
}

/** @param {import('./facts.mjs').Facts} facts @returns {string} the package.json inside the archive */
const innerPackage = ({ appVersion }) =>
  `${JSON.stringify({ name: 'wattbench', version: appVersion, type: 'module', main: 'out/main/index.js', desktopName: 'wattbench.desktop' })}\n`

/**
 * @param {import('./facts.mjs').Facts} facts
 * @param {string} folder does not exist yet
 * @returns {{ files: number, archiveBytes: number, unpackedBytes: number, runtimeBytes: number }}
 */
export function stageApp(facts, folder) {
  mkdirSync(folder, { recursive: true })
  let runtimeBytes = 0
  for (const path of runtimeFiles(facts.dist)) {
    put(join(facts.dist, path), folder, path === 'electron' ? 'wattbench' : path)
    runtimeBytes += statSync(join(facts.dist, path)).size
  }
  // The command line is this program run as Node.
  if (!isFuseOn(readFileSync(join(folder, 'wattbench')), FUSE.runAsNode)) {
    throw new Trouble('This Electron cannot be the command line', {
      because: 'Its fuse "RunAsNode" is off.',
      next: 'Use a runtime with that fuse on, as the official one has it.',
    })
  }
  put(inProject('scripts', 'package', 'share', 'launch'), folder, 'launch')
  put(inProject('scripts', 'package', 'share', 'apparmor-profile'), folder, 'apparmor-profile')

  /** @type {Record<string, string | Buffer | { unpacked: number }>} */
  const archive = { 'package.json': innerPackage(facts) }
  let unpackedBytes = 0
  for (const path of appFiles()) {
    const from = inProject(path)
    if (isUnpacked(path)) {
      put(from, folder, join('resources', 'app.asar.unpacked', path))
      archive[path] = { unpacked: statSync(from).size }
      unpackedBytes += statSync(from).size
    } else archive[path] = readFileSync(from)
  }
  const bytes = asarOf(archive)
  writeFileSync(join(folder, 'resources', 'app.asar'), bytes, { mode: 0o644 })
  return { files: Object.keys(archive).length, archiveBytes: bytes.length, unpackedBytes, runtimeBytes }
}
