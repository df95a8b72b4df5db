/** Finding npm, and saying in words why it failed. */
import { basename } from 'node:path'

/** @returns {[command: string, ...args: string[]]} npm as it was called, else the one in PATH */
export function npmCommand() {
  const called = process.env.npm_execpath
  return called && basename(called) === 'npm-cli.js' ? [process.execPath, called] : ['npm']
}

/** npm finishes what it does before it follows a signal. Killing it is safe: it writes its list of packages last. */
export const NPM_QUIT_MS = 2000

/** How many lines of npm's output are shown, beside its last one. */
const SHOWN = 6

/** What each failure looks like in npm's output, and what a person can do. First match wins. */
const CAUSES = [
  {
    signs: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT/,
    because: 'The npm registry could not be reached.',
    next: 'Check the network and the proxy ("npm config get registry", "npm config get https-proxy"), then run the command again.',
  },
  {
    signs: /can only install (packages )?(when|with)|Missing: .* from lock file|Invalid: lock file/,
    because: 'package.json and package-lock.json do not describe the same packages.',
    next: 'Run "npm install", look at the change of package-lock.json, commit it, then run the command again.',
  },
  {
    signs: /ENOSPC/,
    because: 'The disk is full.',
    next: 'Free about 1 GB where the project and ~/.npm are, then run the command again.',
  },
  {
    signs: /EACCES|EPERM/,
    because: 'Files in node_modules or in npm’s cache belong to somebody else, often to root after a "sudo npm".',
    next: 'Give them back ("sudo chown -R $USER node_modules ~/.npm"), then run the command again.',
  },
  {
    signs: /EINTEGRITY/,
    because: 'What the registry sent is not what package-lock.json promises.',
    next: 'Run "npm cache verify" and the command again; if it stays, somebody between here and the registry changes packages.',
  },
]

/**
 * @param {string} output of npm
 * @returns {{ because: string, next: string }}
 */
export function explainNpm(output) {
  const known = CAUSES.find(({ signs }) => signs.test(output))
  // npm names the matter first and its log file last; usage help and stack traces stand between.
  const lines = output.split('\n').filter((line) => line.replace(/^npm (error|warn)/, '').trim() !== '')
  const extract = [...lines.slice(0, SHOWN), ...lines.slice(SHOWN).slice(-1)].join('\n')
  return {
    because: known ? `${known.because}\n${extract}` : extract || 'npm said nothing.',
    next: known?.next ?? 'Run "npm ci" by hand and read its log.',
  }
}
