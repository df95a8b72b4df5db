/** How high the flow of all roots together may be, in pixels. */
export const ROOT_PX = { least: 60, most: 90, wanted: 75 } as const
/** Pixels per watt where that keeps the roots inside ROOT_PX. */
const USUAL = 2
/** Higher than this the roots push everything else out of the picture. */
const BURST_PX = 2 * ROOT_PX.most
/** So long the roots may be outside before the scale follows. */
export const SCALE_HOLD_MS = 10_000

/** Pixels per watt, and since when the roots do not fit it. */
export interface FlowScale {
  readonly pxPerW: number
  readonly outsideSinceMs: number | null
}

const fits = (totalW: number, pxPerW: number): boolean => {
  const px = Math.abs(totalW) * pxPerW
  return px >= ROOT_PX.least && px <= ROOT_PX.most
}

/** Pixels per watt for roots of `totalW` together: 2 where it fits, else what makes them 75 px high. */
export function chooseScale(totalW: number): number {
  if (!Number.isFinite(totalW) || totalW === 0 || fits(totalW, USUAL)) return USUAL
  return ROOT_PX.wanted / Math.abs(totalW)
}

/** The scale after a scan: it stays until the roots have been outside for 10 s or burst the picture. `nowMs` is any monotonic clock. */
export function nextScale(held: FlowScale | null, totalW: number | null, nowMs: number): FlowScale {
  if (held === null) return { pxPerW: chooseScale(totalW ?? 0), outsideSinceMs: null }
  if (totalW === null || totalW === 0 || fits(totalW, held.pxPerW)) {
    return held.outsideSinceMs === null ? held : { ...held, outsideSinceMs: null }
  }
  const since = held.outsideSinceMs ?? nowMs
  const bursts = Math.abs(totalW) * held.pxPerW > BURST_PX
  if (bursts || nowMs - since >= SCALE_HOLD_MS) return { pxPerW: chooseScale(totalW), outsideSinceMs: null }
  return held.outsideSinceMs === since ? held : { ...held, outsideSinceMs: since }
}

/** Thickness of a flow in pixels: at least 1 where there is a number, 0 without one. */
export const flowPx = (watts: number | null, pxPerW: number): number =>
  watts === null ? 0 : Math.max(1, Math.abs(watts) * pxPerW)

/**
 * Middles of flows that leave a card of `height` pixels, as distances from its middle, in the order given. They lie side
 * by side; when only their smallest widths make them too many, they are pushed together until they stay inside the card.
 * `exact` are the widths without a smallest one.
 */
export function stackFlows(flows: readonly number[], exact: readonly number[], height: number): readonly number[] {
  const sum = (of: readonly number[]): number => of.reduce((total, px) => total + px, 0)
  const total = sum(flows)
  const squeeze = total > height && sum(exact) <= height ? height / total : 1
  let edge = (-total * squeeze) / 2
  return flows.map((px) => {
    const middle = edge + (px * squeeze) / 2
    edge += px * squeeze
    return middle
  })
}

/** How dense a flow is drawn, by its share of all roots in percent. */
export function flowOpacity(percent: number | null): number {
  const share = Math.abs(percent ?? 0)
  return share >= 40 ? 0.8 : share >= 15 ? 0.74 : share >= 5 ? 0.7 : 0.66
}

/** The middle line of a flow from a card's right edge to another's left edge. */
export function flowPath(x1: number, y1: number, x2: number, y2: number): string {
  const middle = (x1 + x2) / 2
  const [a, b, c, d, m] = [x1, y1, x2, y2, middle].map((px) => Math.round(px * 10) / 10)
  return `M${a} ${b}C${m} ${b} ${m} ${d} ${c} ${d}`
}
