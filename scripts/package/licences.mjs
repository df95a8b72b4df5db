/** The copyright file: our licence, that of the runtime, and those of all npm packages that are parts of the program. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inProject } from '../project.mjs'
import { allParts } from './parts.mjs'

const LICENCE_FILE = /^(licen[cs]e|copying|notice|ofl)([.-].*)?$/i
const RULE = '='.repeat(72)

/** @param {string} path of a package, relative to the project @returns {string} the text of its licence files, '' without any */
function licenceText(path) {
  const folder = inProject(path)
  if (!existsSync(folder)) return ''
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
    .map((entry) => readFileSync(join(folder, entry.name), 'utf8').trim())
    .join('\n\n')
}

/** @param {string} path @returns {string} who wrote it, as its package.json says */
function authorOf(path) {
  const file = inProject(path, 'package.json')
  if (!existsSync(file)) return ''
  const { author } = JSON.parse(readFileSync(file, 'utf8'))
  return typeof author === 'string' ? author : (author?.name ?? '')
}

/** @param {{ name: string, path: string, entry: import('./closure.mjs').LockEntry }} part */
function aboutPart({ name, path, entry }) {
  const text = licenceText(path)
  const author = authorOf(path)
  const own = text || `No licence text comes with the package.${author ? ` Author: ${author}.` : ''}`
  return { head: `${name} ${entry.version} (${entry.license ?? 'licence not named'})`, text: own }
}

/**
 * @param {import('./facts.mjs').Facts} facts
 * @returns {string} packages with the same text stand together
 */
export function copyrightText({ dist, electron }) {
  /** @type {Map<string, string[]>} */
  const byText = new Map()
  for (const { head, text } of allParts().map(aboutPart)) byText.set(text, [...(byText.get(text) ?? []), head])
  const parts = [...byText].map(([text, heads]) => `${RULE}\n${heads.join('\n')}\n\n${text}`)
  const runtime = existsSync(join(dist, 'LICENSE')) ? readFileSync(join(dist, 'LICENSE'), 'utf8').trim() : ''
  return `Wattbench

${readFileSync(inProject('LICENSE'), 'utf8').trim()}

${RULE}
Electron ${electron}, the runtime in this package; with Chromium, Node.js, FFmpeg (LGPL-2.1+,
as the shared library libffmpeg.so) and others, whose licences are in LICENSES.chromium.html.gz
in this folder.

${runtime}

${parts.join('\n\n')}
`
}
