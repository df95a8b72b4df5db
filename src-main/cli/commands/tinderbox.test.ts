import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { agilent34980a } from '../../instruments/agilent-34980a/index'
import { Running } from '../../testing/command-line'
import { type Ended, wattbenchHere } from '../../testing/command-line-here'
import { type SimulatedVoltmeter, simulatedVoltmeter } from '../../testing/simulated-voltmeter'

const ROOT = resolve(import.meta.dirname, '../../..')
const CLI = join(ROOT, 'out/main/cli.js')
const CONFIGS = join(ROOT, 'src-main/engine/power-tree/fixtures')
const GOLDEN = join(ROOT, 'src-main/engine/report/fixtures')
const WORKED = join(CONFIGS, 'ours-worked-15.csv')

const golden = (name: string): string => readFileSync(join(GOLDEN, name), 'utf8')
const home = mkdtempSync(join(tmpdir(), 'wattbench-tinderbox-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const ending: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ending.splice(0)) await end()
})

const readings = JSON.parse(golden('readings.json')) as readonly Readonly<Record<string, number>>[]

/** One for this test alone, whose scans are the golden readings, and its address. */
async function simulated(...faults: readonly string[]): Promise<string> {
  const meter = await simulatedVoltmeter(readings, ...faults)
  ending.push(() => meter.stop())
  return meter.address
}

/** Shared ones: `pairs` gives the golden readings in turn (ask it for two scans), `first` always the first of them. */
const shared: SimulatedVoltmeter[] = []
let pairs = ''
let first = ''
beforeAll(async () => {
  shared.push(await simulatedVoltmeter(readings, 'one-byte'), await simulatedVoltmeter(readings.slice(0, 1)))
  ;[pairs = '', first = ''] = shared.map(({ address }) => address)
})
afterAll(async () => {
  for (const meter of shared) await meter.stop()
})

const OWN = { XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, WATTBENCH_NOW: '1333557180' }

/** A process of its own, in another time zone. */
function start(args: readonly string[]): Running {
  const { WATTBENCH_VOLTMETER: _meter, ...others } = process.env
  const env = { ...others, ...OWN, TZ: 'Asia/Kolkata' }
  return new Running(spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] }))
}

/** The same inside this process. */
const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  wattbenchHere(args, { WATTBENCH_VOLTMETER: undefined, ...OWN, ...env })

