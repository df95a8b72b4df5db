import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { shellFolder } from './shell-folder'

const place = mkdtempSync(join(tmpdir(), 'wattbench-test-'))
afterEach(() => rmSync(join(place, 'state'), { recursive: true, force: true }))

it('is the wanted folder, made when it is missing', () => {
  const wanted = join(place, 'state', 'shell')
  expect(shellFolder(wanted)).toEqual({ folder: wanted, trouble: null })
  expect(existsSync(wanted)).toBe(true)
})

it('is a temporary one where the wanted one cannot be made, and says why', () => {
  writeFileSync(join(place, 'state'), '')
  const { folder, trouble } = shellFolder(join(place, 'state', 'shell'), place)
  expect(dirname(folder)).toBe(place)
  expect(existsSync(folder)).toBe(true)
  expect(trouble).toMatch(/ENOTDIR|EEXIST/)
  expect(trouble).toContain(folder)
})
