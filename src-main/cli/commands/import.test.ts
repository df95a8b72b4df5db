import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { dataSourcesOf } from '../../engine/collectd/types-db'
import { DAY, treeUnder, treeWith } from '../../testing/archives'
import { type TestEntry, zipOf } from '../../testing/zip-writer'

const CLI = resolve(import.meta.dirname, '../../../out/main/cli.js')
const FIXTURE = resolve(import.meta.dirname, '../../ingest/collectd/fixtures/storerates-false.zip')
const root = mkdtempSync(join(tmpdir(), 'wattbench-import-'))
let home = root

beforeEach(() => {
  home = mkdtempSync(join(root, 'h-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function wattbench(...args: readonly string[]) {
  const env = { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'd'), XDG_CONFIG_HOME: join(home, 'c') }
  return spawnSync(process.execPath, [CLI, ...args], { env, encoding: 'utf8', maxBuffer: 1 << 26 })
}

function archive(entries: readonly TestEntry[], name = 'collectd.zip'): string {
  writeFileSync(join(home, name), zipOf(entries))
  return join(home, name)
}

const imported = (...args: readonly string[]) => {
  const run = wattbench('import', ...args, '--json')
  expect(run.stderr).toMatch(/^(wattbench: \S+: (Not aligned|Aligned by .*)\.\n)+$/)
  expect(run.status).toBe(0)
  return JSON.parse(run.stdout)
}
const paths = (report: { units: { series: { path: string }[] }[] }) =>
  report.units.flatMap(({ series }) => series.map(({ path }) => path))

describe('wattbench import', () => {
  it('prints the report of a real recording, exactly in the promised shape', () => {
    const report = imported(FIXTURE, '--all')
    expect(Object.keys(report)).toEqual(['session', 'units', 'skipped', 'warnings'])
    expect(report).toMatchObject({ skipped: [], warnings: [], units: [{ host: 'mypc' }] })
    const rapl = report.units[0].series.find(({ path }: { path: string }) => path === 'intel-rapl/counter-package-0')
    expect(rapl).toEqual({
      path: 'intel-rapl/counter-package-0',
      column: 'value',
      kind: 'counter',
      unit: 'J',
      rows: 1_800,
      gaps: 0,
      first: '2026-11-21T23:22:52.760Z',
      last: '2026-11-21T23:25:52.655Z',
      delta: 2190.985586,
      wraps: 1,
      mean: expect.closeTo(12.179, 3),
    })
  })

  it('can be read by the other commands', () => {
    const { session } = imported(FIXTURE, '--filter', 'counter')
    const [row] = JSON.parse(wattbench('sessions', 'list', '--json').stdout).sessions
    expect(row).toMatchObject({ id: session, name: 'storerates-false.zip', state: 'finished', samples: 3_600 })
    expect(row.mean_W).toBeCloseTo(12.18, 1)
    const { channels } = JSON.parse(wattbench('stats', session, '--json').stdout)
    const energy = channels.find(
      ({ channel, unit }: { channel: string; unit: string }) => unit === 'J' && channel === 'value',
    )
    expect(energy.energy_J).toBeCloseTo(2190.985586, 6)
    const csv = wattbench('sessions', 'export', session, '--csv')
    expect(csv.stderr).toBe('wattbench: mypc: Not aligned.\n')
    expect(wattbench('sessions', 'show', session).stdout).toContain('mypc: Not aligned')
    expect(wattbench('stats', session).stdout).toContain('mypc: Not aligned')
    expect(wattbench('import', FIXTURE, '--session', session, '--offset', '1.5').stdout).toContain(
      '\nmypc: Aligned by hand, +1.500 s\n',
    )
    const file = join(home, 'out.csv')
    const saved = wattbench('sessions', 'export', session, '--csv', '--output', file, '--json')
    expect(JSON.parse(saved.stdout).clocks).toMatchObject([{ host: 'mypc', text: 'Aligned by hand, +1.500 s' }])
    expect(csv.stdout.split('\n')[0]).toContain('mypc/intel-rapl/counter-package-0.value.rate [W]')
    expect(JSON.parse(wattbench('sessions', 'show', session, '--json').stdout).sources[0]).toMatchObject({
      kind: 'collectd',
      settings: { host: 'mypc', group: 'Power' },
    })
  })

  it('goes into a session that exists; the same machine replaces itself, another one stands beside it', () => {
    const first = imported(archive(treeWith({})), '--all')
    const again = imported(archive(treeUnder('mypc/')), '--session', 'latest', '--filter', 'memory')
    const other = imported(archive(treeUnder('other/')), '--session', first.session.slice(0, 4))
    expect([again.session, other.session]).toEqual([first.session, first.session])
    expect(paths(other)).toEqual(['memory/memory-used'])
    const { sources } = JSON.parse(wattbench('sessions', 'show', 'latest', '--json').stdout)
    expect(sources.map(({ machine_name }: { machine_name: string }) => machine_name)).toEqual([
      'mypc/memory/memory-used',
      'other/memory/memory-used',
    ])
  })

  it('takes the filters of the settings, else PowerGoblin’s, else the documented ones', () => {
    const file = archive(treeWith({}))
    expect(paths(imported(file))).toHaveLength(6)
    mkdirSync(join(home, '.config/powergoblin'), { recursive: true })
    writeFileSync(
      join(home, '.config/powergoblin/default.json'),
      '{"collectdFilters": "\\"counter\\", \\"cpu-idle\\""}',
    )
    const goblin = wattbench('import', file, '--json')
    expect(paths(JSON.parse(goblin.stdout))).toEqual(['intel-rapl/counter-package-0', 'cpu-0/cpu-idle'])
    expect(goblin.stderr).toContain('PowerGoblin')
    mkdirSync(join(home, 'c/wattbench'), { recursive: true })
    writeFileSync(join(home, 'c/wattbench/settings.json'), '{"collectdFilters": "memory, if_octets"}')
    expect(paths(imported(file))).toEqual([
      'interface-eth0/if_octets',
      'interface-eth0/if_octets',
      'memory/memory-used',
    ])
  })

  it('applies other filters to the archive a session keeps', () => {
    const file = archive(treeWith({}))
    const { session } = imported(file, '--filter', 'memory', '--offset', '2')
    rmSync(file)
    expect(paths(imported('--session', session, '--filter', 'cpu-idle,counter'))).toEqual([
      'intel-rapl/counter-package-0',
      'cpu-0/cpu-idle',
    ])
    const { sources, imports } = JSON.parse(wattbench('sessions', 'show', session, '--json').stdout)
    expect(sources).toHaveLength(2)
    expect(imports).toMatchObject([{ file: 'collectd.zip', filters: ['cpu-idle', 'counter'], offset_s: 2 }])
    expect(wattbench('import', '--session', session, '--filter', 'zzz').status).toBe(5)
  })

  it('heeds the limits of the settings', () => {
    mkdirSync(join(home, 'c/wattbench'), { recursive: true })
    const importLimits = { entryBytes: 100, totalBytes: 1e9, entries: 100, lineBytes: 4_096 }
    writeFileSync(join(home, 'c/wattbench/settings.json'), JSON.stringify({ importLimits }))
    expect(wattbench('import', archive(treeWith({})), '--all')).toMatchObject({ status: 5, stdout: '' })
  })

  it('keeps a given offset beside the stamps, which stay raw, and aligns by it', () => {
    const { session, units } = imported(archive(treeWith({})), '--all', '--offset', '-0.25')
    expect(units[0].series[0].first).toBe('2024-11-11T09:00:01.000Z')
    expect(JSON.parse(wattbench('sessions', 'show', session, '--json').stdout).imports).toMatchObject([
      { file: 'collectd.zip', offset_s: -0.25 },
    ])
    const shown = wattbench('align', session, '--show').stdout
    expect(shown).toBe('mypc: Aligned by hand, −0.250 s\n')
    expect(wattbench('stats', session).stdout).toContain(shown)
    expect(wattbench('sessions', 'export', session, '--csv').stdout).toContain('\n1731315601750000,')
    expect(JSON.parse(wattbench('align', session, '--clear', '--json').stdout).machines).toMatchObject([
      { host: 'mypc', aligned: false, text: 'Not aligned' },
    ])
    expect(wattbench('sessions', 'export', session, '--csv').stdout).toContain('\n1731315602000000,')
  })

  it('changes nothing when nothing is usable, and says why', () => {
    const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
      [archive([], 'n.zip'), ['--all'], /no data of collectd/],
      [archive(treeWith({})), ['--filter', 'nothing-like-it'], /holds 6 series/],
      [
        archive(
          treeWith({}).map((entry) => ({ ...entry, flags: 1 })),
          'e.zip',
        ),
        ['--all'],
        /encrypted/,
      ],
    ]
    for (const [file, args, words] of cases) {
      const run = wattbench('import', file, ...args)
      expect({ status: run.status, stdout: run.stdout }).toEqual({ status: 5, stdout: '' })
      expect(run.stderr).toMatch(words)
    }
    expect(JSON.parse(wattbench('sessions', 'list', '--json').stdout).sessions).toEqual([])
  })

  it('refuses bad usage', () => {
    const file = archive(treeWith({}))
    const bad = [
      [],
      ['/nowhere.zip'],
      [home],
      [file, '--filter', 'a', '--all'],
      [file, '--filter', ' , '],
      [file, '--offset', 'x'],
      [file, '--session', 'nope'],
    ]
    for (const args of bad) expect(wattbench('import', ...args).status).toBe(2)
  })

  it('says in plain words why a file cannot be opened, and never waits for a pipe', () => {
    expect(wattbench('import', join(home, 'none.zip')).stderr).toContain(
      'none.zip cannot be opened. There is no such file.',
    )
    expect(wattbench('inspect', home).stderr).toContain('not a file')
    expect(spawnSync('mkfifo', [join(home, 'pipe')]).status).toBe(0)
    const run = wattbench('import', join(home, 'pipe'))
    expect([run.status, run.stderr]).toEqual([2, expect.stringContaining('not a file')])
  })

  it('takes no offset that is a typing error', () => {
    for (const text of ['abc', '1e30', 'Infinity', '-4e9'])
      expect(wattbench('import', FIXTURE, `--offset=${text}`).status).toBe(2)
    expect(readdirSync(home)).not.toContain('d')
  })

  it('ends within a moment of Ctrl-C and leaves nothing behind', async () => {
    const rows = Array.from({ length: 200_000 }, (_v, i) => `${1_731_315_601 + i}.000,${i}\n`).join('')
    const file = archive(
      Array.from({ length: 60 }, (_v, i) => ({ name: `mypc/a/gauge-${i}-${DAY}`, data: `epoch,value\n${rows}` })),
    )
    const env = { ...process.env, XDG_DATA_HOME: join(home, 'd'), XDG_CONFIG_HOME: join(home, 'c') }
    const child = spawn(process.execPath, [CLI, 'import', file, '--all'], { env, stdio: 'ignore' })
    const ended = new Promise((done) => child.once('exit', done))
    const folder = join(home, 'd/wattbench/sessions')
    while (!existsSync(folder) || readdirSync(folder).length === 0) await new Promise((next) => setTimeout(next, 5))
    child.kill('SIGINT')
    await ended
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('wattbench inspect', () => {
  it('lists series, groups and problems without importing', () => {
    const file = archive([...treeWith({}), { name: 'mypc/notes.txt', data: 'x' }])
    const found = JSON.parse(wattbench('inspect', file, '--json').stdout)
    expect(found).toMatchObject({ file: 'collectd.zip', skipped: [{ entry: 'mypc/notes.txt' }], warnings: [] })
    expect(found.hosts[0].series).toHaveLength(6)
    expect(found.hosts[0].series[0]).toMatchObject({
      path: 'intel-rapl/counter-package-0',
      group: 'Power',
      chosen: false,
      columns: [{ rows: 60 }],
    })
    const text = wattbench('inspect', file)
    expect(text.stdout).toContain('6 series, 5 chosen')
    expect(JSON.parse(wattbench('sessions', 'list', '--json').stdout).sessions).toEqual([])
  })
})

describe('wattbench inspect, filters', () => {
  it('marks what given filters would take', () => {
    const chosen = (...args: readonly string[]) => {
      const { hosts } = JSON.parse(wattbench('inspect', archive(treeWith({})), '--json', ...args).stdout)
      return hosts[0].series.filter((one: { chosen: boolean }) => one.chosen).length
    }
    expect(chosen()).toBe(5)
    expect(chosen('--filter', 'counter, memory')).toBe(2)
    expect(chosen('--all')).toBe(6)
    expect(wattbench('inspect', FIXTURE, '--all', '--filter', 'a').status).toBe(2)
  })
})

describe('the collectd of Debian', () => {
  it('knows the same types', () => {
    const lines = readFileSync('/usr/share/collectd/types.db', 'utf8').split('\n')
    const types = lines.map((line) => line.replace(/#.*/, '').trim()).filter((line) => line !== '')
    expect(types.length).toBeGreaterThan(300)
    for (const line of types) {
      const [type = '', rest = ''] = line.split(/\s+(.*)/)
      const want = [...rest.matchAll(/(\w+):(GAUGE|DERIVE|COUNTER|ABSOLUTE):/g)].map(([, column, kind]) => ({
        column,
        kind: kind!.toLowerCase(),
      }))
      expect({ type, sources: dataSourcesOf(type) }).toEqual({ type, sources: want })
    }
  })

  it('writes a capture that imports without a warning', async () => {
    const data = join(home, 'data')
    const config = `Hostname "live"\nFQDNLookup false\nInterval 0.1\nBaseDir "${home}"\nPIDFile "${home}/pid"
PluginDir "/usr/lib/collectd"\nTypesDB "/usr/share/collectd/types.db"
LoadPlugin cpu\nLoadPlugin csv\nLoadPlugin memory\nLoadPlugin interface\nLoadPlugin load
<Plugin csv>\n DataDir "${data}"\n StoreRates false\n</Plugin>\n`
    writeFileSync(join(home, 'collectd.conf'), config)
    const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` }
    const collectd = spawn('collectd', ['-f', '-C', join(home, 'collectd.conf')], { env, stdio: 'ignore' })
    const ended = new Promise((done) => collectd.once('exit', done))
    try {
      // Enough rows for a rate over a second.
      while (collectd.exitCode === null && linesIn(data, 'load-') < 25)
        await new Promise((next) => setTimeout(next, 50))
    } finally {
      collectd.kill('SIGTERM')
    }
    await ended
    const report = imported(archive(filesOf(data), 'live.zip'), '--all')
    expect(report).toMatchObject({ skipped: [], warnings: [], units: [{ host: 'live' }] })
    const user = report.units[0].series.find(({ path }: { path: string }) => path === 'cpu-0/cpu-user')
    expect(user).toMatchObject({ kind: 'derive', unit: 'jiffies', wraps: 0 })
    expect(user.rows).toBeGreaterThan(10)
    expect(user.delta).toBeGreaterThanOrEqual(0)
    const rows = report.units[0].series.reduce((sum: number, one: { rows: number }) => sum + one.rows, 0)
    expect(rows).toBeGreaterThan(200)
  })
})

function filesOf(folder: string): TestEntry[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ name: relative(folder, file), data: readFileSync(file) }))
}

function linesIn(folder: string, beginning: string): number {
  if (!existsSync(folder)) return 0
  const file = filesOf(folder).find(({ name }) => String(name).includes(`/${beginning}`))
  return file ? String(file.data).split('\n').length : 0
}
