import { type ReactNode, useEffect, useMemo } from 'react'
import type { Effect } from '../../lib/gestures'
import { laneHeights } from '../../lib/lane-heights'
import type { Marks } from '../../lib/marks'
import { type TimeScale, type TimeTick, timeLabel, timeTicks } from '../../lib/ticks'
import type { Bounds, Range } from '../../lib/x-range'
import type { Cursors } from '../../state/view'
import { useRem, useSize } from '../../ui/use-size'
import type { ChartKey } from './chart-keys'
import { Lane, type LaneAxes } from './Lane'
import type { LaneData } from './lane-data'
import { leastHeight } from './lane-data'
import { MarkLines } from './MarkLines'
import { type PlotPoint, PlotSurface } from './PlotSurface'
import { SelectionMarks, selectionMarksAt } from './SelectionMarks'
import type { LaneSpec } from './select-lanes'

type Domain = { readonly low: number; readonly high: number }

/** Where a lane's cursor parts are drawn. */
export interface LanePlace {
  readonly lane: LaneData
  readonly range: Range
  readonly width: number
  /** Pixels from the top of the plot. */
  readonly top: number
  readonly height: number
  readonly domain: Domain
}

/** Where a lane's header is drawn. */
export interface HeaderPlace extends LanePlace {
  /** Size of type against its normal size. */
  readonly rem: number
  /** Asks for exact ends of the value axis. */
  readonly onType: () => void
}

/** What the ruler stands under. */
export interface RulerPlace {
  readonly range: Range
  readonly width: number
  readonly ticks: readonly TimeTick[]
  readonly lanes: readonly LaneData[]
  /** Size of type against its normal size. */
  readonly rem: number
}

export interface LanesProps {
  readonly lanes: readonly LaneData[]
  /** What is shown; `canMove` is false before there is anything. */
  readonly range: Range
  readonly bounds: Bounds
  readonly canMove: boolean
  readonly nowUs: number
  readonly cursors: Cursors
  readonly selection: Range | null
  readonly scale: TimeScale
  readonly subject: string
  readonly note: string | null
  readonly onSize: (widthPx: number) => void
  readonly onEffect: (effect: Effect) => void
  readonly onHover: (at: { readonly tUs: number; readonly py: number } | null) => void
  readonly onFit: () => void
  readonly onKey: (key: ChartKey) => void
  readonly onMenu: (at: PlotPoint | null) => void
  readonly onHold: (holding: boolean) => void
  readonly axes: LaneAxes
  readonly header: (place: HeaderPlace) => ReactNode
  readonly cursor: (place: LanePlace) => ReactNode
  readonly ruler: (place: RulerPlace) => ReactNode
  readonly marks: Marks
}

/** All lanes on one time axis, one surface for the hand, one ruler. */
export function Lanes(props: LanesProps) {
  const { lanes, range, scale, cursors, selection } = props
  const [areaRef, area] = useSize<HTMLDivElement>()
  const [plotRef, plot] = useSize<HTMLDivElement>()
  const { width } = plot
  const rem = useRem(area)
  const heights = useMemo(
    () =>
      laneHeights(
        lanes.map(({ spec }) => spec.weight),
        area.height,
        lanes.map(({ spec }) => leastHeight(spec, rem)),
      ),
    [lanes, area.height, rem],
  )
  const total = heights.reduce((a, b) => a + b, 0)
  const ticks = useMemo(() => timeTicks(range, width, scale, 90 * rem), [range, width, scale, rem])
  const { onSize } = props
  useEffect(() => onSize(width), [onSize, width])
  const avoid = useMemo(() => selectionMarksAt(cursors, range, width, rem), [cursors, range, width, rem])
  const stepUs = (range.toUs - range.fromUs) / 10
  const label = `Chart of ${lanes.map(({ spec }) => spec.title).join(', ')} from ${timeLabel(range.fromUs, scale, stepUs)} to ${timeLabel(range.toUs, scale, stepUs)}`
  return (
    <div className="lanes">
      <div className="lanes-scroll" ref={areaRef}>
        <div className="lanes-body" style={{ height: total }}>
          {lanes.map((lane, i) => {
            const height = heights[i] ?? 0
            const top = heights.slice(0, i).reduce((a, b) => a + b, 0)
            const place = (domain: Domain): LanePlace => ({ lane, range, width, top, height, domain })
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
                axes={props.axes}
                header={(domain, onType) => props.header({ ...place(domain), onType, rem })}
                cursor={(domain) => props.cursor(place(domain))}
              />
            )
          })}
          <PlotSurface
            surfaceRef={plotRef}
            frame={props.canMove ? { range, widthPx: width, bounds: props.bounds, cursors } : null}
            label={label}
            onEffect={props.onEffect}
            onHover={props.onHover}
            onFit={props.onFit}
            onKey={props.onKey}
            onMenu={props.onMenu}
            onHold={props.onHold}
          >
            <MarkLines {...props.marks} range={range} width={width} height={total} />
            <SelectionMarks {...{ cursors, selection, range, width, rem }} height={total} />
            {props.note && <p className="plot-note">{props.note}</p>}
          </PlotSurface>
        </div>
      </div>
      {props.ruler({ range, width, ticks, lanes, rem })}
    </div>
  )
}

const isFirstOfSource = (lanes: readonly LaneData[], spec: LaneSpec): boolean =>
  lanes.find((one) => one.spec.sourceId === spec.sourceId)?.spec.id === spec.id

const NOTHING: readonly (readonly [number, number])[] = []
