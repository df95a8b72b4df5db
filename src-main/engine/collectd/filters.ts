/** Longest list a session or the settings keep, and longest filter: what a typing error may cost. */
const MAX_FILTERS = 256
const MAX_LENGTH = 512

/** Filters out of what people and PowerGoblin write: a list, its JSON, or a comma list with or without quotes. Null when it is none of these. */
export function parseFilters(given: unknown): readonly string[] | null {
  if (Array.isArray(given)) return given.every((one) => typeof one === 'string') ? tidy(given as string[]) : null
  if (typeof given !== 'string') return null
  const text = given.trim()
  if (!text.startsWith('[')) return tidy(text.split(','))
  try {
    return parseFilters(JSON.parse(text) as unknown[])
  } catch {
    return null
  }
}

/** The list with the entries added that it does not hold yet. */
export const includeFilters = (filters: readonly string[], added: readonly string[]): readonly string[] =>
  tidy([...filters, ...added])

/** The list without the entries of exactly these names: excluding removes a filter, it does not forbid series. */
export const excludeFilters = (filters: readonly string[], removed: readonly string[]): readonly string[] => {
  const gone = new Set(tidy(removed))
  return filters.filter((filter) => !gone.has(filter))
}

function tidy(filters: readonly string[]): readonly string[] {
  const clean = filters.map((filter) =>
    filter
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2')
      .trim(),
  )
  return [...new Set(clean)].filter((filter) => filter !== '' && filter.length <= MAX_LENGTH).slice(0, MAX_FILTERS)
}
