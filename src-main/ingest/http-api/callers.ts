import { createHash, timingSafeEqual } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import type { ApiSettings } from '@contract/api-server'

/** What is known of a request before anything of it is believed. */
export interface Caller {
  /** IP address of the far end of the socket. */
  readonly remote: string
  readonly authorization: string | undefined
  readonly host: string | undefined
  readonly origin: string | undefined
  /** `Sec-Fetch-Site`: only browsers send it. */
  readonly site: string | undefined
}

export interface Refusal {
  readonly status: 401 | 403
  readonly error: string
}

export type Judge = (caller: Caller) => Refusal | null

/**
 * Who is answered: this computer and the listed networks, under a name of this computer; everybody else with the token, as Bearer or as
 * password of Basic. Pages of websites only when that is switched on. `names`: what this computer is called.
 */
export function callerJudge(settings: Pick<ApiSettings, 'token' | 'allow' | 'cors'>, names: readonly string[]): Judge {
  const admitted = networks(['127.0.0.0/8', '::1/128', ...settings.allow])
  const digest = settings.token === null ? null : sha256(settings.token)
  return ({ remote, authorization, host, origin, site }) => {
    if (!settings.cors && (origin !== undefined || site === 'cross-site' || site === 'same-site')) return fromPage
    if (digest !== null && holds(authorization, digest)) return null
    if (!admitted(remote)) return authorization === undefined ? noToken : wrongToken
    return isOurs(host, names) ? null : otherName
  }
}

const fromPage: Refusal = {
  status: 403,
  error: 'Pages of websites may not call this API. Switch CORS on in Wattbench if they should.',
}
const noToken: Refusal = {
  status: 401,
  error: 'A token is needed: give it as Bearer, or as password in the address (http://wattbench:TOKEN@HOST).',
}
const wrongToken: Refusal = {
  status: 401,
  error: 'This is not the token. Wattbench shows the right one where the API is switched on.',
}
const otherName: Refusal = {
  status: 403,
  error: 'The request names another computer. Use the address of this one, or the token.',
}

/** True for addresses of the given `ADDRESS/BITS`. */
export function networks(ranges: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits = ''] = range.split('/')
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return (address) => {
    const plain = bare(address)
    const version = isIP(plain)
    return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4')
  }
}

/** An address as people know it: IPv4 in IPv6 and zones taken off. */
export const bare = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')

/** Takes the same time for every wrong token. */
function holds(authorization: string | undefined, digest: Buffer): boolean {
  const [, scheme = '', given = ''] = /^(Bearer|Basic) +(\S{1,1024})$/i.exec(authorization ?? '') ?? []
  const text = Buffer.from(given, 'base64').toString('utf8')
  const token = scheme.toLowerCase() === 'basic' ? text.slice(text.indexOf(':') + 1) : given
  return timingSafeEqual(sha256(token), digest) && given !== ''
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * False for a name that is not ours: a page of a website can point its own name at this computer, and its requests then look local.
 * Addresses cannot be pointed.
 */
function isOurs(host: string | undefined, names: readonly string[]): boolean {
  if (host === undefined || host === '') return true
  const name = host
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase()
  return isIP(bare(name)) !== 0 || ['localhost', ...names.map((own) => own.toLowerCase())].includes(name)
}
