import { expect, test } from 'vitest'
import { isNeeded, isUnpacked } from './app-files.mjs'

test.each([
  'node_modules/debug/src/node.js',
  'node_modules/test/index.js',
  'node_modules/@serialport/bindings-cpp/prebuilds/linux-x64/@serialport+bindings-cpp.glibc.node',
  'node_modules/@libsql/linux-x64-gnu/index.node',
  'node_modules/zod/package.json',
  'node_modules/zod/LICENSE',
  'node_modules/a/node_modules/b/lib/b.cjs',
])('is needed: %s', (path) => expect(isNeeded(path)).toBe(true))

test.each([
  'node_modules/zod/v4/core/schemas.d.cts',
  'node_modules/zod/src/index.ts',
  'node_modules/fastify/test/internals/all.js',
  'node_modules/fastify/docs/Guides/Index.md',
  'node_modules/papaparse/papaparse.js.map',
  'node_modules/a/node_modules/b/tests/b.js',
  'node_modules/@serialport/bindings-cpp/prebuilds/linux-x64/@serialport+bindings-cpp.musl.node',
  'node_modules/@serialport/bindings-cpp/prebuilds/linux-arm64/@serialport+bindings-cpp.armv8.glibc.node',
  'node_modules/@serialport/bindings-cpp/prebuilds/win32-x64/@serialport+bindings-cpp.node',
  'node_modules/@serialport/bindings-cpp/src/poller.cpp',
  'node_modules/@serialport/bindings-cpp/binding.gyp',
])('is left out: %s', (path) => expect(isNeeded(path)).toBe(false))

test('what the system loads or other programs read lies beside the archive', () => {
  const beside = ['x/index.node', 'x/liba.so', 'x/liba.so.1.2', 'resources/stylesheets/power-sum.xsl']
  expect(beside.filter(isUnpacked)).toEqual(beside)
  expect(['out/main/cli.js', 'node_modules/sonic-boom/index.js', 'x/a.so.js'].filter(isUnpacked)).toEqual([])
})
