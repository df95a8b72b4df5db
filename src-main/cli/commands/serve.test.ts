import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { treeWith } from '../../testing/archives'
import { Running, wattbench } from '../../testing/command-line'
import { zipOf } from '../../testing/zip-writer'

const CLIENTS = resolve(import.meta.dirname, '../../testing/clients')
const VARIABLES = ['XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'WATTBENCH_TOKEN', 'HOME'] as const

let folder: string
let archive: string
let before: (string | undefined)[]
let servers: Running[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wattbench-serve-'))
  archive = join(folder, 'collectd.zip')
  writeFileSync(archive, zipOf(treeWith({})))
  before = VARIABLES.map((name) => process.env[name])
  for (const name of VARIABLES) process.env[name] = join(folder, name)
  delete process.env.WATTBENCH_TOKEN
  servers = []
})
afterEach(async () => {
  for (const server of servers) await server.stop()
  for (const [i, name] of VARIABLES.entries()) {
    if (before[i] === undefined) delete process.env[name]
    else process.env[name] = before[i]
  }
  rmSync(folder, { recursive: true, force: true })
})

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  return typeof address === 'object' && address ? address.port : 0
}

async function serve(...args: readonly string[]): Promise<{ readonly server: Running; readonly port: number }> {
  const port = await freePort()
  const server = wattbench(['serve', '--port', String(port), ...args])
  servers.push(server)
  await server.until(({ stdout }) => stdout.includes('/api/v2/\n'))
  return { server, port }
}

async function client(
  command: string,
  script: string,
  host: string,
): Promise<{ readonly code: number | null; readonly said: string; readonly heard: string }> {
  const env = { ...process.env, HOST: host }
  const run = new Running(spawn(command, [join(CLIENTS, script), archive], { env, stdio: ['ignore', 'pipe', 'pipe'] }))
  const code = await run.end()
  return { code, said: run.stderr, heard: run.stdout }
}

async function cli(
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const run = wattbench(args)
  const code = await run.end()
  return { code, out: run.stdout, err: run.stderr }
}

const ownAddress = (): string | undefined =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address

const CLIENTS_OF_ALL_KINDS = [
  ['bash and curl', 'bash', 'upload.bash'],
  ['python and requests', '/usr/bin/python3', 'upload.py'],
  ['node', process.execPath, 'upload.mjs'],
] as const

