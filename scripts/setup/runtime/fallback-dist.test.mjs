import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildDist, distPath, MARKER } from './fallback-dist.mjs'
import { zipOf } from './zip-of.mjs'

const ORIGIN = { electron: '33.2.1', spec: 'a-package@1' }
const BINARY = `ELF dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x0810100011 …`
const program = { name: 'Cypress/Cypress', content: BINARY, mode: 0o100755 }

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wattbench dist '))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** @param {import('./zip-of.mjs').Member[]} members @returns {Promise<void>} */
function build(...members) {
  writeFileSync(join(folder, 'a.zip'), zipOf(members))
  return buildDist(join(folder, 'a.zip'), join(folder), ORIGIN)
}

test('names: what stays, what is renamed, what is left out', () => {
  expect(distPath('Cypress/Cypress')).toBe('electron')
  expect(distPath('Cypress/LICENSE.electron.txt')).toBe('LICENSE')
  expect(distPath('Cypress/resources.pak')).toBe('resources.pak')
  expect(distPath('Cypress/locales/de.pak')).toBe('locales/de.pak')
  expect(distPath('Cypress/resources/app/index.js')).toBeNull()
  expect(distPath('Cypress/resources/')).toBeNull()
  expect(distPath('Cypress/browser_v8_context_snapshot.bin')).toBeNull()
  expect(distPath('License.txt')).toBeNull()
})

test('an ordinary dist: program with its mode and fuses, version, default app, marker', async () => {
  await build(
    { name: 'Cypress/', content: '', stored: true },
    program,
    { name: 'Cypress/locales/de.pak', content: 'de' },
    { name: 'Cypress/resources/app.asar', content: 'not ours' },
  )
  expect(readFileSync(join(folder, 'electron'), 'latin1')).toContain('\x01\x0810110001')
  expect(statSync(join(folder, 'electron')).mode & 0o777).toBe(0o755)
  expect(readFileSync(join(folder, 'version'), 'utf8')).toBe('33.2.1')
  expect(readdirSync(join(folder, 'resources'))).toEqual(['default_app.asar'])
  expect(readFileSync(join(folder, MARKER), 'utf8')).toContain('development runtime')
  expect(existsSync(join(folder, 'locales', 'de.pak'))).toBe(true)
})

test('refuses links, files named twice, and an archive without the program', async () => {
  await expect(build(program, { name: 'Cypress/l', content: '/etc', mode: 0o120777 })).rejects.toThrow('not usable')
  rmSync(join(folder, 'electron'), { force: true })
  await expect(build(program, program)).rejects.toThrow('EEXIST')
  await expect(build({ name: 'Cypress/LICENSE', content: '' })).rejects.toThrow('holds no program')
})
