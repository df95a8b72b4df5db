/** Is out/ built from what is here? By a fingerprint of names, sizes and times, so that deleted and older files count too. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, readPackage } from '../project.mjs'

const FOLDERS = ['src-main', 'src-preload', 'src-renderer', 'resources']
const CONFIGS = /^(electron\.vite\.config\..+|tsconfig.*\.json|package\.json|package-lock\.json|\.env.*)$/
/** Neither tests nor notes end up in out/. */
const NOT_BUILT = /\.(test\.\w+|md)$/

/** @param {string} file @returns {string} a line that changes when the file does */
function trace(file) {
  const { size, mtimeMs } = statSync(file)
  return `${file}\0${size}\0${mtimeMs}\n`
}

/** @param {string} root @returns {string[]} absolute paths of everything a build reads, sorted */
function inputs(root) {
  const files = FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && !NOT_BUILT.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  const configs = readdirSync(root).filter((name) => CONFIGS.test(name))
  return [...files, ...configs.map((name) => join(root, name))].sort()
}

/** @param {string} [root] @returns {string} */
export const fingerprint = (root = ROOT) => createHash('sha256').update(inputs(root).map(trace).join('')).digest('hex')

/** @param {string} root @returns {string} */
const stampOf = (root) => join(root, 'out', '.wattbench-built')

/** @param {string} [root] @returns {boolean} whether out/ has the entries of package.json and was built from what is here */
export function isBuilt(root = ROOT) {
  const { main, bin } = readPackage(root)
  const entries = [main, ...(typeof bin === 'string' ? [bin] : Object.values(bin ?? {}))]
  if (!entries.every((entry) => !entry || existsSync(join(root, entry)))) return false
  return existsSync(stampOf(root)) && readFileSync(stampOf(root), 'utf8') === fingerprint(root)
}

/** @param {string} print the fingerprint taken before the build @param {string} [root] */
export const rememberBuild = (print, root = ROOT) => writeFileSync(stampOf(root), print)

/** Whatever is in out/ now is no finished build. @param {string} [root] */
export const forgetBuild = (root = ROOT) => rmSync(stampOf(root), { force: true })