describe('wattbench serve', () => {
  it.each(CLIENTS_OF_ALL_KINDS)('takes the upload of %s into a session of its own', async (_name, command, script) => {
    const { server, port } = await serve()
    const { code, said, heard } = await client(command, script, `localhost:${port}`)
    expect([code, said]).toEqual([0, ''])
    const { result } = JSON.parse(heard) as { result: { session: string; units: { host: string }[] } }
    expect(result.units.map(({ host }) => host)).toEqual(['mypc'])
    server.signal('SIGTERM')
    expect(await server.end()).toBe(0)
    const shown = JSON.parse((await cli('sessions', 'show', result.session, '--json')).out) as {
      state: string
      sources: unknown[]
      events: { kind: string }[]
    }
    expect(shown.state).toBe('finished')
    expect(shown.events.filter(({ kind }) => kind === 'sync')).toHaveLength(1)
    expect(shown.events.filter(({ kind }) => kind === 'import')).toHaveLength(1)
    const aligned = await cli('align', result.session, '--show')
    expect(aligned.out).toBe('mypc: Aligned by 1 sync point, error not known\n')
  })

  it('aligns a machine by messages that curl sends after its archive, until a person takes it back', async () => {
    const { server, port } = await serve()
    const post = async (path: string, ...body: readonly string[]) => {
      const url = `http://localhost:${port}/api/v2/session/${path}`
      const run = new Running(spawn('curl', ['-sS', ...body, url], { stdio: ['ignore', 'pipe', 'pipe'] }))
      expect(await run.end()).toBe(0)
      return (JSON.parse(run.stdout) as { result: { session: string; clocks: { text: string }[] } }).result
    }
    const theirs = (behindMs: number) => ['-d', String(Date.now() - behindMs)]
    const { session, clocks } = await post('latest/import/collectd', '--data-binary', `@${archive}`)
    expect(clocks[0]?.text).toBe('Not aligned')
    expect((await post('latest/sync', ...theirs(60_000))).clocks[0]?.text).toBe(
      'Aligned by 1 sync point, error not known',
    )
    expect((await post('latest/sync', ...theirs(60_000))).clocks[0]?.text).toMatch(/^Aligned by 2 sync points, ±/)
    server.signal('SIGTERM')
    expect(await server.end()).toBe(0)
    expect(server.stderr).toContain('Clock: mypc: Aligned by 1 sync point, error not known.')
    const shown = JSON.parse((await cli('align', session, '--show', '--json')).out) as {
      machines: { offset_s: number; method: string }[]
    }
    expect(shown.machines[0]).toMatchObject({ method: 'sync', offset_s: expect.closeTo(60, 0) })
    expect((await cli('align', session, '--clear')).out).toBe('mypc: Not aligned\n')
    const again = await serve()
    const url = `http://localhost:${again.port}/api/v2/session/${session}/sync`
    await new Running(spawn('curl', ['-sS', ...theirs(60_000), url], { stdio: ['ignore', 'pipe', 'pipe'] })).end()
    again.server.signal('SIGTERM')
    await again.server.end()
    expect((await cli('align', session, '--show')).out).toBe('mypc: Not aligned\n')
  })

  it.each(CLIENTS_OF_ALL_KINDS)(
    'lets %s in over the network with the token in the address, and not without',
    async (_name, command, script) => {
      const own = ownAddress()
      if (!own) return
      process.env.WATTBENCH_TOKEN = 'correct-horse-battery'
      const { server, port } = await serve('--bind', own)
      await server.until(({ stderr }) => stderr.includes('HOST=wattbench:'))
      expect(server.stderr).not.toContain('correct-horse')
      expect((await client(command, script, `${own}:${port}`)).code).not.toBe(0)
      const { code, said } = await client(command, script, `wattbench:correct-horse-battery@${own}:${port}`)
      expect([code, said]).toEqual([0, ''])
    },
  )

  it('makes a token when it opens to the network, says it, and keeps it', async () => {
    const own = ownAddress()
    if (!own) return
    const first = await serve('--bind', own)
    await first.server.until(({ stderr }) => stderr.includes('HOST=wattbench:'))
    const said = /wattbench:(\S+)@/.exec(first.server.stderr)?.[1]
    expect(said).toMatch(/^[\w-]{32}$/)
    await first.server.stop()
    const second = await serve('--bind', own)
    await second.server.until(({ stderr }) => stderr.includes(`wattbench:${said}@`))
  })

  it('answers a listed network without a token, and says so', async () => {
    const own = ownAddress()
    if (!own) return
    const { server, port } = await serve('--bind', own, '--allow', `${own}/32`)
    expect((await fetch(`http://${own}:${port}/api/v2/session/latest`)).status).toBe(200)
    expect(server.stderr).toContain(`Everybody in ${own}/32`)
  })

  it('ends with 3 and a clear word when the port is taken, without taking another', async () => {
    const { port } = await serve()
    const { code, out, err } = await cli('serve', '--port', String(port))
    expect([code, out]).toEqual([3, ''])
    expect(err).toContain(`Port ${port} of 127.0.0.1 is in use`)
  })

  it.each([
    ['--port', '0'],
    ['--port', '70000'],
    ['--port', 'http'],
    ['--bind', 'example.org'],
    ['--allow', '10.0.0.0'],
    ['--allow', '0.0.0.0/0'],
  ])('ends with 2 for %s %s', async (...args) => {
    const { code, out } = await cli('serve', ...args)
    expect([code, out]).toEqual([2, ''])
  })

  it('keeps what it was told when it is killed', async () => {
    const { server, port } = await serve()
    await fetch(`http://127.0.0.1:${port}/api/v2/session/latest/trigger`, { method: 'POST', body: 'door' })
    server.signal('SIGKILL')
    await server.end()
    const next = await serve()
    await next.server.until(({ stderr }) => stderr.includes('recovered'))
    const { out } = await cli('sessions', 'show', 'latest', '--json')
    expect(out).toContain('"text":"door"')
  })
})
