import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { connect, createServer } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type ApiSettings, DEFAULT_API_SETTINGS } from '@contract/api-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../base/clock'
import { Fault } from '../../base/fault'
import type { OpenApi } from '../../ports/api-server'
import type { Inbox } from '../../ports/inbox'
import type { Spool } from '../../ports/spool'
import type { BodyLimits } from './bodies'
import { httpApi } from './server'

const TOKEN = 'correct-horse-battery'

/** What the inbox was asked, oldest first, and the bytes of archives it was handed. */
let asked: (readonly unknown[])[]
let archives: Buffer[]
let folder: string
let files: string[]
let open: OpenApi[]
let refuse: Error | null

const span = { id: 1, what: 'measurement', unit: 'SUT', name: 'M-1', fromUs: 1, toUs: null } as const

function notingInbox(): Inbox {
  const note =
    <T>(name: string, answer: T) =>
    async (...args: readonly unknown[]): Promise<T> => {
      if (refuse) throw refuse
      asked.push([name, ...args.map((arg) => (isArrival(arg) ? 'arrival' : arg))])
      return answer
    }
  return {
    startSession: note('startSession', 'abcdefgh'),
    session: note('session', {
      id: 'abcdefgh',
      name: 'x',
      recording: true,
      startUs: 1,
      endUs: null,
      spans: [],
      filters: [],
      clocks: [],
      machines: [],
    }),
    meters: note('meters', []),
    connectMeter: note('connectMeter', { id: 'm', name: 'm', kind: 'k', connected: true, channels: [] }),
    labelChannel: note('labelChannel', { id: 'm', name: 'm', kind: 'k', connected: true, channels: [] }),
    startSpan: note('startSpan', span),
    stopSpan: note('stopSpan', span),
    nameMeasurement: note('nameMeasurement', 'name'),
    mark: note('mark', undefined),
    include: note('include', ['a']),
    exclude: note('exclude', null),
    addSample: note('addSample', undefined),
    sync: note('sync', { offsetMs: 1, points: 1, clocks: [] }),
    importArchive: async (ref, file) => {
      asked.push(['importArchive', ref])
      archives.push(readFileSync(file))
      rmSync(dirname(file), { recursive: true })
      return { session: 'abcdefgh', units: [], skipped: [], warnings: [], clocks: [] }
    },
    meterLog: note('meterLog', { channel: 'power', unit: 'W', fromUs: 1, toUs: 2, rows: [], cut: false }),
    resourceLog: note('resourceLog', { channel: 'x', unit: '1', fromUs: 1, toUs: 2, rows: [], cut: false }),
  }
}

const isArrival = (arg: unknown): boolean => typeof arg === 'object' && arg !== null && 'atUs' in arg && 'from' in arg

const spool: Spool = {
  fresh: async () => {
    const file = join(mkdtempSync(join(folder, 'in-')), 'collectd.zip')
    files.push(file)
    return file
  },
  keep: async (file, session) => ({ file, session }),
  waiting: async () => [],
  drop: async (file) => rmSync(dirname(file), { recursive: true, force: true }),
}

async function serve(
  settings: Partial<ApiSettings> = {},
  more: { readonly limits?: Partial<BodyLimits>; readonly headMs?: number; readonly inbox?: Inbox } = {},
): Promise<string> {
  const { inbox = notingInbox(), ...io } = more
  const api = await httpApi({ clock: systemClock(), spool, ...io })(
    { ...DEFAULT_API_SETTINGS, port: 0, ...settings },
    inbox,
  )
  open.push(api)
  return api.addresses[0] ?? ''
}

beforeEach(() => {
  asked = []
  archives = []
  files = []
  open = []
  refuse = null
  folder = mkdtempSync(join(tmpdir(), 'wattbench-api-'))
})
afterEach(async () => {
  for (const api of open) await api.close()
  rmSync(folder, { recursive: true, force: true })
})

const portOf = (base: string) => Number(new URL(base).port)

/** Says exactly these bytes on a socket and gives all that comes back until `enough` or the end. */
function raw(base: string, pieces: readonly (string | Buffer)[], enough = /\r\n\r\n[\s\S]*\}$/): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: portOf(base), host: '127.0.0.1' })
    let heard = ''
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1')
      if (enough.test(heard)) socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(heard))
    for (const piece of pieces) socket.write(piece)
  })
}

