import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { program, type Running, wattbench } from '../../testing/command-line'

const FIXTURES = resolve(import.meta.dirname, '../../instruments/agilent-34980a/fixtures')
const JUDGE = resolve(import.meta.dirname, '../../testing/judge/scpi_clients.py')
const PLAN = join(FIXTURES, 'worked-15.csv')
const READINGS = join(FIXTURES, 'readings.json')
const FIRST = (JSON.parse(readFileSync(READINGS, 'utf8')) as readonly Readonly<Record<string, number>>[])[0] ?? {}

/** Modules of Debian's Python; another python3 may come first in PATH. */
const PYTHON = '/usr/bin/python3'

const home = mkdtempSync(join(tmpdir(), 'wattbench-voltmeter-'))
process.env.XDG_DATA_HOME = home
afterAll(() => rmSync(home, { recursive: true, force: true }))

const ending: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ending.splice(0)) await end()
})

/** A simulated voltmeter on a free port: its address, and what it says on standard error. */
async function simulated(...args: readonly string[]): Promise<string> {
  const load = ['--plan', PLAN, '--load', `readings:${READINGS}`]
  const meter = wattbench(['simulate', '34980a', '--port', '0', ...load, ...args])
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
    const [host, port] = parts(await simulated())
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
    const { code, stderr } = await ended(wattbench(['simulate', '34980a', '--port', String(port)]))
    expect([code, stderr]).toEqual([3, expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`)])
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
    const { code, stdout, stderr } = await ended(wattbench(['simulate', '34980a', '--port', '0', option, value]))
    expect([code, stdout]).toEqual([2, ''])
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
    const shown = await ended(wattbench(['sessions', 'show', String(id), '--json']))
    for (const name of ['power_2002', 'power_n5', 'volts_2001', 'scan_start', 'skew'])
      expect(shown.stdout).toContain(name)
    const stats = await ended(wattbench(['stats', String(id), '--json']))
    expect(stats.code).toBe(0)
  })

  it.each<[string, readonly string[], string, string]>([
    ['a card that is missing', ['--fault', 'missing-card:2'], 'reports', 'slot number out of range'],
    ['another set of channels', ['--fault', 'silent'], 'does not answer', '*IDN?'],
    ['what is no voltmeter', ['--fault', 'garbage'], 'no voltmeter', 'HTTP/1.1 400'],
  ])('reports %s', async (_name, fault, title, cause) => {
    const { code, stdout, stderr } = await record(await simulated(...fault))
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toContain(title)
    expect(stderr).toContain(cause)
  })

  it('reports a port where nothing listens, a host nobody knows, and a file that is no channel file', async () => {
    const address = await simulated()
    for (const end of ending.splice(0)) await end()
    expect(await record(address)).toMatchObject({ code: 3, stderr: expect.stringContaining('refused the connection') })
    expect(await record('no-such-meter.invalid')).toMatchObject({ code: 3, stderr: expect.stringContaining('no host') })
    const bad = await ended(wattbench(['record', '34980a', '-f', READINGS, '-a', address]))
    expect(bad).toMatchObject({ code: 2, stderr: expect.stringContaining('has an error in line 1') })
    const none = await ended(wattbench(['record', '34980a', '-f', PLAN]))
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('--addr') })
  })

  it('warns of a cousin and records it all the same', async () => {
    const { code, stderr } = await record(await simulated('--fault', 'model:34972A'), '-l', '1')
    expect([code, stderr]).toEqual([0, expect.stringContaining('is a 34972A, not a 34980A')])
  })
})
