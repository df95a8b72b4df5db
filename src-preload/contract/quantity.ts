/**
 * The only formatter of what people read: screen, own CSV heads and own reports.
 * Decimal sign is always a point, minus is U+2212, µ is U+00B5, groups are split by U+00A0.
 * Number and unit come apart, because on screen the unit is an element of its own.
 */
export interface QuantityText {
  readonly number: string
  readonly unit: string
}

/** An SI prefix: `symbol` before the unit, and the power of ten it stands for. */
export interface Prefix {
  readonly symbol: string
  readonly power: number
}

export const NO_PREFIX: Prefix = { symbol: '', power: 0 }

/** Shown where there is no number: a gap, NaN, overload. The reason stands beside it. */
export const NO_VALUE = '—'

const MINUS = '\u2212'
const NBSP = '\u00a0'

const PREFIXES: readonly Prefix[] = [
  { symbol: 'n', power: -9 },
  { symbol: '\u00b5', power: -6 },
  { symbol: 'm', power: -3 },
  NO_PREFIX,
  { symbol: 'k', power: 3 },
  { symbol: 'M', power: 6 },
  { symbol: 'G', power: 9 },
]

/** Units that never carry a prefix. */
const BARE_UNITS: ReadonlySet<string> = new Set([
  '1',
  '%',
  'ppm',
  's',
  'us',
  '°C',
  'dB',
  'dBm',
  'rpm',
  'jiffies',
  '1/s',
])

const scale = (x: number, power: number): number => (power < 0 ? x * 10 ** -power : x / 10 ** power)

/**
 * The prefix that makes 1 ≤ |x| < 1000 once rounded to `digits` significant digits; none for 0 and for what is not a number.
 * Ends of the table (n, G) hold what lies beyond them.
 */
export function pickPrefix(x: number, digits = 4): Prefix {
  if (!Number.isFinite(x) || x === 0) return NO_PREFIX
  const size = Math.abs(Number(x.toPrecision(digits)))
  return PREFIXES.findLast((prefix) => scale(size, prefix.power) >= 1) ?? PREFIXES[0] ?? NO_PREFIX
}

/** The one prefix of a column or an axis: that of its largest value. */
export const commonPrefix = (values: readonly number[]): Prefix =>
  pickPrefix(values.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 0))

/** Keeps a readout's prefix still: it changes only after 1 s outside 0.9 … 1100 of the present one. */
export interface PrefixHold {
  /** `nowMs` is any monotonic clock in milliseconds. */
  choose(x: number, nowMs: number): Prefix
}

export const PREFIX_HOLD_MS = 1_000

export function createPrefixHold(): PrefixHold {
  let held: Prefix | null = null
  let outsideSince: number | null = null
  return {
    choose(x, nowMs) {
      if (!Number.isFinite(x) || x === 0) return held ?? NO_PREFIX
      const wanted = pickPrefix(x)
      held ??= wanted
      const size = Math.abs(scale(x, held.power))
      const outside = wanted !== held && (size < 0.9 || size > 1_100)
      if (!outside) outsideSince = null
      else outsideSince ??= nowMs
      if (outsideSince !== null && nowMs - outsideSince >= PREFIX_HOLD_MS) {
        held = wanted
        outsideSince = null
      }
      return held
    },
  }
}

/** Digits in groups of three: thousands from 1 000 on, decimals when there are more than four of them. */
function grouped(plain: string): string {
  const [whole = '0', decimals] = plain.split('.')
  const head = whole.replace(/\B(?=(\d{3})+$)/g, NBSP)
  if (decimals === undefined) return head
  return `${head}.${decimals.length > 4 ? decimals.replace(/(\d{3})(?=\d)/g, `$1${NBSP}`) : decimals}`
}

/** A number with fixed decimals. What rounds to zero carries no sign. */
export function formatFixed(x: number, decimals: number): string {
  if (!Number.isFinite(x)) return NO_VALUE
  const plain = Math.abs(x).toFixed(decimals)
  return `${x < 0 && Number(plain) !== 0 ? MINUS : ''}${grouped(plain)}`
}

/** A count: 6 416. */
export const formatCount = (x: number): string => formatFixed(x, 0)

/** Percent with one decimal, without the sign; just below 100 is never rounded up to it. */
export const formatPercent = (x: number): string => formatFixed(x < 100 ? Math.min(x, 99.94) : x, 1)