const status = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])

async function json(base: string, path: string, init?: RequestInit): Promise<{ status: number; body: unknown }> {
  const reply = await fetch(base + path, init)
  return { status: reply.status, body: await reply.json() }
}

describe('every endpoint', () => {
  const spanOf = (what: string, unit: string, name = '', message = '') => ({ what, unit, name, message })
  it.each([
    ['GET', 'cmd/startSession', undefined, ['startSession', 'arrival']],
    ['GET', 'session/latest', undefined, ['session', 'latest', 'arrival']],
    ['GET', 'session/abcd', undefined, ['session', 'abcd', 'arrival']],
    ['GET', 'session/latest/meter', undefined, ['meters', 'latest']],
    ['GET', 'session/latest/meter/7/add', undefined, ['connectMeter', 'latest', '7', 'on', 'arrival']],
    [
      'GET',
      'session/latest/meter/my%20desk/toggle',
      undefined,
      ['connectMeter', 'latest', 'my desk', 'toggle', 'arrival'],
    ],
    ['GET', 'session/latest/meter/7/rename/power/PSU%2012V', undefined, ['labelChannel', '7', 'power', 'PSU 12V']],
    [
      'GET',
      'session/latest/measurement/start/SUT',
      undefined,
      ['startSpan', 'latest', spanOf('measurement', 'SUT'), 'arrival'],
    ],
    [
      'POST',
      'session/latest/measurement/start/SUT',
      'hello',
      ['startSpan', 'latest', spanOf('measurement', 'SUT', '', 'hello'), 'arrival'],
    ],
    [
      'GET',
      'session/latest/measurement/start/SUT/idle',
      undefined,
      ['startSpan', 'latest', spanOf('measurement', 'SUT', 'idle'), 'arrival'],
    ],
    [
      'GET',
      'session/latest/measurement/stop/SUT',
      undefined,
      ['stopSpan', 'latest', spanOf('measurement', 'SUT'), 'arrival'],
    ],
    [
      'POST',
      'session/latest/run/stop/SUT/r%C3%A4',
      'bye',
      ['stopSpan', 'latest', spanOf('run', 'SUT', 'rä', 'bye'), 'arrival'],
    ],
    ['GET', 'session/latest/run/start/SUT', undefined, ['startSpan', 'latest', spanOf('run', 'SUT'), 'arrival']],
    ['POST', 'session/latest/measurement', 'My name', ['nameMeasurement', 'latest', 'My name', 'next', 'arrival']],
    [
      'POST',
      'session/latest/measurement/rename',
      '"My name"',
      ['nameMeasurement', 'latest', 'My name', 'last', 'arrival'],
    ],
    ['POST', 'session/latest/trigger', 'Measurement', ['startSpan', 'latest', spanOf('measurement', ''), 'arrival']],
    ['POST', 'session/latest/trigger', 'StopRun', ['stopSpan', 'latest', spanOf('run', ''), 'arrival']],
    [
      'POST',
      'session/latest/trigger',
      '{"triggerType":"Run","unit":"ESP32","message":"m","type":"trigger"}',
      ['startSpan', 'latest', spanOf('run', 'ESP32', '', 'm'), 'arrival'],
    ],
    [
      'POST',
      'session/latest/trigger',
      '{"triggerType":"door","unit":"ESP32","message":"open"}',
      ['mark', 'latest', 'door (ESP32) – open', { type: 'door', unit: 'ESP32', message: 'open' }, 'arrival'],
    ],
    [
      'GET',
      'session/latest/resource/if_octets,counter/include',
      undefined,
      ['include', 'latest', ['if_octets', 'counter'], 'arrival'],
    ],
    ['POST', 'session/latest/resource/cpu-user/exclude', '', ['exclude', 'latest', ['cpu-user'], 'arrival']],
    [
      'GET',
      'session/latest/resource/fan/add/-1.5e3/ESP32',
      undefined,
      ['addSample', 'latest', 'ESP32', 'fan', -1500, 'arrival'],
    ],
    ['POST', 'session/latest/sync', '1795303851279', ['sync', 'latest', 1_795_303_851_279_000, 'arrival']],
    ['GET', 'session/latest/logs/power/1/desk/power', undefined, ['meterLog', 'latest', 1, 'desk', 'power']],
    [
      'GET',
      'session/latest/logs/resource/2/SUT/memory%2Fmemory-used',
      undefined,
      ['resourceLog', 'latest', 2, 'SUT', 'memory/memory-used'],
    ],
  ])('%s %s %j', async (method, path, body, call) => {
    const base = await serve()
    const reply = await json(base, path, { method, ...(body === undefined ? {} : { body }) })
    expect(reply).toMatchObject({ status: 200, body: {} })
    expect(reply.body).toHaveProperty('result')
    expect(asked).toEqual([call])
  })

  it('takes an archive over byte by byte and leaves nothing behind', async () => {
    const base = await serve()
    const body = Buffer.alloc(3_000_000, 7)
    expect(await json(base, 'session/latest/import/collectd', { method: 'POST', body })).toMatchObject({
      status: 200,
      body: { result: { session: 'abcdefgh' } },
    })
    expect(archives[0]?.equals(body)).toBe(true)
    expect(readdirSync(folder)).toEqual([])
  })

  it.each([
    ['GET', 'nothing', undefined, 404],
    ['DELETE', 'session/latest', undefined, 404],
    ['HEAD', 'cmd/startSession', undefined, 404],
    ['GET', 'session/latest/sync', undefined, 404],
    ['POST', 'session/latest/sync', 'soon', 400],
    ['POST', 'session/latest/sync', '', 400],
    ['POST', 'session/latest/measurement', '', 400],
    ['POST', 'session/latest/trigger', ' ', 400],
    ['GET', 'session/latest/resource/fan/add/hot/ESP32', undefined, 400],
    ['GET', 'session/latest/resource/,/include', undefined, 400],
    ['GET', 'session/latest/logs/power/x/desk/power', undefined, 400],
    ['GET', 'session/%ff/meter', undefined, 400],
  ])('refuses %s %s %j', async (method, path, body, code) => {
    const base = await serve()
    const reply = await fetch(base + path, { method, ...(body === undefined ? {} : { body }) })
    expect(reply.status).toBe(code)
    if (method !== 'HEAD') expect(await reply.json()).toEqual({ error: expect.stringMatching(/\w/) })
    expect(asked).toEqual([])
  })

  it.each([
    ['SESSION_UNKNOWN', 404],
    ['BAD_REQUEST', 400],
    ['STORE_BUSY', 409],
    ['ARCHIVE_USELESS', 422],
    ['STORE_FULL', 507],
    ['STORE_FAILED', 500],
  ] as const)('answers the fault %s with %i', async (code, wanted) => {
    refuse = new Fault({ code, title: 'T', cause: 'at /root/secret.', consequence: 'C.', next: 'N.' })
    const { status: got, body } = await json(await serve(), 'session/latest')
    expect(got).toBe(wanted)
    expect(JSON.stringify(body).includes('/root/secret')).toBe(wanted < 500)
  })
})

