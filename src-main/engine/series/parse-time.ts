import type { TimeUs } from '@contract/model'
import { Temporal } from 'temporal-polyfill'

const INTEGER = /^-?\d{1,17}$/

/** Ends in a zone: Z, ±hh, ±hhmm or ±hh:mm after a time of day. */
const ZONED = /[T ]\d{2}.*(?:[Zz]|[+-]\d{2}(?::?\d{2})?)$/

/**
 * A moment as typed by a person: integer microseconds since the Unix epoch, or ISO 8601 (`2026-11-22T04:15:00.25+01:00`,
 * `2026-11-22 04:15`, `2026-11-22`). Without a zone it is meant in `zone` (IANA name); a local time that a clock change skips
 * or repeats is taken as the earlier offset says. Digits beyond microseconds are cut. Null when it is neither.
 */
export function parseTime(text: string, zone: string): TimeUs | null {
  const said = text.trim()
  if (INTEGER.test(said)) return Number.isSafeInteger(Number(said)) ? Number(said) : null
  try {
    return ZONED.test(said) ? microseconds(Temporal.Instant.from(said)) : microseconds(inZone(said, zone))
  } catch {
    return null
  }
}

function inZone(text: string, zone: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(text).toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant()
}

function microseconds(instant: Temporal.Instant): TimeUs {
  const ns = instant.epochNanoseconds
  return Number((ns - (((ns % 1_000n) + 1_000n) % 1_000n)) / 1_000n)
}
