/** The set-up before a task: only the steps it needs, each one a line; a second run finds everything done. */
import { isRoot } from '../project.mjs'
import { makeReport } from '../report.mjs'
import { debianPackages } from './debian-packages.mjs'
import { hasDisplay, openDisplay } from './display.mjs'
import { neededNode } from './node-version.mjs'
import { npmPackages } from './npm-packages.mjs'
import { getRuntime } from './runtime/get-runtime.mjs'

/** @typedef {import('./needs.mjs').Purpose} Purpose */

/**
 * @typedef {object} Stage what a task with a window runs on
 * @property {import('./runtime/get-runtime.mjs').Runtime} runtime
 * @property {NodeJS.ProcessEnv} env for its children
 * @property {string[]} flags for Electron, where this script starts it
 * @property {boolean} virtual whether the screen is an Xvfb
 * @property {() => Promise<void>} close
 */

/**
 * Node, the system's packages for these purposes, npm packages. In this order: what the person must do comes first.
 * @param {{ quiet?: boolean, purposes?: readonly Purpose[] }} [options] quiet: says nothing as long as there is
 *   nothing to do
 */
export async function preparePackages({ quiet = false, purposes = [] } = {}) {
  const report = makeReport('setup', { quiet })
  await report.step('Node', async () => ({
    line: `${process.versions.node}, at least ${neededNode()} needed`,
    value: undefined,
  }))
  if (purposes.length > 0) await debianPackages(report, purposes)
  await npmPackages(report)
}

/**
 * Everything a window needs.
 * @param {{ tests?: boolean, also?: readonly Purpose[] }} [options] tests: what unit tests start as well; also: further purposes
 * @returns {Promise<Stage>}
 */
export async function prepareWindow({ tests = false, also = [] } = {}) {
  const report = makeReport('setup')
  const virtual = !hasDisplay()
  /** @type {Purpose[]} */
  const purposes = ['window', ...also]
  if (virtual) purposes.push('display')
  if (tests) purposes.push('tests')
  await preparePackages({ purposes })
  const runtime = await getRuntime(report)
  const display = virtual ? await openDisplay(report) : null
  return {
    runtime,
    env: { ...environment(runtime), ...display?.env },
    flags: [...(isRoot() ? ['--no-sandbox'] : []), ...(virtual ? ['--disable-gpu'] : [])],
    virtual,
    close: async () => display?.close(),
  }
}

/** @param {import('./runtime/get-runtime.mjs').Runtime} runtime @returns {NodeJS.ProcessEnv} */
function environment({ dist, exec }) {
  // Set in the terminals of some editors; it would turn Electron into a plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  return {
    ...env,
    ELECTRON_OVERRIDE_DIST_PATH: dist, // Playwright, require('electron')
    ELECTRON_EXEC_PATH: exec, // electron-vite
    ...(isRoot() ? { NO_SANDBOX: '1' } : {}), // electron-vite: Chromium has no sandbox for root
    ...(env.WAYLAND_DISPLAY && !env.DISPLAY ? { ELECTRON_OZONE_PLATFORM_HINT: 'auto' } : {}), // older Electrons want X11 otherwise
  }
}
