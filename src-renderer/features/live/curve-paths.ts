/** A drawn point in pixels; y is null where the line is broken. */
interface Point {
  readonly x: number | null
  readonly y: number | null
}

const px = (x: number): number => Math.round(x * 10) / 10

/** The stretches between breaks, as index ranges [from, to). */
function stretches(points: readonly Point[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = []
  let from = -1
  for (let i = 0; i <= points.length; i++) {
    const whole = i < points.length && points[i]?.y !== null && points[i]?.x !== null
    if (whole && from < 0) from = i
    if (!whole && from >= 0) {
      found.push([from, i])
      from = -1
    }
  }
  return found
}

const at = (point: Point | undefined): string => `${px(point?.x ?? 0)} ${px(point?.y ?? 0)}`

/** The mean line. Tenths of a pixel: finer ones only make the path longer. A lone sample becomes a dot. */
export function linePath(points: readonly Point[]): string {
  return stretches(points)
    .map(([from, to]) => {
      const body = points.slice(from, to).map(at).join('L')
      return to - from === 1 ? `M${body}h0` : `M${body}`
    })
    .join('')
}

/** The band between the largest and the smallest sample: there along the top, back along the bottom. */
export function bandPath(top: readonly Point[], bottom: readonly Point[]): string {
  return stretches(top)
    .map(([from, to]) => {
      const there = top.slice(from, to).map(at)
      const back = bottom.slice(from, to).map(at).reverse()
      return `M${[...there, ...back].join('L')}Z`
    })
    .join('')
}
