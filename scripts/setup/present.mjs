/** Which needs this machine already meets. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Commands of the system live here too, although not in every person's PATH. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/sbin']

/** How ldconfig marks libraries that a process of this architecture can load. */
const ARCH_MARKS = /** @type {Record<string, string>} */ ({ x64: 'x86-64', arm64: 'AArch64' })

/** @param {string} name @returns {string | undefined} its absolute path, when it is in PATH */
export function findCommand(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...SYSTEM_FOLDERS]
  return folders
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/**
 * @param {string} text of `ldconfig -p`: "\tlibX11.so.6 (libc6,x86-64) => /usr/lib/…/libX11.so.6"
 * @param {string} arch as process.arch
 * @returns {Set<string>} sonames
 */
export function librariesIn(text, arch) {
  const mark = ARCH_MARKS[arch]
  const names = new Set()
  for (const line of text.split('\n')) {
    const [, name, kind = ''] = /^\s+(\S+) \(([^)]*)\)/.exec(line) ?? []
    if (name && (!mark || kind.split(',').includes(mark))) names.add(name)
  }
  return names
}

/** @returns {Set<string> | null} null when this system cannot tell */
function knownLibraries() {
  const ldconfig = findCommand('ldconfig')
  if (!ldconfig) return null
  const { stdout, status } = spawnSync(ldconfig, ['-p'], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } })
  return status === 0 ? librariesIn(stdout, process.arch) : null
}

/** @param {string} name @returns {boolean} */
const inLibraryPath = (name) =>
  (process.env.LD_LIBRARY_PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, name)))

/**
 * @param {readonly import('./needs.mjs').Need[]} needs
 * @returns {import('./needs.mjs').Need[]} those not met; libraries count as met where the system cannot tell
 */
export function missingOf(needs) {
  const libraries = needs.some((need) => need.library ?? need.libraries) ? knownLibraries() : null
  return needs.filter((need) => {
    if (need.command) return !findCommand(need.command)
    if (need.file) return !existsSync(need.file)
    const names = need.libraries ?? [need.library ?? '']
    return libraries !== null && !names.some((name) => libraries.has(name) || inLibraryPath(name))
  })
}
