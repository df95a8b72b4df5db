import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DEFAULT_API_SETTINGS } from '@contract/api-server'
import type { SetupTextId, SetupWish } from '@contract/collectd-setup'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { collectdSetup } from '../../app/collectd-setup'
import { diskFiles } from '../../store/files'
import { Running, wattbench } from '../../testing/command-line'

/** A daemon, servers and uploads: they take their time on a busy machine. */
vi.setConfig({ testTimeout: 60_000 })

const SHELLS = ['dash', 'bash', 'busybox sh'] as const
const PATH = `${process.env.PATH}:/usr/sbin:/sbin`
const VARIABLES = ['XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'WATTBENCH_TOKEN', 'HOME'] as const

const root = mkdtempSync(join(tmpdir(), 'wattbench-setup-'))
const powercap = join(root, 'powercap')
const data = join(root, 'data')
/** A check may leave a row behind. */
const checked = join(root, 'checked')
const before = VARIABLES.map((name) => process.env[name])

beforeAll(() => {
  for (const name of VARIABLES) process.env[name] = join(root, name)
  delete process.env.WATTBENCH_TOKEN
})
afterAll(() => {
  for (const [i, name] of VARIABLES.entries()) {
    if (before[i] === undefined) delete process.env[name]
    else process.env[name] = before[i]
  }
  rmSync(root, { recursive: true, force: true })
})

const IO = { files: diskFiles, folder: resolve(import.meta.dirname, '../../../resources/collectd'), machine: 'bench' }

interface Wanted extends Partial<SetupWish> {
  readonly host?: string
}

/** One text as command line and window show it. */
async function textOf(id: SetupTextId, { host, ...wish }: Wanted = {}): Promise<string> {
  const { steps } = await collectdSetup(
    IO,
    { rapl: true, nvml: false, dataDir: checked, ...wish },
    DEFAULT_API_SETTINGS,
    host,
  )
  const found = steps.flatMap(({ texts }) => texts).find((text) => text.id === id)
  expect(found?.text).toMatch(/\S\n$/)
  return found?.text ?? ''
}

/** A zone of RAPL as Linux shows it; without a value its counter is missing. */
function zone(name: string, called: string, energyUj: number | string | null): void {
  mkdirSync(join(powercap, name), { recursive: true })
  writeFileSync(join(powercap, name, 'name'), `${called}\n`)
  if (energyUj === null) rmSync(join(powercap, name, 'energy_uj'), { force: true })
  else {
    // Never half written, as in sysfs.
    writeFileSync(join(root, 'draft'), `${energyUj}\n`)
    renameSync(join(root, 'draft'), join(powercap, name, 'energy_uj'))
  }
}

/** Two sockets, whose cores have the same name; the first socket's counter is also offered a second time. */
function twoSockets(energyUj: number, secondIsAway = false): void {
  mkdirSync(join(powercap, 'intel-rapl'), { recursive: true })
  zone('intel-rapl:0', 'package-0', energyUj)
  zone('intel-rapl:0:0', 'core', energyUj + 1)
  zone('intel-rapl:1', 'package-1', secondIsAway ? null : energyUj + 2)
  zone('intel-rapl:1:0', 'core', energyUj + 3)
  zone('intel-rapl-mmio:0', 'package-0', 7)
}

/** Configuration and plugin in a folder of their own; the zones are those of this test. */
async function install(wish: Partial<SetupWish> = {}): Promise<string> {
  const folder = mkdtempSync(join(root, 'pc-'))
  const config = (await textOf('config', wish)).replace('"/sys/class/powercap"', `"${powercap}"`)
  writeFileSync(join(folder, 'collectd.conf'), `Hostname "pc"\n${config}`)
  writeFileSync(join(folder, 'wattbench_rapl.py'), await textOf('plugin'))
  return folder
}

/** What `collectd -T` makes of the configuration in a folder. */
function check(folder: string, flag = '-T') {
  const { status, stdout, stderr } = spawnSync('collectd', [flag, '-C', 'collectd.conf'], {
    cwd: folder,
    env: { ...process.env, PATH },
    encoding: 'utf8',
  })
  const said = `${stdout}${stderr}`
    .split('\n')
    .filter((line) => !/successfully loaded|Stopping 5 write|left after shutting down|^$/.test(line))
  return { status, said }
}

const CONTENT = { status: 0, said: ['Exiting normally.'] }

describe('the configurations', () => {
  it('are accepted by Debian’s collectd', async () => {
    twoSockets(1_000)
    expect(check(await install({ rapl: false }))).toEqual(CONTENT)
    expect(check(await install())).toEqual(CONTENT)
  })

  it('with NVML fail on Debian for the missing plugin only', async () => {
    twoSockets(1_000)
    const folder = await install({ nvml: true })
    expect(check(folder)).toEqual({
      status: 1,
      said: [
        'plugin_load: Could not find plugin "gpu_nvidia" in /usr/lib/collectd',
        "There is configuration for the `gpu_nvidia' plugin, but the plugin isn't loaded. Please check your configuration.",
        'Error: Parsing the config file failed!',
      ],
    })
    const file = join(folder, 'collectd.conf')
    const rest = readFileSync(file, 'utf8').replace(/LoadPlugin gpu_nvidia\n\n<Plugin gpu_nvidia>[^<]*<\/Plugin>\n/, '')
    expect(rest).not.toMatch(/^(LoadPlugin|<Plugin) gpu/m)
    writeFileSync(file, rest)
    expect(check(folder)).toEqual(CONTENT)
  })

  it('are not checked by -t, which is why -T is told', async () => {
    const folder = await install()
    writeFileSync(join(folder, 'collectd.conf'), '<Plugin csv>\n')
    expect(check(folder, '-t')).toEqual({ status: 0, said: [] })
    expect(check(folder, '-tT')).toEqual({ status: 0, said: [] })
    expect(check(folder).status).toBe(1)
    expect(await textOf('check')).toBe('/usr/sbin/collectd -T -C collectd.conf\n')
  })

  it('take folders with spaces and quotes', async () => {
    const odd = join(root, 'a "b" c\\d')
    const folder = await install({ rapl: false, dataDir: odd })
    expect(check(folder)).toEqual(CONTENT)
    expect(readFileSync(join(folder, 'collectd.conf'), 'utf8')).toContain('a \\"b\\" c\\\\d"')
  })
})

describe('the RAPL plugin', () => {
  it('makes the check fail, in words, where nothing can be read', async () => {
    rmSync(powercap, { recursive: true, force: true })
    const folder = await install()
    expect(check(folder)).toMatchObject({ status: 1 })
    expect(check(folder).said.join('\n')).toContain(`${powercap} has no RAPL zone`)
    zone('intel-rapl:0', 'package-0', null)
    expect(check(folder)).toMatchObject({ status: 1 })
    expect(check(folder).said.join('\n')).toMatch(/RAPL zone intel-rapl:0 \(package-0\) has no value: .*No such file/)
  })

  it('has one option and says so', async () => {
    twoSockets(1_000)
    const folder = await install()
    const file = join(folder, 'collectd.conf')
    writeFileSync(file, readFileSync(file, 'utf8').replace('    Folder', '    Ordner'))
    expect(check(folder).said.join('\n')).toContain('wattbench_rapl knows one option')
  })
})

describe('a recording of Debian’s collectd', () => {
  /** Files below the folder of the machine: name → text. */
  const recorded = (plugin: string): ReadonlyMap<string, string> =>
    new Map(
      readdirSync(join(data, 'pc', plugin)).map((name) => [
        name.slice(0, -11),
        readFileSync(join(data, 'pc', plugin, name), 'utf8'),
      ]),
    )

  beforeAll(async () => {
    rmSync(powercap, { recursive: true, force: true })
    twoSockets(1_000_000)
    zone('intel-rapl:1:1', 'dram', null)
    zone('intel-rapl:2', 'psys', 'broken')
    const folder = await install({ dataDir: data })
    const env = { ...process.env, PATH }
    const args = ['-f', '-C', 'collectd.conf']
    const collectd = new Running(spawn('collectd', args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] }))
    const rows = () =>
      existsSync(join(data, 'pc/intel-rapl')) ? (recorded('intel-rapl').get('counter-package-0') ?? '').split('\n') : []
    try {
      for (let n = 1; rows().length < 20; n++) {
        twoSockets(1_000_000 * (n + 1), n > 5 && n < 12)
        await new Promise((next) => setTimeout(next, 100))
        if (n > 100) throw new Error(`nothing was recorded\n${collectd.stderr}`)
      }
    } finally {
      await collectd.stop()
    }
    expect(collectd.stderr).toContain('RAPL zone intel-rapl:1:1 (dram) has no value')
    expect(collectd.stderr.match(/\(package-1\) has no value/g)).toHaveLength(1)
    expect(collectd.stderr.match(/\(package-1\) is read again/g)).toHaveLength(1)
  }, 60_000)

  it('tells the sockets apart, and has no value and no zero where a counter was away', () => {
    const series = recorded('intel-rapl')
    expect([...series.keys()].sort()).toEqual([
      'counter-core-0',
      'counter-core-1',
      'counter-package-0',
      'counter-package-1',
    ])
    const values = (name: string) =>
      (series.get(name) ?? '')
        .split('\n')
        .slice(1, -1)
        .map((line) => Number(line.split(',')[1]))
    for (const [name, rest] of [
      ['package-0', 0],
      ['core-0', 1],
      ['package-1', 2],
      ['core-1', 3],
    ] as const)
      expect(values(`counter-${name}`).every((uj) => uj >= 1_000_000 && uj % 1_000_000 === rest)).toBe(true)
    expect(values('counter-package-1').length).toBeLessThan(values('counter-package-0').length - 2)
  })

  it('holds raw jiffies of every processor, ten times a second', () => {
    const lines = (recorded('cpu-0').get('cpu-user') ?? '').split('\n').slice(1, -1)
    expect(lines.length).toBeGreaterThan(10)
    for (const line of lines) expect(line).toMatch(/^\d{10}\.\d{3},\d+$/)
    const stamps = lines.map((line) => Number(line.split(',')[0]))
    const steps = stamps.slice(1).map((at, i) => at - stamps[i]!)
    expect(steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)]).toBeCloseTo(0.1, 1)
  })

  describe('uploaded', () => {
    let server: Running
    let port: number
    let folder: string

    beforeAll(async () => {
      folder = mkdtempSync(join(root, 'up-'))
      port = await freePort()
      server = wattbench(['serve', '--port', String(port)])
      await server.until(({ stdout }) => stdout.includes('/api/v2/\n'))
      writeFileSync(join(folder, 'upload.sh'), await textOf('upload', { dataDir: data, host: `localhost:${port}` }))
    })
    afterAll(async () => void (await server.stop()))

    /** Runs the upload script in a shell. `env` as a person would write before it. */
    async function upload(shell: (typeof SHELLS)[number], env: Readonly<Record<string, string>> = {}) {
      const [program = '', ...args] = shell.split(' ')
      const { HOST: _host, ...clean } = process.env
      const run = new Running(
        spawn(program, [...args, join(folder, 'upload.sh')], {
          env: { ...clean, TMPDIR: root, ...env },
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      )
      return { code: await run.end(), out: run.stdout, err: run.stderr }
    }

    it.each(SHELLS)('by %s becomes series of a session, with clocks told before and after', async (shell) => {
      const { result: session } = (await (await fetch(`http://127.0.0.1:${port}/api/v2/cmd/startSession`)).json()) as {
        result: string
      }
      const filters = `http://127.0.0.1:${port}/api/v2/session/${session}/resource/counter,load/include`
      expect((await fetch(filters)).status).toBe(200)
      const { code, out, err } = await upload(shell)
      expect([code, err]).toEqual([0, ''])
      const { result } = JSON.parse(out) as {
        result: { session: string; units: { host: string; series: { path: string }[] }[]; warnings: string[] }
      }
      expect(result).toMatchObject({ session, units: [{ host: 'pc' }] })
      // collectd's five writers may both begin a file; the second head line is then left out.
      for (const warning of result.warnings) expect(warning).toMatch(/: rows left out: 1 with an impossible time\.$/)
      const paths = result.units.flatMap(({ series }) => series.map(({ path }) => path))
      expect(paths).toEqual(expect.arrayContaining(['intel-rapl/counter-core-1', 'load/load', 'cpu-0/cpu-user']))
      const { result: told } = (await (await fetch(`http://127.0.0.1:${port}/api/v2/session/${session}`)).json()) as {
        result: { clocks: readonly { points: number }[] }
      }
      expect(told.clocks).toMatchObject([{ points: 6 }])
      expect(readdirSync(root).filter((name) => name.startsWith('tmp.'))).toEqual([])
    })

    it('has the clock told before and after the archive', async () => {
      const shown = wattbench(['sessions', 'show', 'latest', '--json'])
      await shown.end()
      const kinds = (JSON.parse(shown.stdout) as { events: { kind: string }[] }).events.map(({ kind }) => kind)
      expect(kinds.filter((kind) => kind === 'sync' || kind === 'import')).toEqual([
        ...Array(3).fill('sync'),
        'import',
        ...Array(3).fill('sync'),
      ])
      expect(readdirSync(root).filter((name) => name.startsWith('tmp.'))).toEqual([])
    })

    it.each(SHELLS)('by %s stops with words where it cannot go on', async (shell) => {
      const empty = mkdtempSync(join(root, 'empty-'))
      const lines = async (env: Readonly<Record<string, string>>) => {
        const { code, out, err } = await upload(shell, env)
        expect([code, out]).toEqual([1, ''])
        return err
      }
      expect(await lines({ DATA: empty })).toMatch(/^upload: .* holds no file: the archive would be empty/)
      expect(await lines({ DATA: join(empty, 'not') })).toMatch(/^upload: There is no folder /)
      expect(await lines({ HOST: `localhost:${await freePort()}` })).toMatch(/did not answer\. Is Wattbench's HTTP API/)
      const refused = await lines({ SESSION: 'zzzzzzzz' })
      expect(refused).toContain('{"error":')
      expect(refused).toMatch(/refused sync with 404\.\n$/)
      expect(readdirSync(root).filter((name) => name.startsWith('tmp.'))).toEqual([])
    })

    it('is stopped by the answer that an archive was useless', async () => {
      const useless = mkdtempSync(join(root, 'useless-'))
      writeFileSync(join(useless, 'notes'), 'nothing of collectd')
      const { code, err } = await upload('dash', { DATA: useless })
      expect(code).toBe(1)
      expect(err).toMatch(/refused import\/collectd with 4\d\d\.\n$/)
    })

    it('goes over the network with the token in HOST, whatever signs it has, and not without', async () => {
      const own = Object.values(networkInterfaces())
        .flatMap((list) => list ?? [])
        .find(({ internal, family }) => !internal && family === 'IPv4')?.address
      if (!own) return
      const token = 'it\'s"a\\$(token)`@#%x'
      process.env.WATTBENCH_TOKEN = token
      const open = wattbench(['serve', '--port', String(port), '--bind', own])
      delete process.env.WATTBENCH_TOKEN
      try {
        await open.until(({ stdout }) => stdout.includes('/api/v2/\n'))
        const host = `wattbench:${token}@${own}:${port}`
        expect(await upload('busybox sh', { HOST: host })).toMatchObject({ code: 0, err: '' })
        writeFileSync(join(folder, 'upload.sh'), await textOf('upload', { dataDir: data, host }))
        expect((await upload('dash')).code).toBe(0)
        const { code, err } = await upload('dash', { HOST: `${own}:${port}` })
        expect(code).toBe(1)
        expect(err).toContain('A token is needed')
      } finally {
        await open.stop()
      }
    }, 60_000)
  })
})

describe('the scripts', () => {
  it.each(['upload', 'permission', 'install', 'run', 'check', 'send'] as const)(
    'have nothing that shellcheck finds: %s',
    async (id) => {
      const { status, stdout } = spawnSync('shellcheck', ['--shell', 'sh', '-'], {
        input: await textOf(id),
        encoding: 'utf8',
      })
      expect([status, stdout]).toEqual([0, ''])
    },
  )

  it('let a group read the counters and nobody write them', async () => {
    const rule = (await textOf('permission')).split('\n').find((line) => line.startsWith('ACTION=='))
    const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim()
    zone('intel-rapl:0', 'package-0', 1)
    const counter = join(powercap, 'intel-rapl:0/energy_uj')
    chmodSync(counter, 0o400)
    const commands = [...(rule ?? '').matchAll(/RUN\+="([^"]+)"/g)].map(([, command]) => command!)
    expect(commands).toHaveLength(2)
    for (const command of commands) {
      const [program, ...args] = command
        .replace('rapl ', `${group} `)
        .replace('/sys%p', join(powercap, 'intel-rapl:0'))
        .split(' ')
      execFileSync(program!, args)
    }
    expect(statSync(counter).mode & 0o777).toBe(0o440)
  })
})

describe('wattbench collectd-setup', () => {
  it('prints all of it in order, and as JSON', async () => {
    const guide = wattbench(['collectd-setup'])
    expect(await guide.end()).toBe(0)
    expect(guide.stdout.match(/^\d\. .*$/gm)).toEqual([
      '1. Install and configure',
      '2. Allow reading RAPL',
      '3. Check',
      '4. Run and upload',
    ])
    expect(guide.stderr).toContain('The HTTP API is switched off')
    const json = wattbench(['collectd-setup', '--json', '--no-rapl', '--host', 'bench:1'])
    expect([await json.end(), json.stderr]).toEqual([0, ''])
    const { host, steps } = JSON.parse(json.stdout) as { host: string; steps: { title: string }[] }
    expect([host, steps.length]).toEqual(['bench:1', 3])
  })

  it('prints one text for a file, with the folder and the server it was told', async () => {
    const run = wattbench(['collectd-setup', 'upload', '--data-dir', '/var/tmp/cd', '--host', 'bench:1'])
    expect([await run.end(), run.stderr]).toEqual([0, ''])
    expect(run.stdout).toBe(await textOf('upload', { dataDir: '/var/tmp/cd', host: 'bench:1' }))
  })

  it.each([['sideways'], ['--data-dir', 'relative'], ['--data-dir', '/'], ['plugin', '--no-rapl']])(
    'ends with 2 for %s %s',
    async (...args) => {
      const run = wattbench(['collectd-setup', ...args])
      expect([await run.end(), run.stdout]).toEqual([2, ''])
    },
  )
})

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => listener.once('listening', done))
  const address = listener.address()
  await new Promise((done) => listener.close(done))
  return typeof address === 'object' && address ? address.port : 0
}
