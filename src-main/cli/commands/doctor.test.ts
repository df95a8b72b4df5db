import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { CheckView } from '@contract/about'
import { afterAll, beforeAll, expect, it } from 'vitest'
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

async function doctor(bus: string, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'data'), DBUS_SYSTEM_BUS_ADDRESS: bus }
  const running = new Running(spawn(process.execPath, [CLI, 'doctor', ...args], { env }))
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
})

it('gives the same to programs, with the fix of what is wrong', async () => {
  await room.power(false)
  const all = JSON.parse(await doctor(room.address, '--json')) as {
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
    command: 'bluetoothctl power on',
  })
})

it('goes on without a bus', async () => {
  const text = await doctor('unix:path=/nowhere')
  expect(text).toMatch(/^warn {2}D-Bus +the system bus cannot be reached: .*\n +sudo systemctl start dbus$/m)
  expect(text).toMatch(/^ok {4}Disk/m)
})
