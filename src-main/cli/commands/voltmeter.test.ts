import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../base/clock'
import { openSessionStore } from '../../store/session-store'
import { program, type Running, wattbench } from '../../testing/command-line'
import { wattbenchHere } from '../../testing/command-line-here'
import { simulatedVoltmeter } from '../../testing/simulated-voltmeter'

const FIXTURES = resolve(import.meta.dirname, '../../instruments/agilent-34980a/fixtures')
const JUDGE = resolve(import.meta.dirname, '../../testing/judge/scpi_clients.py')
const PLAN = join(FIXTURES, 'worked-15.csv')
const READINGS = join(FIXTURES, 'readings.json')
const SCANS = JSON.parse(readFileSync(READINGS, 'utf8')) as readonly Readonly<Record<string, number>>[]
const FIRST = SCANS[0] ?? {}

/** Modules of Debian's Python; another python3 may come first in PATH. */
const PYTHON = '/usr/bin/python3'

const home = mkdtempSync(join(tmpdir(), 'wattbench-voltmeter-'))
process.env.XDG_DATA_HOME = home
afterAll(() => rmSync(home, { recursive: true, force: true }))

const ending: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ending.splice(0)) await end()
})

/** A simulated voltmeter on a free port of this computer; its address. */
async function simulated(...faults: readonly string[]): Promise<string> {
  const meter = await simulatedVoltmeter(SCANS, ...faults)
  ending.push(() => meter.stop())
  return meter.address
}

/** The same as a program of its own, wired as people start it. */
async function simulatorProgram(): Promise<string> {
  const meter = wattbench(['simulate', '34980a', '--port', '0', '--plan', PLAN, '--load', `readings:${READINGS}`])
  ending.push(() => meter.stop())
  await meter.until(({ stdout }) => stdout.includes('\n'))
  return meter.lines()[0] ?? ''
}

async function ended(running: Running) {
  return { code: await running.end(), stdout: running.stdout, stderr: running.stderr }
}

describe('clients other people wrote', () => {
  const parts = (address: string): [string, string] => {
    const [host = '', port = ''] = address.split(':')
    return [host, port]
  }
  const judge = async (client: string): Promise<Record<string, unknown>> => {
    const [host, port] = parts(await simulated())
    const { code, stdout, stderr } = await ended(program(PYTHON, [JUDGE, client, host, port, '(@2001:2010)']))
    expect([code, stderr]).toEqual([0, ''])
    return JSON.parse(stdout) as Record<string, unknown>
  }
  const values = Object.values(FIRST)

  it('lxi-tools reads it', async () => {
    const [host, port] = parts(await simulatorProgram())
    const ask = async (text: string): Promise<string> => {
      const { code, stdout } = await ended(program('lxi', ['scpi', '-a', host, '-p', port, '-r', text]))
      expect(code).toBe(0)
      return stdout
    }
    expect(await ask('*IDN?')).toMatch(/^Agilent Technologies,34980A,MY00000001,[\d.-]+\r?\n$/)
    expect(await ask('SYST:ERR?')).toBe('+0,"No error"\n')
    expect(await ask('MEAS:VOLT:DC? (@2001)')).toBe('+1.25000000E+01\n')
    expect(await ask('READ? (@2001,2003)')).toBe('+1.22500000E+01,+1.20000000E-02\n')
  })

  it('pyvisa-py reads it', async () => {
    const said = await judge('pyvisa')
    expect(said).toMatchObject({
      identity: 'Agilent Technologies,34980A,MY00000001,2.41-2.40-2.04-0.41',
      scan_list: '#252(@2001,2002,2003,2004,2005,2006,2007,2008,2009,2010)',
      volts: FIRST,
      errors: [111, -113, 0],
      card: '34922A',
    })
    const times = said.times as number[]
    expect(times).toHaveLength(10)
    expect(times.every((time, at) => at === 0 || time > (times[at - 1] ?? 0))).toBe(true)
    expect(said.ascii_values).toEqual([12.25, ...values.slice(1, 4), 0.0213, ...values.slice(5)])
  })

  it('pymeasure reads it', async () => {
    expect(await judge('pymeasure')).toMatchObject({
      identity: 'Agilent Technologies,34980A,MY00000001,2.41-2.40-2.04-0.41',
      volts: expect.closeTo(0, 1),
      errors: 0,
      values: [12.25, ...values.slice(1, 4), 0.0213, ...values.slice(5)],
    })
  })
})

