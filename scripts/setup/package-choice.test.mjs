import { expect, test } from 'vitest'
import { NEEDS } from './needs.mjs'
import { candidatesIn, choosePackages } from './package-choice.mjs'

const POLICY = `libgtk-3-0:
  Installed: (none)
  Candidate: (none)
  Version table:
libgtk-3-0t64:
  Installed: (none)
  Candidate: 3.24.49-3
  Version table:
     3.24.49-3 500
        500 http://mirror.example trixie/main amd64 Packages
xvfb:
  Installed: (none)
  Candidate: 2:21.1.7-3+deb12u12
`
const gtk = {
  library: 'libgtk-3.so.0',
  packages: ['libgtk-3-0t64', 'libgtk-3-0'],
  for: /** @type {const} */ (['window']),
}
const xvfb = { command: 'Xvfb', packages: ['xvfb'], for: /** @type {const} */ (['display']) }
/** @type {import('./needs.mjs').Need[]} */
const needs = [xvfb, gtk].map((need) => ({ ...need, for: [...need.for] }))

test('candidates are the packages that have a version to install', () => {
  expect([...candidatesIn(POLICY)]).toEqual(['libgtk-3-0t64', 'xvfb'])
  expect(candidatesIn('').size).toBe(0)
})

test('the new name where it exists, the old one elsewhere', () => {
  expect(choosePackages(needs, candidatesIn(POLICY))).toEqual({ packages: ['libgtk-3-0t64', 'xvfb'], unknown: [] })
  expect(choosePackages(needs, new Set(['libgtk-3-0', 'xvfb']))).toEqual({
    packages: ['libgtk-3-0', 'xvfb'],
    unknown: [],
  })
})

test('without package lists: the old name, and it is said to be unknown', () => {
  expect(choosePackages(needs, new Set())).toEqual({
    packages: ['libgtk-3-0', 'xvfb'],
    unknown: ['libgtk-3-0', 'xvfb'],
  })
})

test('two needs of one package ask for it once', () => {
  expect(choosePackages([...needs, ...needs], new Set(['libgtk-3-0', 'xvfb'])).packages).toHaveLength(2)
})

test('every need has one name, a package and a purpose', () => {
  for (const need of NEEDS) {
    expect([need.library, need.libraries, need.command, need.file].filter(Boolean)).toHaveLength(1)
    expect(need.packages.length).toBeGreaterThan(0)
    expect(need.for.length).toBeGreaterThan(0)
  }
})
