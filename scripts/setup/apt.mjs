/** Debian's package tools, never asking anything. */
import { spawnSync } from 'node:child_process'
import { runChild } from '../run/child.mjs'
import { candidatesIn } from './package-choice.mjs'

/** @returns {NodeJS.ProcessEnv} */
const plain = () => ({ ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' })

/** How long to wait for another package program, in seconds (unattended upgrades hold the lock on fresh machines). */
const LOCK_TIMEOUT = ['-o', 'DPkg::Lock::Timeout=120']

/** A package half installed is worse than a wait. */
const QUIT_MS = 600_000

/** @param {readonly string[]} names @returns {Set<string>} those with a version to install */
export function candidates(names) {
  const { stdout } = spawnSync('apt-cache', ['policy', ...names], { encoding: 'utf8', env: plain() })
  return candidatesIn(stdout ?? '')
}

/** @returns {Promise<{ code: number, output: string }>} */
export const updateLists = () =>
  runChild('apt-get', [...LOCK_TIMEOUT, 'update', '-q'], { env: plain(), output: 'keep', quitMs: QUIT_MS })

/** @param {readonly string[]} packages @returns {Promise<{ code: number, output: string }>} */
export const installPackages = (packages) =>
  runChild('apt-get', [...LOCK_TIMEOUT, 'install', '-y', '-q', '--no-install-recommends', ...packages], {
    env: plain(),
    output: 'keep',
    quitMs: QUIT_MS,
  })

/** @param {readonly string[]} packages @param {boolean} update @returns {string} the command to copy */
export const commandToCopy = (packages, update) =>
  `${update ? 'sudo apt-get update && ' : ''}sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`