describe('what upload scripts really send', () => {
  const head = (path: string, ...lines: readonly string[]) =>
    `POST /api/v2/session/latest/${path} HTTP/1.1\r\nHost: localhost\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`
  const zip = Buffer.from('504b0304ff00fe25000a0d', 'hex')

  it('curl: a zip that calls itself a form', async () => {
    const base = await serve()
    const answer = await raw(base, [
      head('import/collectd', 'Content-Type: application/x-www-form-urlencoded', `Content-Length: ${zip.length}`),
      zip,
    ])
    expect(status(answer)).toBe(200)
    expect(archives[0]?.equals(zip)).toBe(true)
  })

  it('curl: waits for 100 Continue before a large body', async () => {
    const base = await serve()
    const big = Buffer.alloc(2_000_000, 1)
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect({ port: portOf(base), host: '127.0.0.1' })
      let heard = ''
      socket.on('error', reject).on('close', () => resolve(heard))
      socket.on('data', (bytes) => {
        const first = heard === ''
        heard += bytes.toString('latin1')
        if (first && heard.startsWith('HTTP/1.1 100')) socket.write(big)
        if (heard.includes('"result"')) socket.destroy()
      })
      socket.write(
        head(
          'import/collectd',
          'Content-Type: application/x-www-form-urlencoded',
          `Content-Length: ${big.length}`,
          'Expect: 100-continue',
        ),
      )
    })
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200/)
    expect(archives[0]?.length).toBe(big.length)
  })

  it.each(['Content-Length: 0', 'Transfer-Encoding: chunked'])(
    'sh instead of bash: an empty archive (%s) is told how it came about',
    async (line) => {
      const base = await serve()
      const answer = await raw(base, [
        head('import/collectd', 'Content-Type: application/x-zip', line),
        line.startsWith('T') ? '0\r\n\r\n' : '',
      ])
      expect(status(answer)).toBe(400)
      expect(answer).toContain('sh instead of bash')
      expect(asked).toEqual([])
      expect(readdirSync(folder)).toEqual([])
    },
  )

  it('node: chunks without a length', async () => {
    const base = await serve()
    const chunk = (bytes: Buffer) =>
      Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
    const answer = await raw(base, [
      head('import/collectd', 'content-type: application/zip', 'Transfer-Encoding: chunked'),
      chunk(zip.subarray(0, 4)),
      chunk(zip.subarray(4)),
      '0\r\n\r\n',
    ])
    expect(status(answer)).toBe(200)
    expect(archives[0]?.equals(zip)).toBe(true)
  })

  it.each([
    ['application/json', '1795303851279'],
    ['text/plain;charset=UTF-8', '1795303851279'],
    ['application/x-www-form-urlencoded', '1795303851279123456'],
    ['application/x-www-form-urlencoded', '1795303851279='],
    ['application/json', '"1795303851279"'],
    ['', '1795303851279'],
    ['nonsense', '1795303851279'],
    ['text/plain; charset=koi8-r; x', '1795303851279\n'],
  ])('sync as %j: %j', async (type, body) => {
    const base = await serve()
    const answer = await raw(base, [
      head('sync', ...(type ? [`Content-Type: ${type}`] : []), `Content-Length: ${body.length}`),
      body,
    ])
    expect(status(answer)).toBe(200)
    expect(Math.floor(Number(asked[0]?.[2]) / 1000)).toBe(1_795_303_851_279)
  })

  it.each(['sync', 'import/collectd'])('Java: an offer of HTTP/2 with the %s is answered in HTTP/1.1', async (path) => {
    const base = await serve()
    const body = path === 'sync' ? Buffer.from('1795303851279') : zip
    // Recorded from java.net.http.HttpClient of OpenJDK 17.0.15.
    const recorded = [
      `POST /api/v2/session/latest/${path} HTTP/1.1`,
      'Connection: Upgrade, HTTP2-Settings',
      `Content-Length: ${body.length}`,
      'Host: localhost:8080',
      'HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA',
      'Upgrade: h2c',
      'User-Agent: Java-http-client/17.0.15',
    ]
    const answer = await raw(base, [`${recorded.join('\r\n')}\r\n\r\n`, body])
    expect(status(answer)).toBe(200)
    expect(asked).toHaveLength(1)
  })

  it('a session of python-requests: two messages on one connection', async () => {
    const base = await serve()
    const one = `${head('sync', 'Connection: keep-alive', 'Content-Length: 13')}1795303851279`
    const answer = await raw(base, [one, one], /("result"[\s\S]*){2}\}$/)
    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(2)
    expect(asked).toHaveLength(2)
  })

  it('takes the receive time at the first bytes, not when the body is there', async () => {
    const clock = systemClock()
    const arrivals: number[] = []
    const inbox: Inbox = {
      ...notingInbox(),
      sync: async (_ref, _sent, { atUs }) => {
        arrivals.push(atUs)
        return { offsetMs: 0, points: 1, clocks: [] }
      },
    }
    const base = await serve({}, { inbox })
    const socket = connect({ port: portOf(base), host: '127.0.0.1' })
    const heard = new Promise<void>((resolve) => void socket.once('data', () => resolve()))
    const text = head('sync', 'Content-Length: 13')
    socket.write(text.slice(0, 10))
    await new Promise((resolve) => setTimeout(resolve, 60))
    const afterFirst = clock.nowUs()
    await new Promise((resolve) => setTimeout(resolve, 60))
    socket.write(text.slice(10))
    await new Promise((resolve) => setTimeout(resolve, 60))
    socket.write('1795303851279')
    await heard
    const again = clock.nowUs()
    const second = new Promise<void>((resolve) => void socket.once('data', () => resolve()))
    socket.write(`${text}1795303851279`)
    await second
    socket.destroy()
    expect(arrivals[0]).toBeLessThan(afterFirst)
    expect(arrivals[1]).toBeGreaterThanOrEqual(again)
  })
})

