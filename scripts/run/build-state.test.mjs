import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fingerprint, forgetBuild, isBuilt, rememberBuild } from './build-state.mjs'

let root = ''

/** @param {string} path @param {string} text */
function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wattbench build '))
  write('package.json', JSON.stringify({ main: 'out/main/index.js', bin: { wattbench: 'out/main/cli.js' } }))
  write('src-main/deep/a.ts', 'a')
  write('out/main/index.js', '')
  write('out/main/cli.js', '')
  rememberBuild(fingerprint(root), root)
})
afterEach(() => rmSync(root, { recursive: true }))

test('fresh after a build, also when tests, notes and other files change', () => {
  expect(isBuilt(root)).toBe(true)
  write('src-main/deep/a.test.ts', 'x')
  write('src-main/NOTES.md', 'x')
  write('README.md', 'x')
  write('e2e/x.spec.ts', 'x')
  expect(isBuilt(root)).toBe(true)
})

test.each([
  ['a source changes', () => write('src-main/deep/a.ts', 'b2')],
  ['a source comes', () => write('src-renderer/new.tsx', '')],
  ['a source goes', () => rmSync(join(root, 'src-main/deep/a.ts'))],
  ['a source becomes older', () => utimesSync(join(root, 'src-main/deep/a.ts'), 1, 1)],
  ['a resource changes', () => write('resources/icon.svg', '<svg/>')],
  ['the build is configured anew', () => write('electron.vite.config.ts', '')],
  ['the packages change', () => write('package-lock.json', '{}')],
  ['an entry is missing', () => rmSync(join(root, 'out/main/cli.js'))],
  ['out/ is missing', () => rmSync(join(root, 'out'), { recursive: true })],
  ['the build is forgotten', () => forgetBuild(root)],
])('stale when %s', (_, change) => {
  change()
  expect(isBuilt(root)).toBe(false)
})
