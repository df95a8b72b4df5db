import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { program, simulator } from '../../testing/command-line'

const CLI = resolve(import.meta.dirname, '../../../out/main/cli.js')
const home = mkdtempSync(join(tmpdir(), 'wattbench-disk-'))
const disk = join(home, 'disk')
afterAll(() => rmSync(home, { recursive: true, force: true }))
const env = { ...process.env, XDG_DATA_HOME: disk, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home }

function wattbench(...args: readonly string[]) {
  return spawnSync(process.execPath, [CLI, ...args], { env, encoding: 'utf8' })
}

/** Why a small disk cannot be mounted here; null when it was. */
function mounted(): string | null {
  if (process.getuid?.() !== 0) return 'it needs root'
  mkdirSync(disk, { recursive: true })
  const run = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', disk], { encoding: 'utf8' })
  return run.status === 0 ? null : run.stderr.trim()
}

it('stops cleanly when another program takes the room, and records again when there is some', async (context) => {
  const why = mounted()
  if (why !== null) return context.skip(`a small disk cannot be mounted here: ${why}`)
  const { meter, path } = await simulator()
  try {
    const record = ['record', 'powerspy2', '--device', path, '-i', '100', '--disk-reserve', '100', '--json']
    const set = [`XDG_DATA_HOME=${disk}`, `XDG_CONFIG_HOME=${home}`, `XDG_STATE_HOME=${home}`]
    const run = program('env', [...set, process.execPath, CLI, ...record, '--duration', '60'])
    const has = () => JSON.parse(wattbench('sessions', 'list', '--json').stdout).sessions[0]?.samples > 0
    while (!has()) await new Promise((resolve) => setTimeout(resolve, 300))
    writeFileSync(join(disk, 'filler'), Buffer.alloc(80_000_000))
    expect(await run.end()).not.toBe(0)
    expect(run.stderr).toMatch(/Only [\d.]+\u00a0MB are left on the disk/)
    expect(run.stderr).toContain('record a new session')
    const first = wattbench('sessions', 'verify', 'latest')
    expect(first).toMatchObject({ status: 0, stdout: expect.stringMatching(/finished[\s\S]*good: \d+ rows/) })
    rmSync(join(disk, 'filler'))
    expect(wattbench(...record, '--duration', '1')).toMatchObject({ status: 0 })
    const all = wattbench('sessions', 'verify', '--all', '--json')
    expect(all.status).toBe(0)
    expect(JSON.parse(all.stdout).sessions.map(({ state }: { state: string }) => state)).toEqual([
      'finished',
      'finished',
    ])
  } finally {
    await meter.stop()
    execFileSync('umount', [disk])
  }
}, 180_000)
