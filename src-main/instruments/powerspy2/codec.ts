/**
 * The text between `<` and `>` of the PowerSpy protocol, both ways: the driver writes requests and reads replies,
 * the simulator reads requests and writes replies. Pure. Source: AL/LG/0838/003 1G; NOTES.md.
 */

/** 1: PowerSpy V1 (hardware byte 02). 2: PowerSpy2, every other hardware byte. */
export type Hardware = 1 | 2

/** Longest body the driver has to understand: a trigger request of 37 characters; rounded up for a list of files. */
export const MAX_BODY = 256

/** Characters of a real-time frame between the brackets. */
export const FRAME_BODY = 36

/** One real-time frame as sent: squares and products in raw counts, P signed. Source: §3.4.6, NOTES.md "Sign of power". */
export interface RawFrame {
  readonly meanSquareU: number
  readonly meanSquareI: number
  readonly meanProduct: number
  readonly peakU: number
  readonly peakI: number
}

export interface IdentityReply {
  /** R ready, W waiting for trigger, A acquiring, C complete, T streaming. */
  readonly state: string
  readonly pllLocked: boolean
  readonly trigger: number
  readonly software: number
  readonly hardwareByte: number
  readonly serial: number
}

/** Device clock, UTC or local as its owner set it. */
export interface DeviceTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

export const hardwareOf = (hardwareByte: number): Hardware => (hardwareByte === 0x02 ? 1 : 2)

/** Unsigned, upper-case, fixed width. */
export const hex = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, '0')

const HEX_ONLY = /^[0-9A-Fa-f]+$/

/** Null unless the text is nothing but hex digits. */
export const unhex = (text: string): number | null => (HEX_ONLY.test(text) ? Number.parseInt(text, 16) : null)

/** `<body>` as bytes. */
export const framed = (body: string): Uint8Array => Uint8Array.from(`<${body}>`, (c) => c.charCodeAt(0))

/** Requests of a meter reader. Writing to the EEPROM, the log and its files are left out on purpose (NOTES.md). */
export const request = {
  identity: '?',
  mains: 'F',
  stop: 'Q',
  cancel: 'C',
  eeprom: (address: number): string => `V${hex(address, 2)}`,
  /** Two digits on hardware 1, four on hardware 2. */
  stream: (periods: number, hardware: Hardware): string => `J${hex(periods, hardware === 1 ? 2 : 4)}`,
} as const

/** `K`, also `K.`: done. */
export const isDone = (body: string): boolean => body.startsWith('K')

/** `Z`: refused or not understood. */
export const isRefused = (body: string): boolean => body.startsWith('Z')

const IDENTITY = /^POWERSPY(.)([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{4})$/i

export function encodeIdentity(reply: IdentityReply): string {
  const { state, pllLocked, trigger, software, hardwareByte, serial } = reply
  const bytes = [pllLocked ? 1 : 0, trigger, software, hardwareByte].map((byte) => hex(byte, 2))
  return `POWERSPY${state}${bytes.join('')}${hex(serial, 4)}`
}

/** Null when it is not an identity. Blanks are tolerated, as the manual prints them. Source: §3.3.1. */
export function decodeIdentity(body: string): IdentityReply | null {
  const parts = IDENTITY.exec(body.replaceAll(' ', ''))
  if (!parts) return null
  const [, state = '', pll = '', trigger = '', software = '', hardware = '', serial = ''] = parts
  const number = (text: string): number => Number.parseInt(text, 16)
  return {
    state,
    pllLocked: number(pll) === 1,
    trigger: number(trigger),
    software: number(software),
    hardwareByte: number(hardware),
    serial: number(serial),
  }
}

export const encodeByte = (byte: number): string => hex(byte, 2)

/** One byte of EEPROM; null when it is not one. */
export const decodeByte = (body: string): number | null => (body.length === 2 ? unhex(body) : null)

export const encodeTicks = (ticks: number): string => `F${hex(ticks, 4)}`

/** Mains frequency as the meter counts it (timing.ts turns ticks into Hz); null when it is not that reply. */
export const decodeTicks = (body: string): number | null =>
  body.length === 5 && body[0] === 'F' ? unhex(body.slice(1)) : null

/** Twelve digits, as in `E` requests and `G` replies. */
export function encodeTime(time: DeviceTime): string {
  const { year, month, day, hour, minute, second } = time
  return [year - 2000, month, day, hour, minute, second].map((part) => hex(part, 2)).join('')
}

/** Null when it is not a time of a calendar. */
export function decodeTime(digits: string): DeviceTime | null {
  if (digits.length !== 12 || unhex(digits) === null) return null
  const part = (index: number): number => Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16)
  const time = { year: 2000 + part(0), month: part(1), day: part(2), hour: part(3), minute: part(4), second: part(5) }
  const { month, day, hour, minute, second } = time
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second < 60 ? time : null
}

const TWO_32 = 0x1_0000_0000
const TWO_31 = 0x8000_0000

export function encodeFrame(frame: RawFrame): string {
  const product = frame.meanProduct < 0 ? frame.meanProduct + TWO_32 : frame.meanProduct
  const long = [frame.meanSquareU, frame.meanSquareI, product].map((value) => hex(value, 8))
  return `${long.join(' ')} ${hex(frame.peakU, 4)} ${hex(frame.peakI, 4)}`
}

const FRAME = /^([0-9A-F]{8}) ([0-9A-F]{8}) ([0-9A-F]{8}) ([0-9A-F]{4}) ([0-9A-F]{4})$/i

/** Null unless length, blanks and digits are those of a real-time frame. The product is two's complement. */
export function decodeFrame(body: string): RawFrame | null {
  if (body.length !== FRAME_BODY || !FRAME.test(body)) return null
  const product = Number.parseInt(body.slice(18, 26), 16)
  return {
    meanSquareU: Number.parseInt(body.slice(0, 8), 16),
    meanSquareI: Number.parseInt(body.slice(9, 17), 16),
    meanProduct: product >= TWO_31 ? product - TWO_32 : product,
    peakU: Number.parseInt(body.slice(27, 31), 16),
    peakI: Number.parseInt(body.slice(32, 36), 16),
  }
}
