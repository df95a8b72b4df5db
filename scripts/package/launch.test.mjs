/** What /usr/bin/wattbench does with its words: a program in the runtime's place tells. */
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

describe('where AppArmor keeps ordinary programs from user namespaces', () => {
  /** A folder as somebody unpacks it, with a quote and a blank in its name. */
  let lib = ''
  beforeAll(() => {
    lib = join(home, "it's mine", 'lib')
    cpSync(join(home, 'lib'), lib, { recursive: true })
    writeFileSync(join(lib, 'chrome-sandbox'), '')
    mkdirSync(join(home, 'stubs'))
  })

  /**
   * @param {readonly string[]} args
   * @param {{ uid?: number, restricted?: string, owner?: number, mode?: number, profile?: boolean }} [place] stand-ins for `id`, `cat` of the kernel's
   *   switch, `stat` of the helper and `grep` of the profiles
   */
  function start(args, { uid = 1000, restricted = '1', owner = 1000, mode = 0o755, profile = false } = {}) {
    const stubs = {
      id: `echo ${uid}`,
      cat: `[ $# = 0 ] && exec /bin/cat; [ "$1" = /proc/sys/kernel/apparmor_restrict_unprivileged_userns ] && echo "${restricted}"`,
      stat: `echo ${owner}`,
      grep: profile ? 'true' : 'false',
    }
    for (const [name, words] of Object.entries(stubs))
      writeFileSync(join(home, 'stubs', name), `#!/bin/sh\n${words}\n`, { mode: 0o755 })
    chmodSync(join(lib, 'chrome-sandbox'), mode)
    return spawnSync(join(lib, 'launch'), args, {
      encoding: 'utf8',
      env: { PATH: `${join(home, 'stubs')}:${process.env.PATH}`, DISPLAY: ':1' },
    })
  }

  test('the window is not opened, and what helps is told, exactly', () => {
    const { status, stdout, stderr } = start(['--demo'])
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^wattbench: the window was not opened, for its sandbox cannot work here: AppArmor/)
    expect(stderr).toContain('Install the .deb')
    const command = stderr.split('\n').find((line) => line.includes('sudo')) ?? ''
    const said = spawnSync('sh', ['-c', `sudo() { printf '%s|' "$@"; }; ${command}`], { encoding: 'utf8' }).stdout
    const helper = join(lib, 'chrome-sandbox')
    expect(said).toBe(`chown|root:root|${helper}|chmod|4755|${helper}|`)
    expect(start([], { owner: 1000, mode: 0o4755 }).status).toBe(1)
    expect(start(['a b.wattbench'], { owner: 0 }).status).toBe(1)
  })

  test.each([
    ['root', { uid: 0 }],
    ['a system without the restriction', { restricted: '0' }],
    ['a system without AppArmor', { restricted: '' }],
    ["the helper as root's with the setuid bit", { owner: 0, mode: 0o4755 }],
    ['a profile for this place', { profile: true }],
  ])('it is opened with %s', (_name, place) => {
    expect(start(['--demo'], place)).toMatchObject({ status: 0, stdout: 'node=\n--demo\n' })
  })

  test('the command line works, and a person may decide against the sandbox', () => {
    expect(start(['doctor'])).toMatchObject({ status: 0, stderr: '' })
    expect(start(['--version'])).toMatchObject({ status: 0, stderr: '' })
    expect(start(['--demo', '--no-sandbox']).stdout).toBe('node=\n--demo\n--no-sandbox\n')
    expect(start(['--demo'], { uid: 0 }).stdout).not.toContain('no-sandbox')
  })
})
