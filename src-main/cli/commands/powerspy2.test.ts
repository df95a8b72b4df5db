import { readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { program, type Running, simulator, wattbench } from '../../testing/command-line'

const running: Running[] = []

afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
})

async function meter(...args: readonly string[]): Promise<{ readonly meter: Running; readonly path: string }> {
  const simulated = await simulator(...args)
  running.push(simulated.meter)
  return simulated
}

function run(...args: readonly string[]): Running {
  const one = wattbench(args)
  running.push(one)
  return one
}

const times = (one: Running): number[] => one.lines().map((line) => Number(line.split(' ')[0]))
const readings = (one: Running): number[] => one.lines().map((line) => Number(line.split(' ')[1]))

describe('wattbench powerspy2', () => {
  it('runs the documented example: --unit mj --interval 250', async () => {
    const { path } = await meter('--load', 'recorded')
    const one = run('powerspy2', '--device', path, '--unit', 'mj', '--interval', '250', '--count', '5')
    expect(await one.end()).toBe(0)
    expect(one.stderr).toBe('')
    expect(readings(one)).toEqual([41_073, 38_878, 38_119, 38_827, 37_636])
    expect(one.stdout).toMatch(/^(\d{16} -?\d+\n){5}$/)
    const [first = 0, last = 0] = [times(one)[0], times(one)[4]]
    expect((last - first) / 4 / 1000).toBeGreaterThan(235)
    expect((last - first) / 4 / 1000).toBeLessThan(245)
    expect(Math.abs(Date.now() * 1000 - last)).toBeLessThan(3_000_000)
  })

  it('prints the first reading within a second and a window, each line at once', async () => {
    const { path } = await meter('--load', 'constant:60')
    const one = run('powerspy2', '--device', path, '--interval', '500')
    await one.until(({ stdout }) => stdout.includes('\n'))
    expect(performance.now() - one.startedMs).toBeLessThan(2_000)
    expect(one.lines()).toHaveLength(1)
    expect(readings(one)[0]).toBeGreaterThan(59_990)
  })

  it('ends with Q and exit code 0 on SIGTERM and SIGINT', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const { path } = await meter()
      const one = run('powerspy2', '--device', path, '--interval', '100', '--debug')
      await one.until(({ stdout }) => stdout.includes('\n'))
      one.signal(signal)
      expect(await one.end()).toBe(0)
      const sent = one.stderr.split('\n').filter((line) => line.startsWith('> '))
      expect(sent.at(-1)).toBe('> <Q>')
      expect(one.stderr.trimEnd().endsWith('< <K>')).toBe(true)
    }
  })

  it('ends quietly and with Q when its reader goes away', async () => {
    const { path } = await meter()
    const cli = resolve(import.meta.dirname, '../../../out/main/cli.js')
    const command = `"${process.execPath}" "${cli}" powerspy2 --device "${path}" -i 40; echo "exit $?" >&2`
    const one = program('sh', ['-c', `{ ${command}; } | head -n 2`])
    running.push(one)
    await one.end()
    expect(one.lines()).toHaveLength(2)
    expect(one.stderr).toBe('exit 0\n')
    // The meter was told to stop: the next program finds it idle.
    const next = run('powerspy2', '--device', path, '-i', '40', '--count', '1', '--debug')
    expect(await next.end()).toBe(0)
    expect(next.stderr).toContain('< <POWERSPYR')
  })

  it('ends with exit code 3 when the meter never answers, and says what to do', async () => {
    const { path } = await meter('--fault', 'silent')
    const one = run('powerspy2', '--device', path)
    expect(await one.end()).toBe(3)
    const seconds = (performance.now() - one.startedMs) / 1000
    expect(seconds).toBeGreaterThan(9.9)
    expect(seconds).toBeLessThan(12)
    expect(one.stdout).toBe('')
    expect(one.stderr).toContain('does not answer')
    expect(one.stderr).toContain('restart the Bluetooth service')
  })

  it('ends with exit code 3 at once when the line hangs up, keeping the readings', async () => {
    const { path } = await meter('--fault', 'hang-up-after:3')
    const one = run('powerspy2', '--device', path, '-i', '100')
    expect(await one.end()).toBe(3)
    // What was on its way in the terminal when it hung up is lost with it.
    expect(one.lines().length).toBeGreaterThanOrEqual(2)
    expect(one.stderr).toContain('hung up')
  })

  it('finds its meter again with --reconnect', async () => {
    const { path } = await meter('--fault', 'hang-up-after:3')
    const one = run('powerspy2', '--device', path, '-i', '100', '--reconnect', '--count', '6')
    expect(await one.end()).toBe(0)
    expect(one.lines()).toHaveLength(6)
    expect(one.stderr).toContain('Trying again in 1 s.')
    expect(times(one).every((time, index, all) => index === 0 || time > (all[index - 1] ?? 0))).toBe(true)
  })

  it.each([
    [['--unit', 'kWh'], 'Units are'],
    [['--interval', '0'], 'whole number of milliseconds'],
    [['--interval', '-100'], 'whole number of milliseconds'],
    [['--interval', '1.5'], 'whole number of milliseconds'],
    [['--interval', 'abc'], 'whole number of milliseconds'],
    [['--count', '0'], 'from 1'],
    [['--colour', 'red'], 'unknown option'],
    [['more'], 'too many arguments'],
  ] as const)('refuses %j before the device is touched', async (args, words) => {
    const one = run('powerspy2', '--device', '/dev/does-not-exist', ...args)
    expect(await one.end()).toBe(2)
    expect(one.stderr).toContain(words)
    expect(one.stderr).not.toContain('does-not-exist')
    expect(one.stdout).toBe('')
  })

  it('names a missing port, and the process that holds a busy one', async () => {
    const missing = run('powerspy2', '--device', '/dev/does-not-exist')
    expect(await missing.end()).toBe(3)
    expect(missing.stderr).toContain('There is no port /dev/does-not-exist.')
    const { path } = await meter()
    const first = run('powerspy2', '--device', path, '-i', '100')
    await first.until(({ stdout }) => stdout.includes('\n'))
    const second = run('powerspy2', '--device', path)
    expect(await second.end()).toBe(3)
    expect(second.stderr).toContain(`Process ${first.child.pid} (`)
    const before = first.lines().length
    await first.until((one) => one.lines().length > before + 2)
  })

  it.runIf(process.getuid?.() === 0)('tells an account without permission which command helps', async () => {
    const { path } = await meter()
    const cli = resolve(import.meta.dirname, '../../../out/main/cli.js')
    const command = `exec "${process.execPath}" "${cli}" powerspy2 --device "${path}"`
    const one = program('su', ['-s', '/bin/sh', 'nobody', '-c', command])
    running.push(one)
    expect(await one.end()).toBe(3)
    expect(one.stderr).toContain('This account may not read and write')
    expect(one.stderr).toMatch(/sudo (usermod -aG \S+ \$USER|chown \$USER \/dev\/pts\/\d+)/)
  })

  it('prints JSON with the name of the machine', async () => {
    const { path } = await meter('--load', 'constant:100')
    const one = run('powerspy2', '--device', path, '-i', '100', '-u', 'W', '--json', '--count', '1')
    expect(await one.end()).toBe(0)
    const machine = 'psu_energy_ac_powerspy2_machine'
    expect(JSON.parse(one.stdout)).toMatchObject({ schema: 1, machine, unit: 'W', value: expect.closeTo(100, -1) })
  })

  it('shows help and version', async () => {
    for (const args of [
      ['--help'],
      ['powerspy2', '--help'],
      ['simulate', '--help'],
      ['simulate', 'powerspy2', '--help'],
    ]) {
      const one = run(...args)
      expect(await one.end()).toBe(0)
      expect(one.stdout).toContain('Exit codes: 0 good')
    }
    const one = run('--version')
    expect(await one.end()).toBe(0)
    expect(one.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('wattbench simulate powerspy2', () => {
  it('puts its link where it is told and takes it away again', async () => {
    const link = join(tmpdir(), `wattbench-link-${process.pid}`)
    const { meter: one, path } = await meter('--link', link)
    expect(path).toBe(link)
    expect(readlinkSync(link)).toMatch(/^\/dev\/pts\/\d+$/)
    expect(await one.stop()).toBe(0)
    expect(() => readlinkSync(link)).toThrow('ENOENT')
  })

  it('ends when its link cannot be made', async () => {
    const one = run('simulate', 'powerspy2', '--link', join(tmpdir(), `no-folder-${process.pid}`, 'meter'))
    expect(await one.end()).toBe(3)
    expect(one.stderr).toContain('The simulator cannot be reached.')
  })

  it('keeps a file that lies where its link should be', async () => {
    const file = join(tmpdir(), `wattbench-kept-${process.pid}`)
    writeFileSync(file, 'kept')
    try {
      const one = run('simulate', 'powerspy2', '--link', file)
      expect(await one.end()).toBe(3)
      expect(readFileSync(file, 'utf8')).toBe('kept')
    } finally {
      rmSync(file, { force: true })
    }
  })

  it.each([
    [['--load', 'fire'], 'is no load'],
    [['--fault', 'fire'], 'is no fault'],
    [['--mains', '70'], '45 to 65'],
    [['--mains', '50~x'], '45 to 65'],
    [['--hardware', '3'], '1 or 2'],
    [['--serial', '70000'], '0 to 65535'],
  ] as const)('refuses %j', async (args, words) => {
    const one = run('simulate', 'powerspy2', ...args)
    expect(await one.end()).toBe(2)
    expect(one.stderr).toContain(words)
  })

  it.each([
    ['provider', '12', '2', '50', 50],
    ['identity', '10', '2', '60', 60],
    ['identity', '10', '1', '50', 50],
  ] as const)(
    'is believed by an independent reader: %s order, %s periods, hardware %s',
    async (order, periods, hardware, mains, hz) => {
      const { path } = await meter('--load', 'recorded', '--hardware', hardware, '--mains', mains)
      const judge = resolve(import.meta.dirname, '../../testing/judge/powerspy_reader.py')
      const one = program('python3', [judge, path, order, periods])
      running.push(one)
      expect(await one.end(), one.stderr).toBe(0)
      const [frequency, ...rows] = one.lines()
      expect(Number(frequency?.split(' ')[1])).toBeCloseTo(hz, 1)
      const [volts = 0, amps = 0, watts = 0, peakVolts = 0, peakAmps = 0] = (rows[0] ?? '').split(' ').map(Number)
      expect(volts).toBeCloseTo(230.702, 2)
      expect(amps).toBeCloseTo(0.78317, 4)
      expect(watts).toBeCloseTo(171.1404, 3)
      expect(peakVolts).toBeCloseTo(326.924, 2)
      expect(peakAmps).toBeCloseTo(1.4938, 3)
      expect(rows.map((row) => Math.round(Number(row.split(' ')[2])))).toEqual([171, 162, 159, 162, 157])
    },
  )
})
