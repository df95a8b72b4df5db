import { expect, test } from 'vitest'
import { closureOf, importsOf } from './closure.mjs'

const LOCK = {
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0', dependencies: { b: '^2', '@s/c': '^1' } },
    'node_modules/b': { version: '1.0.0' },
    'node_modules/a/node_modules/b': { version: '2.0.0', dependencies: { d: '^1' } },
    'node_modules/@s/c': {
      version: '1.0.0',
      dependencies: { b: '^1' },
      optionalDependencies: { native: '1', gone: '1' },
    },
    'node_modules/d': { version: '1.0.0', dependencies: { a: '^1' } },
    'node_modules/native': {
      version: '1.0.0',
      optionalDependencies: {
        '@n/linux-x64-gnu': '1',
        '@n/linux-x64-musl': '1',
        '@n/darwin-x64': '1',
        '@n/linux-arm64': '1',
      },
    },
    'node_modules/@n/linux-x64-gnu': { version: '1.0.0', os: ['linux'], cpu: ['x64'] },
    'node_modules/@n/linux-x64-musl': { version: '1.0.0', os: ['linux'], cpu: ['x64'] },
    'node_modules/@n/darwin-x64': { version: '1.0.0', os: ['darwin'], cpu: ['x64'] },
    'node_modules/@n/linux-arm64': { version: '1.0.0', os: ['linux'], cpu: ['arm64'] },
    'node_modules/unused': { version: '1.0.0' },
  },
}

test('finds what is needed as Node does, in circles too, for this platform only', () => {
  const found = closureOf(LOCK, ['a'])
  expect(found.map(({ path }) => path)).toEqual([
    'node_modules/@n/linux-x64-gnu',
    'node_modules/@s/c',
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/b',
    'node_modules/d',
    'node_modules/native',
  ])
  expect(found.find(({ name }) => name === 'a')?.needs).toEqual(['node_modules/@s/c', 'node_modules/a/node_modules/b'])
})

test('says which package the lock does not have', () => {
  expect(() => closureOf(LOCK, ['nowhere'])).toThrow('package-lock.json has no nowhere')
})

test.each([
  ["import { z } from 'zod'", ['zod']],
  ['import Libsql from "libsql";export{x}from"@a/b/deep.js"', ['@a/b', 'libsql']],
  ['<p className="import" data-at="now">the import" data-x="', []],
  ["import 'uplot/dist/uPlot.min.css'\nawait import('pino')", ['pino', 'uplot']],
  ["const d = createRequire(import.meta.url); require('dbus-next/lib/x'); import p from 'path'", ['dbus-next']],
  ["import fs from 'node:fs'; import x from './x'; import { app } from 'electron'; import y from '@contract/y'", []],
])('reads imports: %s', (source, names) => expect(importsOf(source)).toEqual(names))
