/** The official Electron: what the npm package `electron` already has, or what its own installer can download. */
import { lookup } from 'node:dns/promises'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inCache, inProject } from '../../project.mjs'
import { runChild } from '../../run/child.mjs'
import { withLock } from '../../run/lock.mjs'

const PACKAGE = inProject('node_modules', 'electron')
/** About 120 MB; a firewall that swallows packets would hold the installer for ever. */
const INSTALL_LIMIT_MS = 300_000
/** How long the download host may take to answer: a short look when there is something else to use. */
const PROBE_MS = { first: 3000, again: 400 }
/** After a failed installation, how long it is not tried again as long as there is something else to use. */
const RETRY_AFTER_MS = 24 * 3_600_000

/** @returns {{ version: string, repository?: string | { url: string } }} */
const about = () => JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'))

/** @returns {string | null} dist folder, when the installer has finished there */
export function installedOfficial() {
  const dist = join(PACKAGE, 'dist')
  try {
    const version = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
    return version === about().version && existsSync(join(dist, 'electron')) ? dist : null
  } catch {
    return null
  }
}

/** @returns {boolean} whether the environment or npm's settings name another way than the default host */
function hasMirrorOrProxy() {
  const names = /^(npm_config_|npm_package_config_)?(electron_mirror|https?[-_]proxy|all_proxy)$/i
  return Object.entries(process.env).some(([name, value]) => names.test(name) && value && value !== 'null')
}

/** @param {string} host @param {number} limitMs @returns {Promise<boolean>} whether it takes a connection in time */
async function answers(host, limitMs) {
  const connect = async () => {
    const { address } = await lookup(host)
    return new Promise((resolve) => {
      const socket = createConnection({ host: address, port: 443, timeout: limitMs })
      /** @param {boolean} yes */
      const end = (yes) => () => {
        socket.destroy()
        resolve(yes)
      }
      socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false))
    })
  }
  return Promise.race([connect().catch(() => false), sleep(limitMs, false, { ref: false })]).then(Boolean)
}

/** Electron's releases are downloads of its repository, so the package's own `repository` names the host. */
function downloadHost() {
  const { repository } = about()
  const url = typeof repository === 'string' ? repository : repository?.url
  return url ? new URL(url.replace(/^git\+/, '')).host : null
}

/** @param {string} file @returns {boolean} */
function recent(file) {
  try {
    return Date.now() - statSync(file).mtimeMs < RETRY_AFTER_MS
  } catch {
    return false
  }
}

/**
 * @param {import('../../report.mjs').Step} step
 * @param {boolean} haveOther whether a fallback is cached, so that only a short look is worth it
 * @returns {Promise<string | null>} dist folder, null when it cannot be had
 */
export async function installOfficial(step, haveOther) {
  const { version } = about()
  const failed = inCache(`official-${version}-failed`)
  if (haveOther && recent(failed)) return null
  if (!hasMirrorOrProxy()) {
    const host = downloadHost()
    if (!host || !(await answers(host, haveOther ? PROBE_MS.again : PROBE_MS.first))) return null
  }
  return withLock(step, async () => {
    const there = installedOfficial()
    if (there) return there
    step.doing(`downloading the official Electron ${version}, about 120 MB`)
    const { code, output } = await runChild(process.execPath, [join(PACKAGE, 'install.js')], {
      output: 'keep',
      limitMs: INSTALL_LIMIT_MS,
      // Electron's downloader asks for this before it looks at HTTPS_PROXY; without a proxy it changes nothing.
      env: { ELECTRON_GET_USE_PROXY: 'true', ...process.env },
    })
    const installed = code === 0 ? installedOfficial() : null
    if (!installed) {
      mkdirSync(inCache(), { recursive: true })
      writeFileSync(failed, output)
      step.note(`its installer failed (${lastLine(output)}; all of it in ${failed})`)
    }
    return installed
  })
}

/** @param {string} output @returns {string} the line that names the error */
function lastLine(output) {
  const lines = output.trim().split('\n')
  return (lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? '').trim().slice(0, 200)
}
