import { formatFixed } from '@contract/quantity'
import { type ReactNode, useMemo } from 'react'
import { extentOf } from '../../lib/buckets'
import { laneRows } from '../../lib/rows'
import { type TimeTick, valueTicks } from '../../lib/ticks'
import type { Range } from '../../lib/x-range'
import { GapMarks } from './GapMarks'
import { LaneChart, SparseDots } from './LaneChart'
import { axisPrefix, type LaneData, yOf } from './lane-data'
import { useYDomain } from './use-y-domain'

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
  readonly header: (domain: { readonly low: number; readonly high: number }) => ReactNode
  readonly cursor: (domain: { readonly low: number; readonly high: number }) => ReactNode
}

/** One lane: header, value axis, plot. An empty one keeps its axes. */
export function Lane(props: LaneProps) {
  const { lane, range, width, height, ticks, subject, header, cursor } = props
  const { spec, envelope, gaps } = lane
  const extent = useMemo(
    () => (envelope ? extentOf(envelope, range.fromUs, range.toUs) : null),
    [envelope, range.fromUs, range.toUs],
  )
  const domain = useYDomain(`${subject} ${spec.id}`, extent, spec)
  const drawn = useMemo(
    () =>
      envelope ? laneRows(envelope, gaps, range, range.fromUs, width) : { rows: [], banded: false, sparse: false },
    [envelope, gaps, range, width],
  )
  const axis = valueTicks(domain.low, domain.high, height)
  const prefix = axisPrefix(domain)
  const y = (value: number): number => Math.round(yOf(value, domain, height)) + 0.5
  const chart = { drawn, width, height, colour: spec.colour, low: domain.low, high: domain.high }
  const seconds = (range.toUs - range.fromUs) / 1e6
  const decimals = Math.max(0, axis.decimals + prefix.power)
  return (
    <section
      className="lane"
      style={{ height }}
      aria-label={`${spec.title}, ${spec.sourceName}`}
      data-testid={spec.testId}
    >
      {header(domain)}
      <svg className="lane-axis" height={height} aria-hidden="true">
        {axis.values.map((value) => (
          <text key={value} x="100%" dx={-6} y={yOf(value, domain, height) + 4} textAnchor="end">
            {formatFixed(value * 10 ** -prefix.power, decimals)}
          </text>
        ))}
      </svg>
      <div className="lane-plot" style={{ width }}>
        <svg className="lane-layer" width={width} height={height} aria-hidden="true">
          {axis.values.map((value) => (
            <path key={value} d={`M0 ${y(value)}H${width}`} className={value === 0 ? 'grid-zero' : 'grid'} />
          ))}
          {ticks.map(({ tUs }) => (
            <path
              key={tUs}
              d={`M${(((tUs - range.fromUs) / (range.toUs - range.fromUs)) * width).toFixed(1)} 0V${height}`}
              className="grid"
            />
          ))}
        </svg>
        <LaneChart {...chart} seconds={seconds} />
        <SparseDots {...chart} seconds={seconds} />
        <GapMarks
          gaps={gaps}
          range={range}
          nowUs={props.nowUs}
          width={width}
          height={height}
          saysWhy={props.saysWhy}
          avoid={props.avoid}
          rem={props.rem}
        />
        {cursor(domain)}
      </div>
    </section>
  )
}
