import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { simulator } from '../../testing/command-line'

const CLI = resolve(import.meta.dirname, '../../../out/main/cli.js')
const home = mkdtempSync(join(tmpdir(), 'wattbench-record-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

function wattbench(...args: readonly string[]) {
  const env = { ...process.env, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home }
  return spawnSync(process.execPath, [CLI, ...args], { env, encoding: 'utf8' })
}

it('records every channel, and a frequency that is not known yet is no failure', async () => {
  const { meter, path } = await simulator('--mains', '49.9')
  try {
    const device = ['record', 'powerspy2', '--device', path, '-i', '100'] as const
    const { status, stderr } = wattbench(...device, '--duration', '1', '--disk-reserve', '100')
    expect(status, stderr).toBe(0)
    // No disk has ten terabytes to spare here: the reserve of the command line ends it at once.
    const full = wattbench(...device, '--duration', '60', '--disk-reserve', '10000000')
    expect(full.stderr).toMatch(/Only [\d.]+\u00a0[MGT]B are left on the disk/)
    expect(full.status).not.toBe(0)
  } finally {
    await meter.stop()
  }
  const [, first] = JSON.parse(wattbench('sessions', 'list', '--json').stdout).sessions as { readonly id: string }[]
  const said = wattbench('stats', first?.id ?? '', '--json')
  expect(said.status).toBe(0)
  const channels = JSON.parse(said.stdout).channels as {
    channel: string
    unit: string
    n: number
    mean: number | null
  }[]
  const of = (key: string) => channels.find(({ channel }) => channel === key)
  expect(of('power_factor')).toMatchObject({ unit: '1', mean: expect.closeTo(0.95, 1) })
  expect(of('power_factor')?.n).toBe(of('power')?.n)
  expect(of('frequency')).toMatchObject({ unit: 'Hz', n: 0, mean: null })
  const [header] = wattbench('sessions', 'export', first?.id ?? '', '--csv').stdout.split('\n')
  expect(header).toMatch(/\.current_peak \[A\],[^,]+\.power_factor \[1\],[^,]+\.frequency \[Hz\]$/)
}, 60_000)
