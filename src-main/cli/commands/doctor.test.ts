import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { CheckView } from '@contract/about'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BluetoothRoom } from '../../testing/bluez/room'
import { Running } from '../../testing/command-line'

const CLI = resolve(import.meta.dirname, '../../../out/main/cli.js')
const home = mkdtempSync(join(tmpdir(), 'wattbench-doctor-'))
let room: BluetoothRoom

beforeAll(async () => {
  room = await BluetoothRoom.open()
  await room.startService()
})
afterAll(async () => {
  await room.close()
  rmSync(home, { recursive: true })
})

/** A line that is not good says below what to do. */
function wantingWithout(report: string): readonly string[] {
  const lines = report.split('\n')
  return lines.filter((line, i) => /^(warn|fail) /.test(line) && !/^ {24}\S.*/.test(lines[i + 1] ?? ''))
}

async function doctor(bus: string, more: Readonly<Record<string, string>> = {}, uid?: number): Promise<string> {
  return run(bus, [], more, uid)
}

async function run(
  bus: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
  uid?: number,
): Promise<string> {
  const env = { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'data'), DBUS_SYSTEM_BUS_ADDRESS: bus, ...more }
  const who = uid === undefined ? {} : { uid, gid: uid }
  const running = new Running(spawn(process.execPath, [CLI, 'doctor', ...args], { env, ...who }))
  expect(await running.end()).toBe(0)
  return running.stdout
}

it('prints what a bug report needs, each line with ok, warn or fail, without the name of the account', async () => {
  const text = await doctor(room.address)
  expect(text).toMatch(/^Wattbench [\d.]+ · Node [\d.]+ · /)
  for (const title of ['This computer', 'Bluetooth', 'Serial ports', 'Disk and sessions'])
    expect(text).toContain(`\n\n${title}\n`)
  expect(text).toMatch(/^ok {4}Adapter +hci0 is on, 00:01:02:03:04:05$/m)
  expect(text).toMatch(/^ok {4}Sessions +0 sessions in ~\/data\/wattbench\/sessions$/m)
  expect(text).not.toContain(home)
  const lines = text.trim().split('\n').slice(1)
  const odd = lines.filter((line) => !/^((ok|warn|fail) {2,4}\S.*| {24}\S.*|\S[^:]*|)$/.test(line))
  expect(odd).toEqual([])
  expect(wantingWithout(text)).toEqual([])
})

it('gives the same to programs, with the fix of what is wrong', async () => {
  await room.power(false)
  const all = JSON.parse(await run(room.address, ['--json'])) as {
    schema: number
    checks: CheckView[]
    rfcomm: unknown
  }
  expect(all).toMatchObject({
    schema: 1,
    system: { platform: 'linux' },
    rfcomm: expect.any(Array),
    rfkill: expect.any(Array),
  })
  expect(all.checks.find(({ name }) => name === 'Adapter')).toEqual({
    group: 'bluetooth',
    name: 'Adapter',
    state: 'warn',
    text: 'hci0 is switched off',
    next: 'Switch it on:',
    command: 'bluetoothctl power on',
  })
})

it('goes on without a bus', async () => {
  const text = await doctor('unix:path=/nowhere')
  expect(text).toMatch(
    /^warn {2}D-Bus +the system bus cannot be reached: .*\n +Start it, then check again.\n +sudo systemctl start dbus$/m,
  )
  expect(text).toMatch(/^ok {4}Disk/m)
  expect(wantingWithout(text)).toEqual([])
})

it('counts the disk above the reserve of the settings, and leaves a damaged settings file alone', async () => {
  const config = join(home, '.config', 'wattbench')
  mkdirSync(config, { recursive: true })
  const file = join(config, 'settings.json')
  writeFileSync(file, '{"diskReserveMb": 10000000}')
  const env = { XDG_CONFIG_HOME: '' }
  expect(await doctor(room.address, env)).toMatch(
    /^warn {2}Disk +\d.* free: 0 h at 50 Hz.* 10000 GB are left\n {24}\S/m,
  )
  writeFileSync(file, '{"diskReserveMb"')
  expect(await doctor(room.address, env)).toMatch(/^ok {4}Disk .* 500 MB are left$/m)
  expect(readdirSync(config)).toEqual(['settings.json'])
})