describe('simulate 34980a', () => {
  it('says which port is taken', async () => {
    const blocker = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => blocker.once('listening', resolve))
    ending.push(() => new Promise((resolve) => blocker.close(resolve)))
    const at = blocker.address()
    const port = typeof at === 'object' && at ? at.port : 0
    const { status, stderr } = await wattbenchHere(['simulate', '34980a', '--port', String(port)])
    expect([status, stderr]).toEqual([3, expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`)])
  })

  it.each([
    ['--port', '65536'],
    ['--load', 'fire'],
    ['--load', 'readings:/nowhere'],
    ['--cards', '34980A'],
    ['--mains', '16.7'],
    ['--fault', 'fire'],
    ['--plan', '/nowhere'],
    ['--plan', READINGS],
  ])('refuses %s %s', async (option, value) => {
    const { status, stdout, stderr } = await wattbenchHere(['simulate', '34980a', '--port', '0', option, value])
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr.length).toBeGreaterThan(20)
  })
})

describe('record 34980a', () => {
  const record = (address: string, ...args: readonly string[]) =>
    ended(wattbench(['record', '34980a', '-f', PLAN, '-a', address, '-n', '0.02', '-i', '50', ...args]))

  it('records as many scans as asked; the session holds power of every row and the readings', async () => {
    const { code, stdout, stderr } = await record(await simulated(), '-l', '4', '--json')
    expect([code, stderr]).toEqual([0, expect.stringContaining('Connected to #MY00000001')])
    const { id, samples, source } = JSON.parse(stdout) as Record<string, string | number>
    expect([samples, source]).toEqual([4, 'voltmeter_agilent_34980a'])
    const [shown, stats] = await Promise.all(
      [['sessions', 'show'], ['stats']].map((command) => ended(wattbench([...command, String(id), '--json']))),
    )
    for (const name of ['power_2002', 'power_n5', 'volts_2001', 'scan_start', 'skew'])
      expect(shown?.stdout).toContain(name)
    expect(stats?.code).toBe(0)
    const store = openSessionStore({ folder: join(home, 'wattbench/sessions'), clock: systemClock(), workerFile: null })
    const { sourceInfos } = await (await store.open(String(id))).view()
    expect(sourceInfos[0]?.channelFile).toEqual({ name: 'worked-15.csv', text: readFileSync(PLAN, 'utf8') })
    await store.close()
  })

  it('reports in words what is wrong with the meter, or with what answers in its place', async () => {
    const cases = [
      ['missing-card:2', 'reports', 'slot number out of range'],
      ['silent', 'does not answer', '*IDN?'],
      ['garbage', 'no voltmeter', 'HTTP/1.1 400'],
    ] as const
    const all = await Promise.all(cases.map(async ([fault]) => record(await simulated(fault))))
    for (const [i, { code, stdout, stderr }] of all.entries()) {
      expect([code, stdout]).toEqual([3, ''])
      for (const words of cases[i]?.slice(1) ?? []) expect(stderr).toContain(words)
    }
  })

  it('reports a port where nothing listens and a host nobody knows', async () => {
    const address = await simulated()
    for (const end of ending.splice(0)) await end()
    const [refused, unknown] = await Promise.all([record(address), record('no-such-meter.invalid')])
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('refused the connection') })
    expect(unknown).toMatchObject({ code: 3, stderr: expect.stringContaining('no host') })
  })

  it('refuses a file that is no channel file, and to guess an address', async () => {
    const bad = await wattbenchHere(['record', '34980a', '-f', READINGS, '-a', '127.0.0.1:9'])
    expect(bad).toMatchObject({ status: 2, stderr: expect.stringContaining('has an error in line 1') })
    const none = await wattbenchHere(['record', '34980a', '-f', PLAN])
    expect(none).toMatchObject({ status: 2, stderr: expect.stringContaining('--addr') })
  })

  it('warns of a cousin and records it all the same', async () => {
    const { code, stderr } = await record(await simulated('model:34972A'), '-l', '1')
    expect([code, stderr]).toEqual([0, expect.stringContaining('is a 34972A, not a 34980A')])
  })
})
