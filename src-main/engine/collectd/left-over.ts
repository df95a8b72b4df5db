/** A pause all series share that is longer than this usually means that an earlier run was left in the folder. */
const LONG_PAUSE_US = 600_000_000

export interface Pauses {
  readonly firstUs: number
  readonly lastUs: number
  readonly holesUs: readonly (readonly [number, number])[]
}

/** The first pause of more than 10 min that all series of a machine have in common; series that lie on one side of it do not object. */
export function sharedPause(series: readonly Pauses[]): readonly [number, number] | null {
  const long = series.flatMap(({ holesUs }) => holesUs.filter(([from, to]) => to - from > LONG_PAUSE_US))
  for (const [from, to] of long.sort((a, b) => a[0] - b[0]).slice(0, 64)) {
    let a = from
    let b = to
    for (const { firstUs, lastUs, holesUs } of series) {
      if (lastUs <= a || firstUs >= b) continue
      const own = holesUs.find(([start, end]) => start < b && end > a) ?? [b, b]
      a = Math.max(a, own[0])
      b = Math.min(b, own[1])
    }
    if (b - a > LONG_PAUSE_US) return [a, b]
  }
  return null
}