describe.runIf(process.getuid?.() === 0)('to a person whose sessions cannot be kept', () => {
  const NOBODY = 65_534
  const own = join(home, 'me')
  const at = (...parts: readonly string[]) => join(own, ...parts)

  /** The lines about sessions, as user nobody is told; what is named is root's, the rest of the home folder is not. */
  async function told(data: string, ofRoot: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
    rmSync(own, { recursive: true, force: true })
    chmodSync(home, 0o755)
    mkdirSync(own)
    for (const path of ofRoot) mkdirSync(path, { recursive: true })
    spawnSync('chown', ['-R', String(NOBODY), own])
    for (const path of ofRoot) chownSync(path, 0, 0)
    return linesFor({ HOME: own, XDG_DATA_HOME: data, ...env })
  }

  async function linesFor(env: Readonly<Record<string, string>>): Promise<string> {
    const readable = spawnSync('test', ['-r', CLI], { uid: NOBODY }).status === 0
    if (!readable) throw new Error('user nobody must be able to read this checkout')
    const text = await doctor(room.address, { XDG_CONFIG_HOME: '', ...env }, NOBODY)
    expect(text).not.toContain(own)
    expect(wantingWithout(text)).toEqual([])
    return text.slice(text.indexOf('fail  Sessions')).replace(/\n {24}/g, '\n')
  }

  it.each([
    ['/nonexist/data', 'There is no /nonexist, and this account may not make it. Is its disk mounted?'],
    ['/srv/not mounted/x', 'There is no /srv/not mounted, and this account may not make it. Is its disk mounted?'],
    [join(home, 'closed', 'x'), `This account may not search ${join(home, 'closed')}: ask its owner for access`],
    [join(home, 'file'), `${join(home, 'file')} is a file, not a folder`],
  ])('offers no command for %s', async (data, words) => {
    mkdirSync(join(home, 'closed'), { recursive: true, mode: 0o700 })
    writeFileSync(join(home, 'file'), '')
    const text = await told(data)
    expect(text).toContain(`\n${words}`)
    expect(text).not.toMatch(/sudo|chown|chmod/)
  })

  it('offers none where everything would be below the home folder, nor for the home folder itself', async () => {
    expect(await told('/srv/x', [], { HOME: '/' })).not.toContain('sudo')
    expect(await told('', [own])).not.toContain('sudo')
  })

  it('offers none for another folder of that name', async () => {
    mkdirSync(join(home, 'wattbench'), { recursive: true })
    expect(await told(join(home, 'wattbench'))).not.toContain('sudo')
  })

  it("gives back Wattbench's own folder with all in it", async () => {
    const text = await told('', [at('.local', 'share', 'wattbench')])
    expect(text).toContain('\nsudo chown -R $USER ~/.local/share/wattbench\n')
    mkdirSync(join(home, 'a b', 'wattbench', 'sessions'), { recursive: true })
    expect(await told(join(home, 'a b'))).toContain(`\nsudo chown -R $USER '${home}/a b/wattbench/sessions'\n`)
  })

  it('gives back another folder inside the home folder alone, as one word of a shell', async () => {
    expect(await told(at("it's mine"), [at("it's mine")])).toContain(`\nsudo chown $USER ~/'it'\\''s mine'\n`)
  })

  it('opens what the person closed to himself', async () => {
    await told('')
    mkdirSync(at('.local'), { mode: 0o500 })
    chownSync(at('.local'), NOBODY, NOBODY)
    const text = await linesFor({ HOME: own, XDG_DATA_HOME: '' })
    expect(text).toContain('\nchmod u+rwx ~/.local\n')
  })

  it('does not follow links to what others need', async () => {
    await told('')
    symlinkSync('/', at('wattbench'))
    symlinkSync('/nowhere/disk', at('data'))
    expect(await linesFor({ HOME: own, XDG_DATA_HOME: own })).not.toContain('sudo')
    const text = await linesFor({ HOME: own, XDG_DATA_HOME: at('data') })
    expect(text).toContain('\n~/data is a link to something this account cannot see. Is its disk mounted?')
  })
})
