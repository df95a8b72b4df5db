import { homedir } from 'node:os'
import { join } from 'node:path'
import type { CheckView } from '@contract/about'
import type { PortView } from '@contract/instruments'
import { expect, it } from 'vitest'
import type { AdapterState, RadioSwitch } from '../ports/bluetooth'
import type { NodeAccess } from '../ports/port-finder'
import type { RfcommNode } from '../ports/rfcomm'
import { noBluetooth } from '../testing/no-bluetooth'
import { describeWorkstation, type LookingPorts } from './about'
import { checkPorts } from './port-checks'
import { type Membership, permissionOf } from './port-permission'
import { remedyOf } from './session-remedy'
import { roomOf } from './storage-checks'

const ME: Membership = { uid: 1000, name: 'me', groups: [1000], lines: ['root:x:0:', 'me:x:1000:'] }
const ARCH = { ...ME, lines: ['uucp:x:14:'] }
const DEBIAN = { ...ME, lines: ['uucp:x:10:', 'dialout:x:20:other'] }
const denied = (group: string | null, joined = false): NodeAccess & { is: 'denied' } => ({
  is: 'denied',
  group,
  joined,
  command: group ? `sudo usermod -aG ${group} $USER` : 'sudo chown $USER /dev/ttyUSB0',
})

it.each<[string, readonly NodeAccess[], Membership, Partial<CheckView>]>([
  ['root', [], { ...ME, uid: 0 }, { state: 'ok' }],
  ['the group of the ports here', [denied('uucp')], DEBIAN, { state: 'warn', command: 'sudo usermod -aG uucp $USER' }],
  ['joined after the login', [denied('uucp', true)], ARCH, { state: 'warn', next: 'Log out and in.' }],
  ['a port that opens', [{ is: 'ok' }], ME, { state: 'ok', text: 'your account may open serial ports' }],
  [
    'ports of their owner',
    [denied(null)],
    DEBIAN,
    { state: 'warn', text: 'the ports here are open to their owner only' },
  ],
  ['no port, Arch', [], ARCH, { state: 'warn', command: 'sudo usermod -aG uucp $USER' }],
  ['no port, Debian', [], DEBIAN, { state: 'warn', command: 'sudo usermod -aG dialout $USER' }],
  ['no port, member', [], { ...DEBIAN, groups: [20] }, { state: 'ok', text: expect.stringContaining('dialout') }],
  ['no port, no usual group', [{ is: 'missing' }], ME, { state: 'warn', text: expect.stringContaining('not known') }],
])('permission: %s', (_name, looked, me, said) => {
  expect(permissionOf(looked, me)).toMatchObject(said)
})

/** A computer with these ports. */
function looking(
  ports: readonly (readonly [PortView, NodeAccess])[],
  nodes: readonly RfcommNode[],
  state: AdapterState = { is: 'no-adapter' },
  switches: readonly RadioSwitch[] = [],
): LookingPorts {
  return {
    bluetooth: { ...noBluetooth.bluetooth, adapter: async () => state, switches: async () => switches },
    rfcomm: { ...noBluetooth.rfcomm, nodes: async () => nodes },
    portFinder: {
      list: async () => ports.map(([port]) => port),
      refuse: async () => null,
      access: async (path) => ports.find(([port]) => port.path === path)?.[1] ?? { is: 'missing' },
    },
  }
}

const port = (path: string, heldBy: PortView['heldBy'] = null): PortView => ({
  path,
  hint: 'adapter',
  access: 'ok',
  heldBy,
})
const BAD_PORTS = looking(
  [
    [port('/dev/ttyUSB0', { pid: 1, command: 'minicom' }), { is: 'ok' }],
    [port('/dev/ttyUSB1'), denied('dialout')],
    [port('/dev/ttyUSB2'), denied('dialout', true)],
    [port('/dev/ttyUSB3'), denied(null)],
    [port('/dev/ttyUSB4'), { is: 'missing' }],
    [port('/dev/ttyUSB5'), { is: 'other', why: 'It is none.' }],
    [port('/dev/ttyUSB6', { pid: process.pid, command: 'wattbench' }), { is: 'ok' }],
  ],
  [{ number: 3, path: '/dev/rfcomm3', bluetooth: '00:0B:CE:2A:41:7F', channel: 1 }],
)

