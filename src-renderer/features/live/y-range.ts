import type { SiUnit } from '@contract/model'
import { formatFixed, type Prefix } from '@contract/quantity'
import type { YSpan } from '../../lib/y-domain'
import { axisPrefix } from './lane-data'

/** A typed range in SI, or what is wrong with one of its ends. */
export type TypedRange =
  | { readonly span: YSpan }
  | { readonly wrong: { readonly low: string | null; readonly high: string | null } }

const numberIn = (text: string): number => {
  const plain = text
    .trim()
    .replaceAll('\u2212', '-')
    .replaceAll(/[\u00a0\u202f\s]/g, '')
  return plain === '' ? Number.NaN : Number(plain)
}

/** Reads both ends of a value axis as typed in the axis' unit. */
export function readRange(low: string, high: string, prefix: Prefix): TypedRange {
  const [from, to] = [numberIn(low), numberIn(high)]
  const notANumber = (x: number): string | null => (Number.isFinite(x) ? null : 'Write a number.')
  const wrong = { low: notANumber(from), high: notANumber(to) }
  if (wrong.low !== null || wrong.high !== null) return { wrong }
  if (from >= to) return { wrong: { low: null, high: 'High must be above low.' } }
  const si = (x: number): number => (prefix.power < 0 ? x / 10 ** -prefix.power : x * 10 ** prefix.power)
  return { span: { low: si(from), high: si(to) } }
}

/** An end of an axis as it stands in a field: short, and it reads back. */
export const writeEnd = (x: number, prefix: Prefix): string => String(Number((x * 10 ** -prefix.power).toPrecision(7)))

/** "0 … 80 W": to a hundredth of its span, without closing zeros. */
export function rangeWords(span: YSpan, unit: SiUnit): string {
  const prefix = axisPrefix(span, unit)
  const wide = (span.high - span.low) * 10 ** -prefix.power
  const most = Math.max(0, 2 - Math.floor(Math.log10(wide)))
  const end = (x: number): string => {
    const shown = x * 10 ** -prefix.power
    const decimals = (/\.(\d*?)0*$/.exec(shown.toFixed(most))?.[1] ?? '').length
    return formatFixed(shown, decimals)
  }
  return `${end(span.low)} … ${end(span.high)} ${prefix.symbol}${unitWords(unit)}`.trimEnd()
}

/** A unit as people read it: a plain number has none. */
export const unitWords = (unit: string): string => (unit === '1' ? '' : unit)
