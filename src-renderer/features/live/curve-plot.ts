import uPlot from 'uplot'
import type { LaneRows } from '../../lib/rows'
import { type OnCanvas, traceBand, traceDots, traceLine } from './curve-paths'
import { LANE_PAD } from './lane-data'
import type { Step } from './lane-table'

/** How one signal looks; fixed for the life of a plot. */
export interface CurveLook {
  /** Dash in CSS pixels; empty is solid. */
  readonly dash: readonly number[]
  readonly step: Step
}

/** What stands on the canvas after the next draw. */
export interface CurveFrame {
  readonly width: number
  readonly height: number
  /** Seconds from the left to the right edge. */
  readonly seconds: number
  readonly low: number
  readonly high: number
  /** In the order of the looks: colours as CSS knows them, and the points. */
  readonly curves: readonly { readonly colour: string; readonly rows: LaneRows }[]
}

export interface CurvePlot {
  draw(frame: CurveFrame): void
  destroy(): void
}

const BAND_ALPHA = 0.3
/** Widths in CSS pixels: over a band, and alone. */
const WIDTH = { banded: 1.25, plain: 1.5 } as const
const DOT_RADIUS = 1.5

const FACETS = [
  { scale: 'x', auto: false },
  { scale: 'y', auto: false },
]

/** Pixels of the canvas, which are finer than those of CSS on a dense screen. */
function onCanvas(u: uPlot): OnCanvas {
  const line = (scale: 'x' | 'y'): OnCanvas['x'] => {
    const { min = 0, max = 1 } = u.scales[scale] ?? {}
    const [a, b] = [u.valToPos(min, scale, true), u.valToPos(max, scale, true)]
    const per = (b - a) / (max - min)
    return { at0: a - min * per, per }
  }
  return { x: line('x'), y: line('y') }
}

const traced = (trace: (path: Path2D) => void): Path2D => {
  const path = new Path2D()
  trace(path)
  return path
}

/**
 * The curves of one lane on one canvas: bands first, lines above. uPlot keeps canvas, scales, clipping and pixel ratio;
 * the paths are ours, because its own bands are clipped masks, which cost more than a filled outline, and its own line
 * breaks where a value is missing, while ours breaks where a gap says so. Axes, grid, legend and cursor are not its.
 */
export function createCurvePlot(element: HTMLElement, looks: readonly CurveLook[], first: CurveFrame): CurvePlot {
  let frame = first
  const colour = (k: number): string => frame.curves[k]?.colour ?? 'transparent'
  const rows = (k: number): LaneRows | undefined => frame.curves[k]?.rows
  const common = { facets: FACETS, auto: false, pxAlign: 0, points: { show: false } }
  const plot = new uPlot(
    {
      mode: 2,
      width: frame.width,
      height: frame.height,
      pxAlign: 0,
      padding: [LANE_PAD.top, 0, LANE_PAD.bottom, 0],
      cursor: { show: false },
      legend: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      axes: [{ show: false }, { show: false }],
      scales: {
        x: { time: false, auto: false, min: 0, max: frame.seconds },
        y: { auto: false, min: frame.low, max: frame.high },
      },
      series: [
        {},
        ...looks.map((_, k) => ({
          ...common,
          alpha: BAND_ALPHA,
          width: 0,
          fill: () => colour(k),
          paths: (u: uPlot): uPlot.Series.Paths | null => {
            const own = rows(k)
            return own?.banded ? { fill: traced((path) => traceBand(path, own, onCanvas(u))), flags: 0 } : null
          },
        })),
        ...looks.map(({ step, dash }, k) => ({
          ...common,
          dash: [...dash],
          cap: dash.length > 0 ? ('butt' as const) : ('round' as const),
          stroke: () => colour(k),
          fill: () => colour(k),
          paths: (u: uPlot): uPlot.Series.Paths | null => {
            const own = rows(k)
            if (!own) return null
            const at = onCanvas(u)
            return {
              stroke: traced((path) => traceLine(path, own, at, step)),
              fill: traced((path) => traceDots(path, own, at, DOT_RADIUS * uPlot.pxRatio)),
              flags: 0,
            }
          },
        })),
      ],
    },
    dataOf(looks, first),
    element,
  )
  return {
    draw(next) {
      frame = next
      const { width, height, seconds, low, high } = next
      looks.forEach(({ dash }, k) => {
        const line = plot.series[1 + looks.length + k]
        if (!line) return
        line.width = rows(k)?.banded ? WIDTH.banded : WIDTH.plain
        line.dash = dash.map((px) => px * uPlot.pxRatio)
      })
      plot.batch(() => {
        if (plot.width !== width || plot.height !== height) plot.setSize({ width, height })
        plot.setData(dataOf(looks, next), false)
        plot.setScale('x', { min: 0, max: seconds })
        plot.setScale('y', { min: low, max: high })
      })
    },
    destroy: () => plot.destroy(),
  }
}

/** Bands, then lines, each with its own times: what uPlot calls facets, for which it has no type. */
function dataOf(looks: readonly CurveLook[], { curves }: CurveFrame): uPlot.AlignedData {
  const bands = looks.map((_, k) => [curves[k]?.rows.t ?? [], curves[k]?.rows.max ?? []])
  const lines = looks.map((_, k) => [curves[k]?.rows.t ?? [], curves[k]?.rows.mean ?? []])
  return [null, ...bands, ...lines] as unknown as uPlot.AlignedData
}
