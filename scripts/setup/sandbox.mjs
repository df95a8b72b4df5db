/** Can Chromium's sandbox work here? It needs user namespaces, or its helper owned by root with the setuid bit. */
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { isRoot } from '../project.mjs'
import { Trouble } from '../trouble.mjs'
import { findCommand } from './present.mjs'

/** @param {string} helper @returns {boolean} */
function isSetuidRoot(helper) {
  try {
    const { uid, mode } = statSync(helper)
    return uid === 0 && (mode & 0o4000) !== 0
  } catch {
    return false
  }
}

/** @returns {string | null} why this person gets no user namespace; tried, because many settings can forbid it */
function refusal() {
  const unshare = findCommand('unshare')
  if (!unshare) return null
  const { status, stderr } = spawnSync(unshare, ['--user', '--map-root-user', 'true'], { encoding: 'utf8' })
  return status === 0 ? null : stderr.trim()
}

/**
 * @param {string} dist Electron's folder
 * @param {readonly string[]} args of the start; --no-sandbox among them is the person's own decision
 * @throws {Trouble} with the command that makes the sandbox work
 */
export function checkSandbox(dist, args) {
  if (isRoot() || args.includes('--no-sandbox')) return
  const helper = join(dist, 'chrome-sandbox')
  const why = isSetuidRoot(helper) ? null : refusal()
  if (why === null) return
  throw new Trouble('The sandbox of the window cannot work here, and Electron refuses to start without it', {
    because: `This system keeps ordinary programs from user namespaces (${why}).`,
    next: [
      'Give the sandbox helper its rights, once, then run the command again:',
      `sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
      'Or, in a container or for a trial, without the sandbox: npm start -- --no-sandbox',
    ].join('\n'),
  })
}
