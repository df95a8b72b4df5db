/** Lanes are never lower than this at the normal size of type; then the lane area scrolls. */
export const LEAST_LANE_PX = 56

/** Shares a height among lanes by weight, whole pixels, none below its own minimum; together at least the total. */
export function laneHeights(
  weights: readonly number[],
  totalPx: number,
  leasts: readonly number[] = weights.map(() => LEAST_LANE_PX),
): readonly number[] {
  const least = (i: number): number => Math.ceil(leasts[i] ?? LEAST_LANE_PX)
  // Lanes that would fall below their minimum get it; the others share what is left, until none falls below any more.
  const held = new Set<number>()
  for (;;) {
    const free = weights.map((_, i) => i).filter((i) => !held.has(i))
    const rest = totalPx - [...held].reduce((sum, i) => sum + least(i), 0)
    const sum = free.reduce((s, i) => s + (weights[i] ?? 0), 0)
    const low = free.filter((i) => ((weights[i] ?? 0) / sum) * rest < least(i))
    if (low.length === 0) {
      const heights = weights.map((w, i) => (held.has(i) ? least(i) : Math.floor((w / sum) * rest)))
      const over = Math.floor(totalPx) - heights.reduce((a, b) => a + b, 0)
      const widest = free[0]
      return heights.map((h, i) => (i === widest && over > 0 ? h + over : h))
    }
    for (const i of low) held.add(i)
  }
}