export interface QuantityOptions {
  /** Significant digits, 4 when neither this nor `decimals` is given. */
  readonly digits?: number
  /** Fixed decimals instead of significant digits. */
  readonly decimals?: number
  /** A prefix fixed by a column, an axis or a hold; otherwise chosen from the value. */
  readonly prefix?: Prefix
  /** What the meter resolves, in SI: smaller values read "< 0.1". */
  readonly resolution?: number
}

const significantDecimals = (x: number, digits: number): number => {
  const rounded = Math.abs(Number(x.toPrecision(digits)))
  const whole = rounded < 1 ? 1 : Math.floor(Math.log10(rounded) + 1e-12) + 1
  return Math.min(Math.max(digits - whole, 0), digits - 1)
}

/** A value in SI as number and unit: 44.28 and W, 812.3 and mW. `unit` is an SI unit, '1' for a plain number. */
export function formatQuantity(x: number, unit: string, options: QuantityOptions = {}): QuantityText {
  const { digits = 4, decimals, resolution } = options
  const shown = unit === '1' ? '' : unit
  const few = options.prefix ?? (BARE_UNITS.has(unit) || decimals !== undefined ? NO_PREFIX : pickPrefix(x, digits))
  if (!Number.isFinite(x)) return { number: NO_VALUE, unit: `${options.prefix?.symbol ?? ''}${shown}` }
  if (resolution !== undefined && x !== 0 && Math.abs(x) < resolution) {
    return { number: `<${NBSP}${String(resolution)}`, unit: shown }
  }
  const scaled = scale(x, few.power)
  const number = formatFixed(scaled, decimals ?? significantDecimals(scaled, digits))
  return { number, unit: `${few.symbol}${shown}` }
}

export type EnergyUnit = 'J' | 'Wh'

/** Energy in the person's unit, from joules: kJ, J, mJ or kWh, Wh, mWh; never kWh below 1 kWh. */
export function formatEnergy(joules: number, unit: EnergyUnit, options: QuantityOptions = {}): QuantityText {
  const x = unit === 'Wh' ? joules / 3_600 : joules
  const own = pickPrefix(x, options.digits)
  const prefix = own.power < -3 ? (PREFIXES[2] ?? NO_PREFIX) : own
  return formatQuantity(x, unit, options.decimals === undefined ? { prefix, ...options } : options)
}

/** Bytes in decimal units: 18.4 MB. */
export function formatBytes(bytes: number): QuantityText {
  return bytes < 1_000 ? { number: formatFixed(bytes, 0), unit: 'B' } : formatQuantity(bytes, 'B', { digits: 3 })
}

/** Number and unit as one string for titles, labels and the clipboard. */
export const joined = ({ number, unit }: QuantityText): string => (unit === '' ? number : `${number}${NBSP}${unit}`)

const two = (n: number): string => String(n).padStart(2, '0')

/** A measured span, never rounded to words: "128.400 s", from 1000 s on "01:12:06.400", from a day on "2 d 04:11:00". */
export function formatSpan(seconds: number): string {
  if (!Number.isFinite(seconds)) return NO_VALUE
  const ms = Math.round(Math.abs(seconds) * 1_000)
  if (ms < 1_000_000) return `${formatFixed(seconds, 3)}${NBSP}s`
  const clock = formatClock(Math.floor(ms / 1_000), true)
  return `${seconds < 0 ? MINUS : ''}${clock}${ms < 86_400_000 ? `.${String(ms % 1_000).padStart(3, '0')}` : ''}`
}

/** A running clock: "01:12:06"; from a day on "2 d 04:11", with seconds when asked. */
export function formatClock(seconds: number, always = false): string {
  if (!Number.isFinite(seconds)) return NO_VALUE
  const s = Math.max(0, Math.floor(seconds))
  const [d, h, m] = [Math.floor(s / 86_400), Math.floor(s / 3_600) % 24, Math.floor(s / 60) % 60]
  if (d === 0) return `${two(h)}:${two(m)}:${two(s % 60)}`
  return `${d}${NBSP}d${NBSP}${two(h)}:${two(m)}${always ? `:${two(s % 60)}` : ''}`
}

