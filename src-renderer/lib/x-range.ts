/** A stretch of time in microseconds, fromUs < toUs. */
export interface Range {
  readonly fromUs: number
  readonly toUs: number
}

/** Nobody can zoom closer than this: a few samples of the fastest source. */
export const SHORTEST_US = 2_000

export const lengthOf = (range: Range): number => range.toUs - range.fromUs

/** Zooms about a fixed time: what is under the pointer stays under it. `factor` below 1 shows less. */
export function zoomAbout(range: Range, aboutUs: number, factor: number, bounds: Range): Range {
  const length = lengthOf(range)
  const wanted = Math.min(Math.max(length * factor, SHORTEST_US), lengthOf(widened(bounds)))
  const share = (aboutUs - range.fromUs) / length
  const fromUs = aboutUs - share * wanted
  return within({ fromUs, toUs: fromUs + wanted }, bounds)
}

export const panBy = (range: Range, byUs: number, bounds: Range): Range =>
  within({ fromUs: range.fromUs + byUs, toUs: range.toUs + byUs }, bounds)

/** Data and 5 % of air: farther nobody can go. */
function widened(bounds: Range): Range {
  const air = Math.max(lengthOf(bounds) * 0.05, SHORTEST_US)
  return { fromUs: bounds.fromUs - air, toUs: bounds.toUs + air }
}

/** Moves a range into the widened bounds and rounds it to whole microseconds; one that is too long becomes the bounds. */
export function within(range: Range, bounds: Range): Range {
  const limit = widened(bounds)
  const length = Math.min(lengthOf(range), lengthOf(limit))
  const fromUs = Math.min(Math.max(range.fromUs, limit.fromUs), limit.toUs - length)
  return { fromUs: Math.round(fromUs), toUs: Math.round(fromUs + length) }
}
