import type { TimeUs } from '@contract/model'

/** Longer texts are no time stamps. */
const MAX_TEXT = 64
/** Microseconds that a double holds exactly; the year 2255. */
const MAX_US = BigInt(Number.MAX_SAFE_INTEGER)

/**
 * A time stamp as upload scripts send it, to the microsecond; null when it is none. A bare decimal number, also in quotes or as a form
 * key (`1795303851279=`). Scripts do not say the unit, so magnitude does: below 1e11 seconds, 1e14 milliseconds, 1e17 microseconds, else
 * nanoseconds; the bands do not overlap between 1973 and 2255.
 */
export function parseSyncStamp(text: string): TimeUs | null {
  if (text.length > MAX_TEXT) return null
  const bare = text
    .trim()
    .replace(/=$/, '')
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim()
  const [, whole, fraction = ''] = /^(\d{1,21})(?:\.(\d{0,21}))?$/.exec(bare) ?? []
  if (whole === undefined) return null
  const digits = BigInt(whole)
  const places = digits < 10n ** 11n ? 6 : digits < 10n ** 14n ? 3 : digits < 10n ** 17n ? 0 : -3
  const us =
    places < 0
      ? digits / 1000n
      : digits * 10n ** BigInt(places) + BigInt(fraction.padEnd(places, '0').slice(0, places) || '0')
  return us <= MAX_US && digits <= 10n ** 20n ? Number(us) : null
}
