import { type ReactNode, useEffect, useMemo } from 'react'
import type { Effect } from '../../lib/gestures'
import { laneHeights } from '../../lib/lane-heights'
import { type TimeScale, timeLabel, timeTicks } from '../../lib/ticks'
import type { Range } from '../../lib/x-range'
import { useSize } from '../../ui/use-size'
import { Lane } from './Lane'
import type { LaneData } from './lane-data'
import { type ChartKey, PlotSurface } from './PlotSurface'
import { Ruler } from './Ruler'
import { SelectionMarks } from './SelectionMarks'
import type { LaneSpec } from './select-lanes'

type Domain = { readonly low: number; readonly high: number }

/** Where a lane's cursor parts are drawn. */
export interface LanePlace {
  readonly lane: LaneData
  readonly range: Range
  readonly width: number
  readonly height: number
  readonly domain: Domain
}

export interface LanesProps {
  readonly lanes: readonly LaneData[]
  /** What is shown; `canMove` is false before there is anything. */
  readonly range: Range
  readonly bounds: Range
  readonly canMove: boolean
  readonly nowUs: number
  readonly selection: Range | null
  readonly scale: TimeScale
  readonly dateText: string
  readonly subject: string
  readonly note: string | null
  readonly onSize: (widthPx: number) => void
  readonly onEffect: (effect: Effect) => void
  readonly onHover: (tUs: number | null) => void
  readonly onFit: () => void
  readonly onKey: (key: ChartKey) => void
  readonly header: (place: LanePlace) => ReactNode
  readonly cursor: (place: LanePlace) => ReactNode
  readonly tag: (place: {
    readonly range: Range
    readonly width: number
    readonly lanes: readonly LaneData[]
  }) => ReactNode
}

/** All lanes on one time axis, one surface for the hand, one ruler. */
export function Lanes(props: LanesProps) {
  const { lanes, range, scale, selection } = props
  const [areaRef, area] = useSize<HTMLDivElement>()
  const [plotRef, plot] = useSize<HTMLDivElement>()
  const { width } = plot
  const heights = useMemo(
    () =>
      laneHeights(
        lanes.map(({ spec }) => spec.weight),
        area.height,
      ),
    [lanes, area.height],
  )
  const total = heights.reduce((a, b) => a + b, 0)
  const ticks = useMemo(() => timeTicks(range, width, scale), [range, width, scale])
  const { onSize } = props
  useEffect(() => onSize(width), [onSize, width])
  const stepUs = (range.toUs - range.fromUs) / 10
  const label = `Chart of ${lanes.map(({ spec }) => spec.title).join(', ')} from ${timeLabel(range.fromUs, scale, stepUs)} to ${timeLabel(range.toUs, scale, stepUs)}`
  return (
    <div className="lanes">
      <div className="lanes-scroll" ref={areaRef}>
        <div className="lanes-body" style={{ height: total }}>
          {lanes.map((lane, i) => {
            const height = heights[i] ?? 0
            const place = (domain: Domain): LanePlace => ({ lane, range, width, height, domain })
            return (
              <Lane
                key={lane.spec.id}
                lane={lane}
                range={range}
                width={width}
                height={height}
                ticks={ticks}
                nowUs={props.nowUs}
                saysWhy={isFirstOfSource(lanes, lane.spec)}
                subject={props.subject}
                header={(domain) => props.header(place(domain))}
                cursor={(domain) => props.cursor(place(domain))}
              />
            )
          })}
          <PlotSurface
            surfaceRef={plotRef}
            frame={props.canMove ? { range, widthPx: width, bounds: props.bounds } : null}
            label={label}
            onEffect={props.onEffect}
            onHover={props.onHover}
            onFit={props.onFit}
            onKey={props.onKey}
          >
            {selection && <SelectionMarks selection={selection} range={range} width={width} height={total} />}
            {props.note && <p className="plot-note">{props.note}</p>}
          </PlotSurface>
        </div>
      </div>
      <Ruler range={range} width={width} ticks={ticks} left={props.dateText} tag={props.tag({ range, width, lanes })} />
    </div>
  )
}

const isFirstOfSource = (lanes: readonly LaneData[], spec: LaneSpec): boolean =>
  lanes.find((one) => one.spec.sourceId === spec.sourceId)?.spec.id === spec.id
