import { memo } from 'react'
import { Area, ComposedChart, type CurveProps, Line, XAxis, YAxis } from 'recharts'
import type { LaneRows } from '../../lib/rows'
import type { SignalColour } from '../../ui/Swatch'
import { bandPath, linePath } from './curve-paths'
import { LANE_PAD } from './lane-data'

export interface LaneChartProps {
  readonly drawn: LaneRows
  readonly width: number
  readonly height: number
  readonly colour: SignalColour
  /** Seconds the plot spans; rows count from its left edge. */
  readonly seconds: number
  readonly low: number
  readonly high: number
}

const MARGIN = { top: LANE_PAD.top, bottom: LANE_PAD.bottom, left: 0, right: 0 }

/** The sample curve of one lane: one band from min to max and one mean line. Nothing is animated. */
export const LaneChart = memo(function LaneChart(props: LaneChartProps) {
  const { drawn, width, height, seconds, low, high } = props
  const colour = `var(--${props.colour})`
  if (drawn.rows.length === 0 || width === 0) return null
  return (
    <ComposedChart width={width} height={height} data={drawn.rows} margin={MARGIN} accessibilityLayer={false}>
      <XAxis dataKey="t" type="number" domain={[0, seconds]} allowDataOverflow hide />
      <YAxis type="number" domain={[low, high]} allowDataOverflow hide width={0} />
      {drawn.banded && <Area dataKey="band" stroke="none" fill={colour} shape={Band} {...STILL} />}
      <Line dataKey="mean" stroke={colour} strokeWidth={drawn.banded ? 1.25 : 1.5} shape={Mean} {...STILL} />
    </ComposedChart>
  )
})

const STILL = { type: 'linear', isAnimationActive: false, dot: false, activeDot: false, connectNulls: false } as const

// Own shapes: the stock ones measure the length of their path at every update, which costs more than drawing it.

function Mean({ points = [], stroke, strokeWidth }: LineShapeProps) {
  return (
    <path
      d={linePath(points)}
      fill="none"
      stroke={stroke}
      strokeWidth={strokeWidth}
      strokeLinejoin="round"
      strokeLinecap="round"
    />
  )
}

function Band({ points = [], baseLine, fill }: AreaShapeProps) {
  return <path d={Array.isArray(baseLine) ? bandPath(points, baseLine) : ''} fill={fill} fillOpacity={0.3} />
}

type LineShapeProps = Pick<CurveProps, 'points' | 'stroke' | 'strokeWidth'>
type AreaShapeProps = Pick<CurveProps, 'points' | 'baseLine' | 'fill'>

/** One dot per sample where samples are sparse, as a single path: hundreds of circles would cost more than the line. */
export function SparseDots({ drawn, width, height, colour, seconds, low, high }: LaneChartProps) {
  if (!drawn.sparse) return null
  const inner = Math.max(1, height - LANE_PAD.top - LANE_PAD.bottom)
  const d = drawn.rows
    .filter(({ mean, t }) => mean !== null && t >= 0 && t <= seconds)
    .map(({ t, mean }) => {
      const y = LANE_PAD.top + ((high - (mean ?? 0)) / (high - low)) * inner
      return `M${((t / seconds) * width).toFixed(1)} ${y.toFixed(1)}h0`
    })
    .join('')
  return (
    <svg className="lane-layer" width={width} height={height} aria-hidden="true">
      <path d={d} stroke={`var(--${colour})`} strokeWidth="3" strokeLinecap="round" fill="none" />
    </svg>
  )
}
