import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bare, type Caller, callerJudge, networks } from './callers'

const TOKEN = 'correct-horse-battery'
const local: Caller = {
  remote: '127.0.0.1',
  authorization: undefined,
  host: 'localhost:8080',
  origin: undefined,
  site: undefined,
}
const away: Caller = { ...local, remote: '192.168.7.9', host: 'bench:8080' }
const closed = { token: TOKEN, allow: [], cors: false }
const judge = callerJudge(closed, ['bench'])
const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

describe('who is answered', () => {
  it.each([
    ['this computer', local],
    ['this computer over IPv6', { ...local, remote: '::1', host: '[::1]:8080' }],
    ['this computer as IPv4 in IPv6', { ...local, remote: '::ffff:127.0.0.1' }],
    ['this computer by its name', { ...local, host: 'BENCH:8080' }],
    ['an old client without Host', { ...local, host: undefined }],
    ['a bearer', { ...away, authorization: `Bearer ${TOKEN}` }],
    ['a password, whoever it is', { ...away, authorization: basic('wattbench', TOKEN) }],
    ['a password without a user', { ...away, authorization: basic('', TOKEN) }],
    [
      'a token, under any name of this computer',
      { ...away, host: 'bench.example.org', authorization: `bearer ${TOKEN}` },
    ],
    ['a program that says what it is', { ...local, site: 'none' }],
  ])('%s', (_who, caller: Caller) => expect(judge(caller)).toBeNull())

  it.each([
    ['a stranger', away, 401],
    ['a stranger that names this computer', { ...away, host: 'localhost' }, 401],
    ['a wrong token', { ...away, authorization: `Bearer ${TOKEN}x` }, 401],
    ['the beginning of the token', { ...away, authorization: `Bearer ${TOKEN.slice(0, -1)}` }, 401],
    ['an empty token', { ...away, authorization: 'Bearer ' }, 401],
    ['the token as user', { ...away, authorization: basic(TOKEN, '') }, 401],
    ['another scheme', { ...away, authorization: `Digest ${TOKEN}` }, 401],
    ['a name that was pointed at this computer', { ...local, host: 'evil.example:8080' }, 403],
    ['a page of a website', { ...local, origin: 'https://evil.example' }, 403],
    ['a page from a file', { ...local, origin: 'null' }, 403],
    ['a picture of a website', { ...local, site: 'cross-site' }, 403],
    ['a page with the token', { ...away, origin: 'http://a.example', authorization: `Bearer ${TOKEN}` }, 403],
    ['nobody knows who', { ...local, remote: '' }, 401],
  ] as const)('not %s', (_who, caller, status) => expect(judge(caller)?.status).toBe(status))

  it('answers a listed network without a token, and its neighbours not', () => {
    const open = callerJudge({ ...closed, allow: ['192.168.7.0/24', 'fd00::/8'] }, ['bench'])
    expect(open(away)).toBeNull()
    expect(open({ ...away, remote: 'fd12::1%eth0' })).toBeNull()
    expect(open({ ...away, remote: '192.168.8.9' })?.status).toBe(401)
    expect(open({ ...away, host: 'evil.example' })?.status).toBe(403)
  })

  it('lets pages in when that is switched on, but not past the token', () => {
    const open = callerJudge({ ...closed, cors: true }, [])
    expect(open({ ...local, origin: 'https://a.example' })).toBeNull()
    expect(open({ ...away, origin: 'https://a.example' })?.status).toBe(401)
  })

  it('answers nobody beyond this computer when there is no token', () => {
    const none = callerJudge({ ...closed, token: null }, [])
    for (const authorization of [undefined, 'Bearer ', 'Bearer null', basic('', 'null'), basic('', '')])
      expect(none({ ...away, authorization })?.status).toBe(401)
  })

  it('takes no other token for the right one', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (text, asBasic) => {
        fc.pre(text !== TOKEN)
        const authorization = asBasic ? basic('x', text) : `Bearer ${text}`
        expect(judge({ ...away, authorization })).not.toBeNull()
      }),
    )
  })
})

it('compares digests, so that the time tells nothing of the token', async () => {
  const { readFile } = await import('node:fs/promises')
  const source = await readFile(new URL('./callers.ts', import.meta.url), 'utf8')
  expect(source).toContain('timingSafeEqual(sha256(')
  expect(source).not.toMatch(/===? ?(settings\.)?token\b/)
})

it('counts the bits of a network', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 1, max: 32 }), fc.ipV4(), (address, bits, other) => {
      const number = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
      const same = Math.floor(number(address) / 2 ** (32 - bits)) === Math.floor(number(other) / 2 ** (32 - bits))
      expect(networks([`${address}/${bits}`])(other)).toBe(same)
      expect(networks([`${address}/${bits}`])(`::ffff:${other}`)).toBe(same)
    }),
  )
  expect(bare('fe80::1%eth0')).toBe('fe80::1')
})
