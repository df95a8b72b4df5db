/** Longest name of a unit, measurement, run, resource or label. */
const MAX_NAME = 64
/** Longest message kept with an event. */
const MAX_MESSAGE = 1_000

/** What may stand in a log or on a screen: no control characters, nothing that turns the direction of writing, not endless. */
function plain(text: string, most: number): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
    .slice(0, most)
}

export const nameIn = (text: string): string => plain(text, MAX_NAME)
export const messageIn = (text: string): string => plain(text, MAX_MESSAGE)

/** A body that is a text: JSON clients send it in quotes. */
export function textIn(body: string): string {
  const value = json(body)
  return typeof value === 'string' ? value : body
}

/** The members of a JSON object that are texts; null when the body is no object. */
export function fieldsIn(body: string): Readonly<Record<string, string>> | null {
  const value = json(body)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

function json(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
