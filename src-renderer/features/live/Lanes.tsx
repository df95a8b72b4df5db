import { type ReactNode, useEffect, useMemo } from 'react'
import type { Effect } from '../../lib/gestures'
import { laneHeights } from '../../lib/lane-heights'
import { type TimeScale, type TimeTick, timeLabel, timeTicks } from '../../lib/ticks'
import type { Range } from '../../lib/x-range'
import { useRem, useSize } from '../../ui/use-size'
import { Lane } from './Lane'
import type { LaneData } from './lane-data'
import { type ChartKey, PlotSurface } from './PlotSurface'
import { SelectionMarks, selectionMarksAt } from './SelectionMarks'
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

/** What the ruler stands under. */
export interface RulerPlace {
  readonly range: Range
  readonly width: number
  readonly ticks: readonly TimeTick[]
  readonly lanes: readonly LaneData[]
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
  readonly subject: string
  readonly note: string | null
  readonly onSize: (widthPx: number) => void
  readonly onEffect: (effect: Effect) => void
  readonly onHover: (tUs: number | null) => void
  readonly onFit: () => void
  readonly onKey: (key: ChartKey) => void
  readonly header: (place: LanePlace) => ReactNode
  readonly cursor: (place: LanePlace) => ReactNode
  readonly ruler: (place: RulerPlace) => ReactNode
}

/** All lanes on one time axis, one surface for the hand, one ruler. */
export function Lanes(props: LanesProps) {
  const { lanes, range, scale, selection } = props
  const [areaRef, area] = useSize<HTMLDivElement>()
  const [plotRef, plot] = useSize<HTMLDivElement>()
  const { width } = plot
  const rem = useRem(area)
  const heights = useMemo(
    () =>
      laneHeights(
        lanes.map(({ spec }) => spec.weight),
        area.height,
      ),
    [lanes, area.height],
  )
  const total = heights.reduce((a, b) => a + b, 0)
  const ticks = useMemo(() => timeTicks(range, width, scale, 90 * rem), [range, width, scale, rem])
  const { onSize } = props
  useEffect(() => onSize(width), [onSize, width])
  const avoid = useMemo(
    () => (selection ? selectionMarksAt(selection, range, width, rem) : NOTHING),
    [selection, range, width, rem],
  )
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
                avoid={i === 0 ? avoid : NOTHING}
                rem={rem}
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
            {selection && <SelectionMarks selection={selection} range={range} width={width} height={total} rem={rem} />}
            {props.note && <p className="plot-note">{props.note}</p>}
          </PlotSurface>
        </div>
      </div>
      {props.ruler({ range, width, ticks, lanes })}
    </div>
  )
}

const isFirstOfSource = (lanes: readonly LaneData[], spec: LaneSpec): boolean =>
  lanes.find((one) => one.spec.sourceId === spec.sourceId)?.spec.id === spec.id

const NOTHING: readonly (readonly [number, number])[] = []
