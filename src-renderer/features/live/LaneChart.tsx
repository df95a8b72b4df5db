import { memo, useLayoutEffect, useRef } from 'react'
import type { LaneRows } from '../../lib/rows'
import { DASHES, type DashId, type SignalColour } from '../../ui/Swatch'
import { useTokenColours } from '../../ui/use-token-colours'
import { type CurveFrame, type CurvePlot, createCurvePlot } from './curve-plot'
import type { Step } from './lane-table'

export interface LaneChartProps {
  readonly signals: readonly {
    readonly id: string
    readonly colour: SignalColour
    readonly dash: DashId
    readonly step: Step
    readonly rows: LaneRows
  }[]
  readonly width: number
  readonly height: number
  /** Seconds the plot spans; rows count from its left edge. */
  readonly seconds: number
  readonly low: number
  readonly high: number
}

/** The sample curves of one lane: per signal one band from min to max and one mean line. Nothing is animated. */
export const LaneChart = memo(function LaneChart(props: LaneChartProps) {
  const { signals, width, height, seconds, low, high } = props
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<{ readonly looks: string; readonly curves: CurvePlot } | null>(null)
  const colours = useTokenColours(signals.map(({ colour }) => colour))
  const looks = JSON.stringify(signals.map(({ dash, step }) => ({ dash: DASHES[dash], step })))
  useLayoutEffect(() => {
    if (!box.current || width === 0 || height === 0) return
    const curves = signals.map(({ rows }, k) => ({ rows, colour: colours[k] ?? '' }))
    const frame: CurveFrame = { width, height, seconds, low, high, curves }
    if (plot.current?.looks !== looks) {
      plot.current?.curves.destroy()
      plot.current =
        curves.length > 0 ? { looks, curves: createCurvePlot(box.current, JSON.parse(looks), frame) } : null
    }
    plot.current?.curves.draw(frame)
  }, [signals, colours, looks, width, height, seconds, low, high])
  useLayoutEffect(
    () => () => {
      plot.current?.curves.destroy()
      plot.current = null
    },
    [],
  )
  return <div ref={box} className="lane-layer lane-curves" aria-hidden="true" />
})
