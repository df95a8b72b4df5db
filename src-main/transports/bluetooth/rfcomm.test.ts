import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemClock } from '../../base/clock'
import { createRfcomm, type RfcommPlace } from './rfcomm'

const METER = '00:0B:CE:2A:41:7F'
let folder: string
let place: RfcommPlace

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wattbench-rfcomm-'))
  place = {
    sysfs: join(folder, 'tty'),
    dev: '/dev',
    programs: ['/nowhere/rfcomm', join(folder, 'rfcomm')],
    elevate: join(folder, 'pkexec'),
  }
  mkdirSync(place.sysfs)
  script('rfcomm', 'exit 0')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A program of this test; what it was called with lands in the file `asked`. */
function script(name: string, body: string): void {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\necho "${name} $*" >> ${folder}/asked\n${body}\n`)
  chmodSync(path, 0o755)
}

function node(number: number, files: Readonly<Record<string, string>>): void {
  const at = join(place.sysfs, `rfcomm${number}`)
  mkdirSync(at)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(at, name), text)
}

const asked = (): string =>
  existsSync(join(folder, 'asked')) ? readFileSync(join(folder, 'asked'), 'utf8').trim() : ''
const bind = (signal = new AbortController().signal) => createRfcomm(systemClock(), place).bind(3, METER, signal)

it('reads what the kernel tells of bound nodes, by number, whatever the letters', async () => {
  mkdirSync(join(place.sysfs, 'ttyS0'))
  mkdirSync(join(place.sysfs, 'rfcomm9'))
  node(10, { address: '00:0b:ce:2a:41:7f\n', channel: '1\n' })
  node(2, { address: '00:0B:CE:00:00:01\n', channel: '2\n' })
  expect(await createRfcomm(systemClock(), place).nodes()).toEqual([
    { number: 2, path: '/dev/rfcomm2', bluetooth: '00:0B:CE:00:00:01', channel: 2 },
    { number: 10, path: '/dev/rfcomm10', bluetooth: METER, channel: 1 },
  ])
  expect(await createRfcomm(systemClock(), { ...place, sysfs: '/nowhere' }).nodes()).toEqual([])
})

it('binds through pkexec, never with its terminal prompt', async () => {
  script('pkexec', 'exit 0')
  await bind()
  expect(asked()).toBe(`pkexec --disable-internal-agent ${folder}/rfcomm bind 3 ${METER} 1`)
})

it('binds without pkexec when it has the rights, and says what rfcomm said', async () => {
  place = { ...place, elevate: null }
  await bind()
  expect(asked()).toBe(`rfcomm bind 3 ${METER} 1`)
  script('rfcomm', 'echo "Can\'t create device: Address already in use" >&2; exit 1')
  await expect(bind()).rejects.toMatchObject({
    code: 'RFCOMM_FAILED',
    view: { cause: expect.stringContaining('Address already in use') },
  })
})

it('tells apart why there was no password: no agent, window closed, not allowed, no pkexec', async () => {
  const command = `sudo rfcomm bind 3 ${METER} 1`
  script('pkexec', 'echo "Error executing command as another user: No authentication agent found." >&2; exit 127')
  await expect(bind()).rejects.toMatchObject({
    code: 'RFCOMM_AGENT',
    view: { command, cause: 'There is no polkit agent in this desktop session.' },
  })
  script('pkexec', 'exit 126')
  await expect(bind()).rejects.toMatchObject({ code: 'RFCOMM_DISMISSED', view: { command } })
  script('pkexec', 'echo "Error executing command as another user: Not authorized" >&2; exit 127')
  await expect(bind()).rejects.toMatchObject({ view: { cause: expect.stringContaining('Not authorized') } })
  rmSync(join(folder, 'pkexec'))
  await expect(bind()).rejects.toMatchObject({ view: { cause: expect.stringContaining('pkexec is not installed') } })
})

it('says what to install when there is no rfcomm', async () => {
  rmSync(join(folder, 'rfcomm'))
  await expect(bind()).rejects.toMatchObject({ code: 'RFCOMM_FAILED', view: { command: 'sudo apt-get install bluez' } })
})

it('ends the helper when it is cancelled', async () => {
  script('pkexec', 'exec sleep 30')
  const abort = new AbortController()
  setTimeout(() => abort.abort(), 200)
  await expect(bind(abort.signal)).rejects.toMatchObject({ code: 'CANCELLED' })
})

it('runs nothing for what is no number or no address', async () => {
  script('pkexec', 'exit 0')
  const rfcomm = createRfcomm(systemClock(), place)
  const { signal } = new AbortController()
  for (const [number, address] of [
    [-1, METER],
    [1.5, METER],
    [0, `${METER} x`],
    [0, '$(id)'],
    [0, METER.toLowerCase()],
  ] as const) {
    await expect(rfcomm.bind(number, address, signal)).rejects.toMatchObject({ code: 'RFCOMM_FAILED' })
  }
  expect(asked()).toBe('')
})