/** A duration in a list: "12.3 s", "5 min 00 s", "1 h 12 min", "2 d 04 h". */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return NO_VALUE
  if (seconds < 59.95) return `${formatFixed(seconds, 1)}${NBSP}s`
  const s = Math.round(seconds)
  const [d, h, m] = [Math.floor(s / 86_400), Math.floor(s / 3_600) % 24, Math.floor(s / 60) % 60]
  if (d > 0) return `${d}${NBSP}d${NBSP}${two(h)}${NBSP}h`
  if (h > 0) return `${h}${NBSP}h${NBSP}${two(m)}${NBSP}min`
  return `${m}${NBSP}min${NBSP}${two(s % 60)}${NBSP}s`
}

/** A coarse time that is left or has passed: "21 ms", "4.1 s", "6 h", "576 d". */
export function formatAge(seconds: number): string {
  if (!Number.isFinite(seconds)) return NO_VALUE
  if (seconds < 0.9995) return `${formatFixed(seconds * 1_000, 0)}${NBSP}ms`
  if (seconds < 9.95) return `${formatFixed(seconds, 1)}${NBSP}s`
  if (seconds < 119.5) return `${formatFixed(seconds, 0)}${NBSP}s`
  if (seconds < 7_200) return `${formatFixed(seconds / 60, 0)}${NBSP}min`
  if (seconds < 172_800) return `${formatFixed(seconds / 3_600, 0)}${NBSP}h`
  return `${formatFixed(seconds / 86_400, 0)}${NBSP}d`
}

/** Minutes a zone is ahead of UTC at a moment. `zone` is an IANA name or 'UTC'; an unknown one counts as UTC. */
export function zoneOffsetMin(tUs: number, zone: string): number {
  if (zone === 'UTC' || !Number.isFinite(tUs)) return 0
  const name = zoneParts(zone, 'longOffset', tUs)
  const found = /GMT([+-])(\d\d):(\d\d)/.exec(name)
  return found ? (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) : 0
}

/** The zone as the status bar writes it: "UTC+02:00 · EET". */
export function zoneLabel(tUs: number, zone: string): string {
  const short = zoneParts(zone, 'short', tUs)
  const offset = formatOffset(zoneOffsetMin(tUs, zone))
  return /^(GMT|UTC)/.test(short) || short === '' ? `UTC${offset}` : `UTC${offset} · ${short}`
}

const formats = new Map<string, Intl.DateTimeFormat>()

function zoneParts(zone: string, style: 'longOffset' | 'short', tUs: number): string {
  const key = `${style} ${zone}`
  try {
    const format = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: style })
    formats.set(key, format)
    return format.formatToParts(tUs / 1_000).find((part) => part.type === 'timeZoneName')?.value ?? ''
  } catch {
    return ''
  }
}

const formatOffset = (minutes: number): string =>
  `${minutes < 0 ? MINUS : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`

const shifted = (tUs: number, zone: string): string =>
  new Date(Math.floor(tUs / 1_000) + zoneOffsetMin(tUs, zone) * 60_000).toISOString()

/** Time of day in a zone, truncated to `decimals` (0, 1, 2, 3 or 6) of a second: 14:09:17.216. */
export function formatTime(tUs: number, zone: string, decimals = 3): string {
  if (!Number.isFinite(tUs)) return NO_VALUE
  const micros = String(((Math.floor(tUs) % 1_000_000) + 1_000_000) % 1_000_000).padStart(6, '0')
  return `${shifted(tUs, zone).slice(11, 19)}${decimals > 0 ? `.${micros.slice(0, decimals)}` : ''}`
}

/** The date in a zone: 2026-11-22. */
export const formatDate = (tUs: number, zone: string): string =>
  Number.isFinite(tUs) ? shifted(tUs, zone).slice(0, 10) : NO_VALUE

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Day and minute for lists: "22 Nov 14:00", with the year when it is not `thisYear`. */
export function formatDay(tUs: number, zone: string, thisYear: number): string {
  if (!Number.isFinite(tUs)) return NO_VALUE
  const text = shifted(tUs, zone)
  const year = Number(text.slice(0, 4)) === thisYear ? '' : ` ${text.slice(0, 4)}`
  return `${Number(text.slice(8, 10))} ${MONTHS[Number(text.slice(5, 7)) - 1] ?? ''}${year} ${text.slice(11, 16)}`
}

/** ISO 8601 with offset: 2026-11-22T14:00:12+02:00 (plain minus, for machines too). */
export const formatIso = (tUs: number, zone: string): string =>
  Number.isFinite(tUs)
    ? `${shifted(tUs, zone).slice(0, 19)}${formatOffset(zoneOffsetMin(tUs, zone)).replace(MINUS, '-')}`
    : NO_VALUE
