import { formatDate, zoneOffsetMin } from '@contract/quantity'
import { type TimeScale, timeLabel, zoneOf } from './ticks'
import type { Bounds, Range } from './x-range'

/** What a typed time is read against. */
export interface MomentContext {
  readonly scale: TimeScale
  /** "now": the newest sample, or the end of the session. */
  readonly nowUs: number
  /** A clock time without a date means the day of this moment. */
  readonly dayUs: number
}

export type Moment = { readonly tUs: number } | { readonly wrong: string }

const UNITS: Readonly<Record<string, number>> = {
  ms: 1e3,
  s: 1e6,
  sec: 1e6,
  min: 60e6,
  m: 60e6,
  h: 3_600e6,
  d: 86_400e6,
}

const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d{1,6})?))?`
const DATE_TIME = new RegExp(`^(?:(\\d{4})-(\\d{2})-(\\d{2})[T ]\\s*)?${CLOCK}\\s*(Z|UTC|[+-]\\d{2}:?\\d{2})?$`, 'i')
const SPAN = /^([+-]?)\s*(\d+(?:\.\d+)?)\s*(ms|sec|s|min|m|h|d)$/i
const COUNTED = /^([+-]?)(?:(\d+):)?(\d+):(\d{2}(?:\.\d{1,6})?)$/

/**
 * Reads a time as a person types it: "now", "-10 min" (before now), "14:07:59.016", "2026-11-22 14:07", ISO 8601 with
 * offset; while times count from the start also "90", "+1:30", "1:02:03". Microseconds, or what is wrong in words.
 */
export function parseMoment(typed: string, context: MomentContext): Moment {
  const text = typed.trim().replaceAll('\u2212', '-').replaceAll('\u00a0', ' ')
  const { scale, nowUs } = context
  const relative = scale.mode === 'relative'
  if (text === '') return { wrong: 'Write a time.' }
  if (/^now$/i.test(text)) return { tUs: nowUs }
  const span = SPAN.exec(text)
  if (span) {
    const us = Number(span[2]) * (UNITS[(span[3] ?? '').toLowerCase()] ?? Number.NaN)
    if (span[1] === '-') return { tUs: Math.round(nowUs - us) }
    return relative
      ? { tUs: Math.round(scale.originUs + us) }
      : { wrong: `Write -${text.replace('+', '')} for a time before now.` }
  }
  if (relative) {
    const counted = fromStart(text)
    if (counted !== null) return { tUs: Math.round(scale.originUs + counted) }
  }
  const parts = DATE_TIME.exec(text)
  if (parts) return clockTime(parts, context)
  return { wrong: relative ? 'Write seconds or h:mm:ss since the start.' : 'Write a time like 14:07:59.' }
}

/** "90", "1:30", "1:02:03.5" in microseconds; null when it is none of them. */
function fromStart(text: string): number | null {
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return Number(text) * 1e6
  const parts = COUNTED.exec(text)
  if (!parts) return null
  const [, sign, h = '0', m = '0', s = '0'] = parts
  if (Number(s) >= 60) return null
  return (sign === '-' ? -1 : 1) * (Number(h) * 3_600 + Number(m) * 60 + Number(s)) * 1e6
}

function clockTime(parts: RegExpExecArray, { scale, dayUs }: MomentContext): Moment {
  const [, year, month, day, hour = '', minute = '', second = '0', offset] = parts
  const [h, m, s] = [Number(hour), Number(minute), Number(second)]
  if (h > 23 || m > 59 || s >= 60) return { wrong: 'A day has 24 hours, an hour 60 minutes of 60 seconds.' }
  const zone = zoneOf(scale)
  const date = year ? `${year}-${month}-${day}` : formatDate(dayUs, zone)
  const midnight = Date.parse(`${date}T00:00:00Z`)
  if (!Number.isFinite(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) {
    return { wrong: `There is no day ${date}.` }
  }
  const wallUs = midnight * 1e3 + (h * 3_600 + m * 60) * 1e6 + Math.round(s * 1e6)
  return { tUs: offset ? wallUs - offsetMin(offset) * 60e6 : fromZone(wallUs, zone) }
}

function offsetMin(offset: string): number {
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(offset)
  return parts ? (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3])) : 0
}

/** UTC of a wall clock time in a zone; of an hour that comes twice the first one. */
function fromZone(wallUs: number, zone: string): number {
  const summer = wallUs - zoneOffsetMin(wallUs - 86_400e6, zone) * 60e6
  const fits = (tUs: number): boolean => tUs + zoneOffsetMin(tUs, zone) * 60e6 === wallUs
  if (fits(summer)) return summer
  return wallUs - zoneOffsetMin(wallUs + 86_400e6, zone) * 60e6
}

/** A moment as it stands in the field, so that it reads back: to the millisecond, with the date when it is not that of `dayUs`. */
export function writeMoment(tUs: number, { scale, dayUs }: Pick<MomentContext, 'scale' | 'dayUs'>): string {
  if (scale.mode === 'relative') return writeFromStart(tUs - scale.originUs)
  const time = timeLabel(tUs, scale, 1e3)
  const [date, day] = [formatDate(tUs, zoneOf(scale)), formatDate(dayUs, zoneOf(scale))]
  return date === day ? time : `${date} ${time}`
}

function writeFromStart(us: number): string {
  const ms = Math.round(Math.abs(us) / 1e3)
  const [h, m, s] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, ((ms % 60_000) / 1e3).toFixed(3)]
  const head = h > 0 ? `${h}:${String(m).padStart(2, '0')}` : String(m)
  return `${us < 0 && ms > 0 ? '\u2212' : ''}${head}:${s.padStart(6, '0')}`
}

/** Why a typed range cannot be shown, or null. */
export function rangeProblem({ fromUs, toUs }: Range, bounds: Bounds, context: MomentContext): string | null {
  if (fromUs >= toUs) return 'From must be before to.'
  if (toUs <= bounds.fromUs || fromUs >= bounds.toUs) {
    return `No data there: they reach from ${writeMoment(bounds.fromUs, context)} to ${writeMoment(bounds.toUs, context)}.`
  }
  if (toUs - fromUs < bounds.shortestUs) return 'Shorter than one sample.'
  return null
}