/** Stands between host and meter and writes down what is said. */
async function spyOn(target: string): Promise<{ readonly address: string; readonly said: () => string }> {
  const [host, port] = target.split(':')
  let said = ''
  const note = (mark: string) => {
    let rest = ''
    return (bytes: Buffer): void => {
      const lines = (rest + bytes.toString()).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) said += `${mark} ${line}\n`
    }
  }
  const server = createServer((hostSide) => {
    const meterSide = connect(Number(port), host)
    hostSide
      .on('data', note('>'))
      .pipe(meterSide)
      .on('error', () => hostSide.destroy())
    meterSide
      .on('data', note('<'))
      .pipe(hostSide)
      .on('error', () => meterSide.destroy())
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  ending.push(() => new Promise((done) => server.close(done)))
  const where = server.address()
  if (typeof where !== 'object' || where === null) throw new Error('the spy has no port')
  return { address: `127.0.0.1:${where.port}`, said: () => said }
}

describe('read, through the simulated voltmeter, byte for byte', () => {
  it.each([
    [[], 'out.pretty.txt'],
    [['--csv'], 'out.csv'],
    [['-P'], 'out.pwr.csv'],
    [['--raw'], 'out.raw.txt'],
    [['-H'], 'out.html'],
  ])('%s gives %s', async (flags, file) => {
    const ended = await run(['read', '--file', WORKED, '--addr', pairs, '-l', '2', ...flags])
    expect(ended).toEqual({ stdout: golden(file), stderr: '', status: 0 })
  })

  it('as a program of its own, in any time zone', async () => {
    const [table, page] = [
      start(['read', '-f', WORKED, '-a', pairs, '-l', '2']),
      start(['tree', '-f', WORKED, '-a', first]),
    ]
    expect([await table.end(), table.stdout, table.stderr]).toEqual([0, golden('out.pretty.txt'), ''])
    expect([await page.end(), page.stderr]).toEqual([0, ''])
    expect(page.stdout).toContain('<p class="time">2012-04-04T16:33:00Z</p>')
  })

  it.each([
    ['2000,2004-2006', 'select-2000_2004-2006.csv', /channel 2000;/],
    ['2005', 'select-2005.csv', /^$/],
    ['2010', 'select-2010-hidden-rail.csv', /^$/],
    ['-4', 'select-neg4-hidden-parents.csv', /^$/],
  ])('--channel=%s gives %s', async (list, file, said) => {
    const env = { WATTBENCH_VOLTMETER: first }
    const { stdout, stderr, status } = await run(['read', '-f', WORKED, '-C', `--channel=${list}`], env)
    expect({ stdout, status }).toEqual({ stdout: golden(file), status: 0 })
    expect(stderr).toMatch(said)
  })

  it('tree --plain gives tree.html, and tree the same below a drawing', async () => {
    const options = ['-f', WORKED, '-a', pairs]
    expect(await run(['tree', '--plain', ...options, '--loop', '2', '--nplc', '0.5'])).toEqual({
      stdout: golden('tree.html'),
      stderr: '',
      status: 0,
    })
    const drawn = await run(['tree', ...options, '-l', '2'])
    expect(drawn.stdout.replace(/<p class="drawing">.*<\/p>\n/, '')).toBe(golden('tree.html'))
    expect(drawn.stdout).toContain('<img src="data:image/svg+xml,')
  })

  it('says to the meter what the golden dialogue says', async () => {
    const spy = await spyOn(pairs)
    expect((await run(['read', '-f', WORKED, '-a', spy.address, '-l', '2'])).status).toBe(0)
    expect(spy.said()).toBe(golden('scpi-trace.txt'))
  })

  it('scans what a selection needs, and nothing else', async () => {
    const spy = await spyOn(first)
    expect((await run(['read', '-f', WORKED, '-a', spy.address, '--channel=-4', '-n', '3'])).status).toBe(0)
    expect(spy.said()).toContain('> ROUT:SCAN (@2004:2007)\n')
    expect(spy.said()).toContain('> VOLT:DC:NPLC 10,(@2004:2007)\n')
  })
})

describe('read, scan by scan', () => {
  it('prints each as soon as it is measured, and ends its page when it is interrupted', async () => {
    const address = await simulated('late:3:20000')
    const reading = start(['read', '-f', WORKED, '-a', address, '-l', '1000', '-H'])
    await reading.until(({ stdout }) => stdout.includes('Measurement 2 of 1000') && stdout.endsWith('</table>\n'))
    reading.signal('SIGINT')
    expect(await reading.end()).toBe(0)
    expect(reading.stdout).toMatch(/<\/table>\n<\/body>\n<\/html>\n$/)
    expect(reading.stdout).not.toContain('Measurement 3 of')
  })

  it('keeps what was complete when the connection is cut, and ends with 3', async () => {
    const { stdout, stderr, status } = await run([
      'read',
      '-f',
      WORKED,
      '-a',
      await simulated('cut-at:2'),
      '-l',
      '2',
      '-C',
    ])
    expect(status).toBe(3)
    expect(stdout).toBe(`${golden('out.csv').split('\n').slice(0, 2).join('\n')}\n`)
    expect(stderr).toContain(' Of 2 measurements 1 is complete. ')
  })

  it('tree draws the last complete measurement when the connection is cut after it', async () => {
    const options = ['-f', WORKED, '-a', await simulated('cut-at:3'), '-l', '9', '--plain']
    const { status, stdout, stderr } = await run(['tree', ...options])
    expect({ status, stdout }).toEqual({ status: 3, stdout: golden('tree.html') })
    expect(stderr).toContain(' Of 9 measurements 2 are complete. ')
  })

  it('names rows without a value and ends with 4', async () => {
    const address = await simulated('overload:2006')
    const { stdout, stderr, status } = await run(['read', '-f', WORKED, '-a', address, '-C'])
    expect(status).toBe(4)
    expect(stdout.split('\n')[1]).toContain('0.660000,,0.270000,')
    expect(stderr).toContain('no value for LCD (2006): overload, 3V3_REST (-4): dependency.')
    const one = await run(['read', '-f', WORKED, '-a', address, '-c', '2006', '-C'])
    expect(one).toMatchObject({ status: 5, stdout: 'time,LCD [W]\n2012-04-04T16:33:00Z,\n' })
  })
})

describe('what cannot be done is said and ends with 2', () => {
  const nowhere = ['-a', '127.0.0.1:9']
  it.each([
    [['read'], /--file/],
    [['read', '-f', 'no-such-file.csv', ...nowhere], /no such file/],
    [['read', '-f', CONFIGS, ...nowhere], /a folder/],
    [['read', '-f', WORKED], /--addr .*WATTBENCH_VOLTMETER.* voltmeter in the window/],
    [['read', '-f', WORKED, ...nowhere, '--html', '-C'], /--html.*--csv/],
    [['read', '-f', WORKED, ...nowhere, '-R', '--pwr'], /--raw.*--pwr/],
    [['read', '-f', WORKED, ...nowhere, '-l', '0'], /from 1/],
    [['read', '-f', WORKED, ...nowhere, '-n', '201'], /at most 200/],
    [['read', '-f', WORKED, ...nowhere, '-c', '2099'], /selection is empty/],
    [['read', '-f', WORKED, ...nowhere, '-c', '2001,'], /neither a channel nor a range/],
    [['tree', '-f', WORKED], /--addr/],
    [['check-plan', 'no-such-file.csv'], /no such file/],
  ])('%s', async (args, said) => {
    const { status, stdout, stderr } = await run(args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(said)
  })

  it('a file with errors: all of them, and nothing is contacted', async () => {
    const file = join(home, 'bad.csv')
    writeFileSync(file, '2001,A,cpu,0,3.3,0,0,0\n2001,B,cpu,x,3.3,0,2009,0\n2003,C,cpu,1,3.3,0,2009,0\n')
    for (const command of ['read', 'tree']) {
      const { status, stdout, stderr } = await run([command, '-f', file, ...nowhere])
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
      expect(stderr).toContain(`${file}:1: error E106 resistance: `)
      expect(stderr).toContain(`${file}:2: error E102 resistance: `)
      expect(stderr).toContain(`${file}:3: error E111 parent_chan: `)
    }
  })

  it('a channel no voltmeter can have, before anything is contacted', async () => {
    const file = join(home, 'high.csv')
    writeFileSync(file, '100001,A,cpu,1,3.3,0\n')
    const { status, stderr } = await run(['read', '-f', file, ...nowhere])
    expect(status).toBe(2)
    expect(stderr).toContain('100001 is no channel of a voltmeter')
  })

  it('a fixed time that is none', async () => {
    const env = { WATTBENCH_NOW: 'noon' }
    const { status, stderr } = await run(['read', '-f', WORKED, ...nowhere], env)
    expect(status).toBe(2)
    expect(stderr).toContain('WATTBENCH_NOW')
  })

  it('more than one saved voltmeter; one is enough', async () => {
    const folder = join(home, 'wattbench')
    mkdirSync(folder, { recursive: true })
    const saved = (address: string) => ({
      kind: agilent34980a.kind,
      name: 'lab',
      address,
      intervalMs: 1000,
      reconnect: true,
    })
    const save = (addresses: readonly string[]): void => {
      const instruments = addresses.map((address, i) => ({ ...saved(address), id: `m${i}`, serial: null }))
      writeFileSync(join(folder, 'settings.json'), JSON.stringify({ instruments }))
    }
    save(['meter-a', 'meter-b'])
    const { status, stderr } = await run(['read', '-f', WORKED])
    expect(status).toBe(2)
    expect(stderr).toContain('several voltmeters are saved: lab (meter-a), lab (meter-b)')
    save([pairs])
    expect(await run(['read', '-f', WORKED, '-l', '2'])).toMatchObject({ status: 0, stdout: golden('out.pretty.txt') })
    rmSync(folder, { recursive: true })
  })
})

it('nobody answers: exit 3', async () => {
  const { status, stdout, stderr } = await run(['read', '-f', WORKED, '-a', '127.0.0.1:9'])
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' })
  expect(stderr).toContain(' Nothing was measured. ')
})

it('an old file: the table works, the tree says that it has none', async () => {
  const options = ['-f', join(CONFIGS, 'ours-worked-10-5field.csv'), '-a', first]
  expect((await run(['read', ...options])).status).toBe(0)
  const { status, stdout, stderr } = await run(['tree', ...options])
  expect({ status, stderr }).toEqual({ status: 0, stderr: 'no parent information: no tree drawn\n' })
  expect(stdout).toContain('<ul class="voltages">')
  expect(stdout).not.toContain('class="tree"')
})

it('the help of the simulator names its defaults, and does not print them', async () => {
  const { stdout } = await run(['simulate', '34980a', '--help'])
  expect(stdout.replace(/\s+/g, ' ')).toContain('(default: a small example)')
  expect(stdout).not.toContain('DC_IN')
})

describe('check-plan', () => {
  it('tells that a file is good, and how each row comes about', async () => {
    const { status, stdout, stderr } = await run(['check-plan', '--explain', WORKED])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('2004 3V3: P = V(2004) / 0.02 Ω × 3.3 V, fed from 2003\n')
    expect(stdout).toContain('0 errors, 0 warnings; 15 rows, 10 channels to scan, 1 root\n')
    const old = await run(['check-plan', join(CONFIGS, 'ours-xo1-old-20.csv')])
    expect(old.stdout).toContain('no parent information: the table works, no tree can be drawn')
  })

  it('tells all problems, for people and as JSON', async () => {
    const file = join(home, 'many.csv')
    writeFileSync(file, '2001,V,none,2,0,-2\n2002,A,cpu,0,0,0,2002,0\n')
    const plain = await run(['check-plan', file])
    expect(plain.status).toBe(2)
    const codes = (text: string) => [...text.matchAll(/ (?:error|warning) ([EW]\d+) /g)].map(([, code]) => code)
    const all = ['W201', 'W203', 'E106', 'E111', 'E112', 'W202', 'W204']
    expect(codes(plain.stdout)).toEqual(all)
    const json = await run(['check-plan', '--json', file])
    expect(json.status).toBe(2)
    const said: unknown = JSON.parse(json.stdout)
    expect(said).toMatchObject({ schema: 1, file: 'many.csv', good: false, rows: null })
    expect((said as { problems: { code: string }[] }).problems.map(({ code }) => code)).toEqual(all)
  })

  it('has nothing against a file with warnings only, and much against an empty one', async () => {
    const file = join(home, 'two-roots.csv')
    writeFileSync(file, '2001,A,cpu,1,1,0,0,0\n2002,B,cpu,1,1,0,0,0\n')
    expect(await run(['check-plan', file])).toMatchObject({ status: 0, stderr: '' })
    writeFileSync(file, '# nothing\n')
    expect(await run(['check-plan', file])).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('it holds no row'),
    })
  })

  it('takes a person at his word about groups named like numbers', async () => {
    const file = join(home, 'numbers.csv')
    writeFileSync(file, '2001,A,100,1,1,0,0,0\n')
    expect((await run(['check-plan', file])).status).toBe(2)
    expect((await run(['check-plan', '--group-column', 'always', file])).status).toBe(0)
  })
})
