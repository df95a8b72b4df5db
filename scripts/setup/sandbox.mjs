/** Can Chromium's sandbox work here? It needs user namespaces, or its helper owned by root with the setuid bit. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isRoot } from '../project.mjs'
import { Trouble } from '../trouble.mjs'

/** Kernel settings that keep ordinary programs from user namespaces, with the value that does. */
const LOCKS = [
  ['/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1'], // Ubuntu since 23.10
  ['/proc/sys/kernel/unprivileged_userns_clone', '0'], // older Debian
  ['/proc/sys/user/max_user_namespaces', '0'], // some hardened systems
]

/** @param {string} file @returns {string} */
function setting(file) {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}

/** @param {string} helper @returns {boolean} */
function isSetuidRoot(helper) {
  try {
    const { uid, mode } = statSync(helper)
    return uid === 0 && (mode & 0o4000) !== 0
  } catch {
    return false
  }
}

/**
 * @param {string} dist Electron's folder
 * @param {readonly string[]} args of the start; --no-sandbox among them is the person's own decision
 * @throws {Trouble} with the command that makes the sandbox work
 */
export function checkSandbox(dist, args) {
  if (isRoot() || args.includes('--no-sandbox')) return
  const lock = LOCKS.find(([file = '', value]) => setting(file) === value)
  const helper = join(dist, 'chrome-sandbox')
  if (!lock || isSetuidRoot(helper)) return
  throw new Trouble('The sandbox of the window cannot work here, and Electron refuses to start without it', {
    because: `${lock[0]} is ${lock[1]}: this system keeps ordinary programs from user namespaces.`,
    next: [
      'Give the sandbox helper its rights (once):',
      `sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
      'Or, for a trial without the sandbox: npm start -- --no-sandbox',
    ].join('\n'),
  })
}
