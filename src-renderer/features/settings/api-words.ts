import { type ApiServerView, type ApiSettings, MIN_TOKEN } from '@contract/api-server'
import type { Mark } from '../../ui/Shape'

const BYTE = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)'
const IPV4 = new RegExp(`^${BYTE}(\\.${BYTE}){3}$`)
const IPV6 = /^[\da-f:]*:[\da-f:.]*$/i

const isAddress = (text: string): boolean => IPV4.test(text) || IPV6.test(text)

/** What is wrong with a typed port, or null. */
export function portProblem(text: string): string | null {
  const port = Number(text.trim())
  return /^\d+$/.test(text.trim()) && port >= 1 && port <= 65_535 ? null : 'A port is 1 to 65\u00a0535'
}

/** What is wrong with a typed address to listen on, or null. */
export const addressProblem = (text: string): string | null =>
  isAddress(text.trim()) ? null : 'An IP address, such as 192.168.1.5, or 0.0.0.0 for all of this computer'

/** What is wrong with a typed network, or null. */
export function networkProblem(text: string): string | null {
  const [address = '', bits = '', ...rest] = text.trim().split('/')
  const most = IPV4.test(address) ? 32 : 128
  if (!isAddress(address) || !/^\d{1,3}$/.test(bits) || Number(bits) > most || rest.length > 0)
    return 'ADDRESS/BITS, such as 192.168.1.20/32 for one computer'
  return Number(bits) === 0 ? 'This would admit everybody' : null
}

/** How the API stands, in shape and words. */
export function apiMark({ settings, addresses, fault }: ApiServerView, busy: boolean): Mark {
  if (busy) return { shape: 'broken-ring', tone: 'busy', words: 'Starting' }
  if (!settings.on) return { shape: 'square', tone: 'idle', words: 'Off: no port is open' }
  if (fault) return { shape: 'octagon', tone: 'fault', words: 'Does not answer' }
  return { shape: 'disc', tone: 'ok', words: addresses.length > 0 ? 'Answers' : 'On' }
}

/** A token as it is shown until somebody asks for it. */
export const hiddenToken = (token: NonNullable<ApiSettings['token']>): string =>
  '\u2022'.repeat(Math.max(MIN_TOKEN, token.length))
