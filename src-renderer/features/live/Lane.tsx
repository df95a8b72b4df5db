import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { extentOf, jointExtent } from '../../lib/buckets'
import { laneRows } from '../../lib/rows'
import { type TimeTick, valueTicks } from '../../lib/ticks'
import type { Range } from '../../lib/x-range'
import type { YSpan } from '../../lib/y-domain'
import { GapMarks } from './GapMarks'
import { LaneAxis } from './LaneAxis'
import { LaneChart } from './LaneChart'
import { LaneRangePopover } from './LaneRangeForm'
import { LineEnds } from './LineEnds'
import { LANE_PAD, type LaneData, yOf } from './lane-data'
import { useYDomain } from './use-y-domain'

/** Locked value axes by lane, and how they are locked and freed. */
export interface LaneAxes {
  readonly locked: ReadonlyMap<string, YSpan>
  readonly onLock: (laneId: string, span: YSpan) => void
  readonly onFree: (laneId: string) => void
}

export interface LaneProps {
  readonly lane: LaneData
  readonly range: Range
  readonly width: number
  readonly height: number
  readonly ticks: readonly TimeTick[]
  /** Right end of the data, where an open gap ends for now. */
  readonly nowUs: number
  /** The first lane of a source says why there is a gap. */
  readonly saysWhy: boolean
  /** Stretches of the top edge that are taken, in pixels. */
  readonly avoid: readonly (readonly [number, number])[]
  /** Size of type against its normal size. */
  readonly rem: number
  /** Another subject starts the value axis afresh. */
  readonly subject: string
  readonly axes: LaneAxes
  readonly header: (domain: YSpan, onType: () => void) => ReactNode
  readonly cursor: (domain: YSpan) => ReactNode
}

/** One lane: header, value axis, plot. An empty one keeps its axes. */
export function Lane(props: LaneProps) {
  const { lane, range, width, height, ticks, subject, axes, rem } = props
  const { spec, signals, gaps } = lane
  const { id: laneId } = spec
  const [typing, setTyping] = useState(false)
  const onType = useCallback(() => setTyping(true), [])
  const { onLock: lockLane } = axes
  const onLock = useCallback((span: YSpan) => lockLane(laneId, span), [lockLane, laneId])
  const extent = useMemo(
    () => jointExtent(signals.map(({ envelope }) => envelope && extentOf(envelope, range.fromUs, range.toUs))),
    [signals, range.fromUs, range.toUs],
  )
  const locked = axes.locked.get(laneId) ?? null
  const domain = useYDomain(`${subject} ${laneId}`, extent, spec, locked)
  const drawn = useMemo(
    () =>
      signals.flatMap(({ spec: { id, name, colour, dash, step }, envelope, gaps: own }) =>
        envelope ? [{ id, name, colour, dash, step, rows: laneRows(envelope, own, range, range.fromUs, width) }] : [],
      ),
    [signals, range, width],
  )
  const valueAxis = useMemo(
    () => valueTicks(domain.low, domain.high, height - LANE_PAD.top - LANE_PAD.bottom, rem),
    [domain.low, domain.high, height, rem],
  )
  const seconds = (range.toUs - range.fromUs) / 1e6
  return (
    <section
      className="lane"
      style={{ height }}
      aria-label={`${spec.title}, ${spec.sourceName}`}
      data-testid={spec.testId}
      data-lane={laneId}
      data-rows={drawn.reduce((sum, { rows }) => sum + rows.t.length, 0)}
      data-stretches={drawn.reduce((sum, { rows }) => sum + rows.starts.length, 0)}
      data-from-us={range.fromUs}
      data-to-us={range.toUs}
      data-low={domain.low}
      data-high={domain.high}
      data-locked={locked !== null}
    >
      {props.header(domain, onType)}
      <LaneRangePopover
        open={typing}
        title={spec.title}
        unit={spec.unit}
        domain={domain}
        onLock={onLock}
        onFree={() => axes.onFree(laneId)}
        onClose={() => setTyping(false)}
      >
        <LaneAxis
          unit={spec.unit}
          domain={domain}
          height={height}
          ticks={valueAxis}
          rem={rem}
          onLock={onLock}
          onType={onType}
        />
      </LaneRangePopover>
      <div className="lane-plot" style={{ width }}>
        <svg className="lane-layer" width={width} height={height} aria-hidden="true">
          <path d={gridPath(valueAxis.values, ticks, domain, props)} className="grid" />
          {valueAxis.values.includes(0) && <path d={`M0 ${crisp(0, domain, height)}H${width}`} className="grid-zero" />}
        </svg>
        <LaneChart
          signals={drawn}
          width={width}
          height={height}
          seconds={seconds}
          low={domain.low}
          high={domain.high}
        />
        <GapMarks
          gaps={gaps}
          range={range}
          nowUs={props.nowUs}
          width={width}
          height={height}
          saysWhy={props.saysWhy}
          avoid={props.avoid}
          rem={rem}
        />
        <LineEnds signals={drawn} seconds={seconds} domain={domain} width={width} height={height} rem={rem} />
        {props.cursor(domain)}
      </div>
    </section>
  )
}

const crisp = (value: number, domain: YSpan, height: number): number => Math.round(yOf(value, domain, height)) + 0.5

/** All grid lines as one path; the zero line is drawn apart. */
function gridPath(
  values: readonly number[],
  ticks: readonly TimeTick[],
  domain: YSpan,
  { range, width, height }: Pick<LaneProps, 'range' | 'width' | 'height'>,
): string {
  const perUs = width / (range.toUs - range.fromUs)
  const across = values.filter((value) => value !== 0).map((value) => `M0 ${crisp(value, domain, height)}H${width}`)
  const down = ticks.map(({ tUs }) => `M${((tUs - range.fromUs) * perUs).toFixed(1)} 0V${height}`)
  return [...across, ...down].join('')
}
