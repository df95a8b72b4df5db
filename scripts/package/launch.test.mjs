/** What /usr/bin/wattbench does with its words: a program in the runtime's place tells. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inProject } from '../project.mjs'

let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'wattbench-launch-'))
  mkdirSync(join(home, 'lib'))
  mkdirSync(join(home, 'bin'))
  copyFileSync(inProject('scripts', 'package', 'share', 'launch'), join(home, 'lib', 'launch'))
  writeFileSync(join(home, 'lib', 'wattbench'), '#!/bin/sh\nprintf "%s\\n" "node=$ELECTRON_RUN_AS_NODE" "$@"\n', {
    mode: 0o755,
  })
  symlinkSync('../lib/launch', join(home, 'bin', 'wattbench'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** @param {readonly string[]} args @param {NodeJS.ProcessEnv} [env] */
function launch(args, env = { DISPLAY: ':1' }) {
  const { stdout, stderr, status } = spawnSync(join(home, 'bin', 'wattbench'), args, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env },
  })
  return { lines: stdout.trim().split('\n'), stderr, status }
}

test.each([
  [['record', 'powerspy2', '--device', '/dev/x y']],
  [['--help']],
  [['-h']],
  [['--version']],
  [['recrod']],
  [['help', 'stats']],
])('%j is for the command line', (args) => {
  const cli = join(home, 'lib', 'resources', 'app.asar', 'out', 'main', 'cli.js')
  expect(launch(args, {}).lines).toEqual(['node=1', cli, ...args])
})

test.each([
  [[]],
  [['--demo']],
  [['/home/me/a b.wattbench']],
  [['./run']],
  [['run.wattbench']],
  [['file:///home/me/a.wattbench']],
  [['--inspect=0', '--remote-debugging-port=0']],
])('%j is for the window, also where a terminal of an editor wants Node', (args) => {
  expect(launch(args, { DISPLAY: ':1', ELECTRON_RUN_AS_NODE: '1' }).lines).toEqual(['node=', ...args])
})

test('without a screen the window says what works instead', () => {
  const { status, stderr } = launch(['--demo'], {})
  expect(status).toBe(1)
  expect(stderr).toContain('"wattbench --help" lists what works without one')
})
