import { type Reading, readingOf } from '../../engine/power-tree/scan'

/** Integration times the meter has, in mains periods (user's guide, "Custom A/D integration time"). */
export const NPLCS = [0.02, 0.2, 1, 2, 10, 20, 100, 200] as const

/** The shortest integration time that is at least what was asked for; null above 200 and for what is no positive number. */
export function nplcFor(asked: number): number | null {
  return asked > 0 ? (NPLCS.find((nplc) => nplc >= asked) ?? null) : null
}

/** Who answered `*IDN?`: four fields, as they came. */
export interface IdentityReply {
  readonly maker: string
  readonly model: string
  readonly serial: string
  readonly firmware: string
}

/** Null for what is no answer to `*IDN?` (IEEE 488.2 §10.14: four fields; a maker may put commas into the last). */
export function decodeIdentity(reply: string): IdentityReply | null {
  const [maker = '', model = '', serial = '', ...rest] = reply.split(',').map((field) => field.trim())
  const printable = /^[\x20-\x7e]{7,200}$/.test(reply)
  return printable && rest.length > 0 && model !== '' ? { maker, model, serial, firmware: rest.join(',') } : null
}

/** `Agilent Technologies,34980A,MY00000001,2.41-2.40-2.04-0.41`. */
export const encodeIdentity = ({ maker, model, serial, firmware }: IdentityReply): string =>
  [maker, model, serial, firmware].join(',')

/** One entry of the error queue: 0 is "No error", negative numbers are SCPI's, positive ones the meter's own. */
export interface MeterError {
  readonly code: number
  readonly text: string
}

/** `-113,"Undefined header"`, `+0,"No error"`, `0,No error`: only the number is relied on. Null for anything else. */
export function decodeError(reply: string): MeterError | null {
  const [, code, quoted, bare] = /^\s*([+-]?\d{1,6})\s*(?:,\s*(?:"((?:[^"]|"")*)"|(.*)))?\s*$/.exec(reply) ?? []
  return code === undefined ? null : { code: Number(code), text: (quoted ?? bare ?? '').replaceAll('""', '"') }
}

export const encodeError = ({ code, text }: MeterError): string =>
  `${code < 0 ? '-' : '+'}${Math.abs(code)},"${text.replaceAll('"', '""')}"`

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(E[+-]?\d{1,3})?$/i

/**
 * Volts as the meter writes them: `+1.23456789E-03`. Infinity and NaN become SCPI's 9.9E+37 and 9.91E+37; either of these
 * two, given as a number, keeps its meaning.
 */
export function encodeVolts(volts: number): string {
  const isNumber = Math.abs(volts) === Number.POSITIVE_INFINITY || readingOf(volts) !== 'nan'
  const said = isNumber ? Math.max(-9.9e37, Math.min(9.9e37, volts)) : 9.91e37
  const [mantissa = '', exponent = ''] = said.toExponential(8).split('e')
  const sign = mantissa.startsWith('-') ? '' : '+'
  return `${sign}${mantissa}E${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
}

/** What is wrong with the answer to a scan, in the words of a person who reads a log. */
export interface BadScan {
  readonly why: string
}

/**
 * The answer to `READ?` with channel numbers: `v,ch,v,ch…`. Bound by channel number, never by position; all of `wanted`
 * and nothing else must be there, once. The first ten channels in question are named.
 */
export function decodeScan(reply: string, wanted: ReadonlySet<number>): ReadonlyMap<number, Reading> | BadScan {
  const fields = reply.split(',').map((field) => field.trim())
  if (fields.length % 2 !== 0) return { why: `${fields.length} fields came, which are not values and channels in turn` }
  const readings = new Map<number, Reading>()
  const [twice, extra]: [number[], number[]] = [[], []]
  for (let at = 0; at < fields.length; at += 2) {
    const [value = '', name = ''] = [fields[at], fields[at + 1]]
    if (!/^\+?\d{1,5}$/.test(name)) return { why: `${clipped(name)} stands where a channel number is due` }
    const channel = Number(name)
    if (!NUMBER.test(value)) return { why: `channel ${channel} says ${clipped(value)}, which is no number` }
    if (!wanted.has(channel)) extra.push(channel)
    else if (readings.has(channel)) twice.push(channel)
    else readings.set(channel, readingOf(Number(value)))
  }
  const missing = [...wanted].filter((channel) => !readings.has(channel))
  const wrong = [named(missing, 'missing'), named(extra, 'not asked for'), named(twice, 'there twice')].filter(Boolean)
  return wrong.length > 0 ? { why: wrong.join(', ') } : readings
}

const NAMED = 10

function named(channels: readonly number[], what: string): string {
  if (channels.length === 0) return ''
  const more = channels.length > NAMED ? ` and ${channels.length - NAMED} more` : ''
  const are = channels.length > 1 ? 's' : ''
  return `channel${are} ${channels.slice(0, NAMED).join(', ')}${more} ${channels.length > 1 ? 'are' : 'is'} ${what}`
}

const clipped = (text: string): string => `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`

/** How long a scan may take, s: generous, for a meter with autozero, autorange and slow relays. */
export interface ScanPatience {
  readonly baseS: number
  readonly perChannelS: number
  readonly mainsHz: number
}

/** 5 s, and for each channel two integration times at 50 Hz and 0.1 s. */
export const SCAN_PATIENCE: ScanPatience = { baseS: 5, perChannelS: 0.1, mainsHz: 50 }

/** Time limit of one scan in ms. */
export function scanLimitMs(channels: number, nplc: number, patience: ScanPatience = SCAN_PATIENCE): number {
  const { baseS, perChannelS, mainsHz } = patience
  return (baseS + channels * ((2 * nplc) / mainsHz + perChannelS)) * 1000
}

/** What a scan takes at the least, ms: an integration and its autozero, and 10 ms for the relays (34922A: 100 channels/s). */
export const scanEstimateMs = (channels: number, nplc: number): number =>
  channels * (10 + (2 * nplc * 1000) / SCAN_PATIENCE.mainsHz)