it('says of every port that is not good what to do', async () => {
  const checks = await checkPorts(BAD_PORTS)
  const of = (name: string) => checks.find((check) => check.name === name)
  expect(of('/dev/ttyUSB0')).toMatchObject({ state: 'warn', next: 'To measure with it, close that program first.' })
  expect(of('/dev/ttyUSB1')).toMatchObject({ command: 'sudo usermod -aG dialout $USER' })
  expect(of('/dev/ttyUSB2')).not.toHaveProperty('command')
  expect(of('/dev/ttyUSB6')).toMatchObject({ state: 'ok', text: 'adapter, in use here' })
  expect(of('/dev/rfcomm3')).toMatchObject({ state: 'warn', command: 'sudo rfcomm release 3' })
})

const STATES: readonly AdapterState[] = [
  { is: 'no-bus', said: 'ENOENT' },
  { is: 'no-service', installed: true },
  { is: 'no-service', installed: false },
  { is: 'mute' },
  { is: 'denied', said: '' },
  { is: 'no-adapter' },
  { is: 'blocked', hard: false },
  { is: 'off', name: 'hci0' },
]
const SWITCHES: readonly RadioSwitch[] = [
  { name: 'hci0', soft: true, hard: false },
  { name: 'hci0', soft: false, hard: true },
]
const RUNTIME = { electron: '33', binary: '/x/electron', sessionsFolder: '/proc/x/wattbench/sessions' }

it.each(STATES.map((state, i) => [state.is, state, SWITCHES.slice(i % 2, (i % 2) + 1)] as const))(
  'has no line that is not good without a word of what to do (%s)',
  async (_is, state, switches) => {
    const ports = { ...BAD_PORTS, bluetooth: looking([], [], state, switches).bluetooth }
    const { checks, report } = await describeWorkstation({ ...RUNTIME, diskReserveBytes: 1e18 }, ports)
    const wanting = checks.filter((check) => check.state !== 'ok')
    expect(wanting.length).toBeGreaterThan(8)
    expect(wanting.filter(({ next }) => !/^[A-Z/~].{5,}[.:?]$/.test(next))).toEqual([])
    // A sentence that ends in a colon announces its command.
    expect(wanting.filter(({ next, command }) => next.endsWith(':') && command === undefined)).toEqual([])
    for (const { next } of wanting) expect(report).toContain(`\n${' '.repeat(24)}${next}`)
  },
)

it('tells the page nothing of where the home folder is', async () => {
  const sessionsFolder = join(homedir(), 'a', 'wattbench', 'sessions')
  const said = `connect ENOENT ${homedir()}/bus`
  const ports = looking([], [], { is: 'no-bus', said })
  const view = await describeWorkstation({ ...RUNTIME, sessionsFolder, diskReserveBytes: 0 }, ports)
  expect(view.sessionsFolder).toBe('~/a/wattbench/sessions')
  expect(view.report).toContain('connect ENOENT ~/bus')
  expect(JSON.stringify(view)).not.toContain(`${homedir()}/`)
})

it('tells room on the disk in units that show it, above the reserve', () => {
  expect(roomOf(83e9, 500e6)).toMatchObject({ state: 'ok', text: expect.stringMatching(/^83 GB free: 241 days /) })
  expect(roomOf(1.2e9, 500e6)).toMatchObject({ state: 'ok', text: expect.stringMatching(/^1.2 GB free: 2 days /) })
  expect(roomOf(700e6, 500e6)).toMatchObject({ state: 'warn', text: expect.stringMatching(/^700 MB free: 14 h /) })
  expect(roomOf(300e6, 500e6)).toMatchObject({
    state: 'warn',
    text: '300 MB free: 0 h at 50 Hz, 5 channels, until 500 MB are left',
    next: expect.stringContaining('Remove files'),
  })
})

it('says of a disk that is mounted read-only just that', async () => {
  const place = { folder: '/mnt/x/wattbench/sessions', at: '/mnt/x/wattbench', hidden: null }
  const remedy = await remedyOf(place, 'EROFS', { uid: 1000, home: '/home/me', ownsHome: true })
  expect(remedy).toEqual({ next: expect.stringContaining('The disk of /mnt/x/wattbench is mounted read-only') })
})