describe('safety', () => {
  it('listens on IPv4 and IPv6 of this computer and nowhere else', async () => {
    const base = await serve()
    const port = portOf(base)
    expect(open[0]?.addresses).toEqual([`http://127.0.0.1:${port}/api/v2/`, `http://[::1]:${port}/api/v2/`])
    expect((await fetch(`http://[::1]:${port}/api/v2/session/latest`)).status).toBe(200)
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal, address }) => !internal && !address.startsWith('fe80'))
    for (const { address } of others) {
      const refused = await new Promise<boolean>((resolve) => {
        const socket = connect({ host: address, port })
        socket.on('connect', () => resolve(false)).on('error', () => resolve(true))
        socket.on('connect', () => socket.destroy())
      })
      expect(refused).toBe(true)
    }
  })

  it('does not open to the network without a token', async () => {
    await expect(serve({ bind: '0.0.0.0' })).rejects.toMatchObject({ code: 'API_UNSAFE' })
    await expect(serve({ bind: '::' })).rejects.toMatchObject({ code: 'API_UNSAFE' })
  })

  it('asks others for the token and says how, before the body is read', async () => {
    const own = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .find(({ internal, family }) => !internal && family === 'IPv4')?.address
    if (!own) return
    const base = await serve({ bind: own, token: TOKEN })
    const refused = await fetch(`${base}session/latest`)
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toMatch(/^Basic /)
    expect((await fetch(`${base}session/latest`, { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(200)
    const basic = await new Promise<number>((resolve) => {
      httpRequest(`http://wattbench:${TOKEN}@${own}:${portOf(base)}/api/v2/session/latest`, (reply) => {
        reply.resume()
        resolve(reply.statusCode ?? 0)
      }).end()
    })
    expect(basic).toBe(200)
    const listed = await serve({ bind: own, token: TOKEN, allow: [`${own}/32`] })
    expect((await fetch(`${listed}session/latest`)).status).toBe(200)
  })

  it('answers no page of a website, and preflights only when that is switched on', async () => {
    const base = await serve()
    const page = { headers: { origin: 'https://evil.example' } }
    expect((await fetch(`${base}cmd/startSession`, page)).status).toBe(403)
    const shut = await fetch(`${base}session/latest/sync`, { method: 'OPTIONS' })
    expect([shut.status, shut.headers.get('access-control-allow-origin')]).toEqual([404, null])
    expect(asked).toEqual([])
    const cors = await serve({ cors: true })
    const preflight = await fetch(`${cors}session/latest/sync`, { method: 'OPTIONS', ...page })
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
    expect((await fetch(`${cors}cmd/startSession`, page)).status).toBe(200)
  })

  it('lets no word of a request reach the disk', async () => {
    const base = await serve()
    for (const ref of ['..%2f..%2f..%2fetc', '%2fetc%2fpasswd', 'a%00b', '..'.repeat(50)]) {
      await raw(base, [
        `POST /api/v2/session/${ref}/import/collectd HTTP/1.1\r\nHost: localhost\r\nContent-Disposition: attachment; filename=../../x\r\nContent-Length: 2\r\n\r\nPK`,
      ])
    }
    for (const file of files) expect(file).toMatch(new RegExp(`^${folder}/in-\\w{6}/collectd\\.zip$`))
    expect(readdirSync(folder)).toEqual([])
  })

  it.each([
    ['a text with a length', 'sync', 'length'],
    ['a text in chunks', 'sync', 'chunked'],
    ['an archive with a length', 'import/collectd', 'length'],
    ['an archive in chunks', 'import/collectd', 'chunked'],
  ])('refuses %s that is too large', async (_what, path, how) => {
    const base = await serve({}, { limits: { textBytes: 1_000, archiveBytes: 10_000 } })
    const body = Buffer.alloc(100_000, 65)
    const reply = await new Promise<number>((resolve, reject) => {
      const headers = how === 'length' ? { 'content-length': body.length } : {}
      const request = httpRequest(`${base}session/latest/${path}`, { method: 'POST', headers }, (r) => {
        r.resume()
        resolve(r.statusCode ?? 0)
      })
      request.on('error', reject)
      request.write(body.subarray(0, 60_000))
      setTimeout(() => request.end(body.subarray(60_000)), 20)
    }).catch((error: NodeJS.ErrnoException) => (error.code === 'EPIPE' || error.code === 'ECONNRESET' ? 413 : 0))
    expect(reply).toBe(413)
    expect(asked).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  })

  it('keeps room on the disk for recordings', async () => {
    const base = await serve({}, { limits: { reserveBytes: 1e18 } })
    expect(await json(base, 'session/latest/import/collectd', { method: 'POST', body: 'PK' })).toMatchObject({
      status: 507,
    })
    expect(readdirSync(folder)).toEqual([])
  })

  it('hangs up on a head that never ends', async () => {
    const base = await serve({}, { headMs: 100 })
    const answer = await raw(
      base,
      ['POST /api/v2/session/latest/sync HTTP/1.1\r\nHost: localhost\r\nX-Slow: '],
      /never/,
    )
    expect(status(answer) || 408).toBe(408)
    expect(await raw(base, [], /never/)).toMatch(/^(HTTP\/1\.1 408[\s\S]*)?$/)
  })

  it.each([
    ['a text', 'sync', { textMs: 80 }],
    ['an archive that pauses', 'import/collectd', { pauseMs: 80 }],
    ['an archive that drips', 'import/collectd', { archiveMs: 200 }],
  ])('hangs up on %s that never ends', async (_what, path, limits) => {
    const base = await serve({}, { limits })
    const socket = connect({ port: portOf(base), host: '127.0.0.1' })
    const drip = setInterval(() => socket.write('A'), path === 'sync' || 'archiveMs' in limits ? 20 : 1e6)
    const closed = new Promise<void>((resolve) => socket.on('error', () => undefined).on('close', () => resolve()))
    socket.resume()
    socket.write(`POST /api/v2/session/latest/${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nA`)
    await closed
    clearInterval(drip)
    await expect.poll(() => readdirSync(folder)).toEqual([])
    expect(asked).toEqual([])
  })

  it('forgets an archive whose sender went away', async () => {
    const base = await serve()
    const socket = connect({ port: portOf(base), host: '127.0.0.1' })
    socket.write(
      'POST /api/v2/session/latest/import/collectd HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nPK',
    )
    await expect.poll(() => readdirSync(folder).length).toBe(1)
    socket.destroy()
    await expect.poll(() => readdirSync(folder)).toEqual([])
    expect(asked).toEqual([])
  })

  it('takes control characters out of names', async () => {
    const base = await serve()
    await json(base, 'session/latest/measurement/start/S%1b%5b31mUT%0a', { method: 'POST', body: 'a\u202eb\u0007' })
    expect(asked[0]?.[2]).toMatchObject({ unit: 'S [31mUT', message: 'a b' })
  })
})

describe('a busy port', () => {
  it.each(['127.0.0.1', '::1'])('of %s is said, and no other is taken', async (host) => {
    const other = createServer().listen(0, host)
    await new Promise((resolve) => other.once('listening', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await expect(serve({ port })).rejects.toMatchObject({
      code: 'API_PORT_BUSY',
      view: { cause: expect.stringContaining(String(port)) },
    })
    await new Promise((resolve) => other.close(resolve))
    const base = await serve({ port })
    expect(portOf(base)).toBe(port)
  })

  it('an address that is not of this computer is said', async () => {
    await expect(serve({ bind: '192.0.2.1', token: TOKEN })).rejects.toMatchObject({ code: 'API_PORT_REFUSED' })
  })

  it('is free again after close(), with connections open', async () => {
    const base = await serve()
    const socket = connect({ port: portOf(base), host: '127.0.0.1' })
    await new Promise((resolve) => socket.once('connect', resolve))
    const gone = new Promise((resolve) => socket.on('error', () => undefined).on('close', resolve))
    await Promise.all([open[0]?.close(), open[0]?.close()])
    await gone
    expect(portOf(await serve({ port: portOf(base) }))).toBe(portOf(base))
  })
})
