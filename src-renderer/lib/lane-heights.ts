/** Lanes are never lower than this; then the lane area scrolls. */
export const LEAST_LANE_PX = 56

/** Shares a height among lanes by weight, whole pixels, none below the minimum. */
export function laneHeights(weights: readonly number[], totalPx: number): readonly number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  if (sum === 0) return []
  const least = weights.reduce((low, w) => Math.min(low, w), Number.POSITIVE_INFINITY)
  const unit = Math.max(totalPx / sum, LEAST_LANE_PX / least)
  const heights = weights.map((w) => Math.floor(w * unit))
  const rest = Math.floor(totalPx) - heights.reduce((a, b) => a + b, 0)
  return heights.map((h, i) => (i === 0 && rest > 0 ? h + rest : h))
}
