/** How a drawing lies in its window: shown = drawn × scale + offset, in pixels. */
export interface PanZoom {
  readonly x: number
  readonly y: number
  readonly scale: number
}

export interface Extent {
  readonly width: number
  readonly height: number
}

const SCALES = { least: 0.03, most: 4 } as const
/** Air around a fitted drawing. */
const MARGIN = 16

const clamp = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), Math.max(low, high))

/** Zooms about a point of the window, which stays where it is. */
export function zoomAt({ x, y, scale }: PanZoom, px: number, py: number, factor: number): PanZoom {
  const wanted = clamp(scale * factor, SCALES.least, SCALES.most)
  const by = wanted / scale
  return { x: px - (px - x) * by, y: py - (py - y) * by, scale: wanted }
}

/**
 * The whole drawing in the window, at the left and in the middle of the height, never larger than `most` nor smaller than
 * `least`; one that is then too high shows what lies about `centreY`.
 */
export function fitInto(
  drawn: Extent,
  window: Extent,
  most = 1,
  least: number = SCALES.least,
  centreY: number = drawn.height / 2,
): PanZoom {
  const scale = clamp(
    Math.min(
      (window.width - 2 * MARGIN) / Math.max(1, drawn.width),
      (window.height - 2 * MARGIN) / Math.max(1, drawn.height),
    ),
    least,
    most,
  )
  const free = window.height - drawn.height * scale
  const y = free >= 0 ? free / 2 : clamp(window.height / 2 - centreY * scale, free - MARGIN, MARGIN)
  return { x: MARGIN, y, scale }
}

/** Moves as little as it takes to have a box of the drawing in the window. */
export function reveal(
  view: PanZoom,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  window: Extent,
): PanZoom {
  const along = (offset: number, from: number, size: number, room: number): number => {
    const [a, b] = [from * view.scale + offset, (from + size) * view.scale + offset]
    if (b > room - MARGIN) return Math.max(offset + room - MARGIN - b, offset + MARGIN - a)
    return a < MARGIN ? offset + MARGIN - a : offset
  }
  const [x, y] = [along(view.x, box.x, box.width, window.width), along(view.y, box.y, box.height, window.height)]
  return x === view.x && y === view.y ? view : { ...view, x, y }
}
