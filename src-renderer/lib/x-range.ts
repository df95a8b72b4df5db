/** A stretch of time in microseconds, fromUs < toUs. */
export interface Range {
  readonly fromUs: number
  readonly toUs: number
}

/** How far one may go: the data, and the shortest stretch worth showing, which is one sample of the fastest source. */
export interface Bounds extends Range {
  readonly shortestUs: number
}

/** Nobody can zoom closer than this, however fast the source. */
export const SHORTEST_US = 2_000

export const lengthOf = (range: Range): number => range.toUs - range.fromUs

export const isSameRange = (a: Range | null, b: Range | null): boolean =>
  a === b || (a !== null && b !== null && a.fromUs === b.fromUs && a.toUs === b.toUs)

/** Zooms about a fixed time: what is under the pointer stays under it. `factor` below 1 shows less. */
export function zoomAbout(range: Range, aboutUs: number, factor: number, bounds: Bounds): Range {
  const length = lengthOf(range)
  const least = Math.min(length, bounds.shortestUs)
  const wanted = Math.min(Math.max(length * factor, least), lengthOf(widened(bounds)))
  const share = (aboutUs - range.fromUs) / length
  const fromUs = aboutUs - share * wanted
  return within({ fromUs, toUs: fromUs + wanted }, bounds)
}

export const panBy = (range: Range, byUs: number, bounds: Bounds): Range =>
  within({ fromUs: range.fromUs + byUs, toUs: range.toUs + byUs }, bounds)

/** Moves a range as little as it takes to hold a time, with a tenth of its length beside it. */
export function holding(range: Range, tUs: number, bounds: Bounds): Range {
  if (tUs >= range.fromUs && tUs <= range.toUs) return range
  const air = lengthOf(range) / 10
  return panBy(range, tUs < range.fromUs ? tUs - air - range.fromUs : tUs + air - range.toUs, bounds)
}

/** Data and 5 % of air: farther nobody can go. */
function widened(bounds: Bounds): Range {
  const air = Math.max(lengthOf(bounds) * 0.05, bounds.shortestUs)
  return { fromUs: bounds.fromUs - air, toUs: bounds.toUs + air }
}

/** Moves a range into the widened bounds and rounds it to whole microseconds; one that is too long becomes the bounds. */
export function within(range: Range, bounds: Bounds): Range {
  const limit = widened(bounds)
  const length = Math.min(lengthOf(range), lengthOf(limit))
  const fromUs = Math.min(Math.max(range.fromUs, limit.fromUs), limit.toUs - length)
  return { fromUs: Math.round(fromUs), toUs: Math.round(fromUs + length) }
}
