import type { AlignPicture, AlignView } from '@contract/alignment'
import type { HostClock } from '@contract/clocks'
import type { Envelope } from '@contract/model'
import { formatFixed } from '@contract/quantity'
import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { extentOf } from '../../lib/buckets'
import { pointsOf, runPaths, runsOf } from '../../lib/envelope-points'
import { type TimeScale, timeTicks, valueTicks } from '../../lib/ticks'
import { lengthOf, type Range } from '../../lib/x-range'
import { useRem, useSize } from '../../ui/use-size'

export interface AlignLanesProps {
  readonly view: AlignView
  readonly picture: AlignPicture | null
  readonly clock: HostClock | null
  readonly range: Range
  readonly scale: TimeScale
  /** The machine as it was recorded is shown as well. */
  readonly both: boolean
  readonly onShow: (range: Range) => void
  /** The machine is moved by so much. */
  readonly onMove: (byUs: number) => void
}

const LEFT = 172
const AXIS_AT = 160
const RULER = 26
const GAP = 22
const LEAST_LANE = 56

interface LaneOf {
  readonly id: 'wall' | 'recorded' | 'aligned'
  readonly name: string
  readonly note: string
  readonly envelope: Envelope | null
  readonly colour: string
}

/** Wall power, the machine as recorded, and the machine under the clock that is tried, on one time axis. Drag the machine to move it. */
export function AlignLanes(props: AlignLanesProps) {
  const { view, picture, clock, range, both, scale } = props
  const [box, size] = useSize<HTMLDivElement>()
  const rem = useRem(size)
  const [drag, setDrag] = useState<{
    readonly what: 'machine' | 'time'
    readonly fromPx: number
    readonly byPx: number
  } | null>(null)
  const width = Math.max(0, size.width - LEFT * rem - 12)
  const perPx = lengthOf(range) / Math.max(1, width)
  useWheel(box, (event) => {
    const at = (event.clientX - (box.current?.getBoundingClientRect().left ?? 0) - LEFT * rem) / Math.max(1, width)
    const length = lengthOf(range)
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const byUs = ((event.shiftKey ? event.deltaY : event.deltaX) / 100) * 0.1 * length
      props.onShow({ fromUs: range.fromUs + byUs, toUs: range.toUs + byUs })
      return
    }
    const wanted = length * 1.2 ** (event.deltaY / 100)
    const about = range.fromUs + Math.min(1, Math.max(0, at)) * length
    const fromUs = about - Math.min(1, Math.max(0, at)) * wanted
    props.onShow({ fromUs, toUs: fromUs + wanted })
  })

  const lanes: readonly LaneOf[] = [
    ...(view.wall
      ? [
          {
            id: 'wall' as const,
            name: 'Wall power',
            note: `${view.wall.label}, ${view.wall.unit}`,
            envelope: picture?.wall ?? null,
            colour: 's1',
          },
        ]
      : []),
    ...(view.machine && both
      ? [
          {
            id: 'recorded' as const,
            name: `${view.host} as recorded`,
            note: `${view.machine.label}, ${view.machine.unit}`,
            envelope: picture?.recorded ?? null,
            colour: 's5',
          },
        ]
      : []),
    ...(view.machine
      ? [
          {
            id: 'aligned' as const,
            name: `${view.host} proposed`,
            note: 'all its series move',
            envelope: picture?.aligned ?? null,
            colour: 's5',
          },
        ]
      : []),
  ]
  const laneHeight = Math.max(
    LEAST_LANE,
    (size.height - RULER * rem - GAP * (lanes.length - 1) - 8) / Math.max(1, lanes.length),
  )
  const top = (i: number): number => 4 + i * (laneHeight + GAP)
  const bottomOf = (i: number): number => top(i) + laneHeight
  const x = (tUs: number): number => LEFT * rem + ((tUs - range.fromUs) / lengthOf(range)) * width
  const shiftPx = drag?.what === 'machine' ? drag.byPx : 0
  const panPx = drag?.what === 'time' ? drag.byPx : 0
  const at = (id: LaneOf['id']): number => lanes.findIndex((lane) => lane.id === id)
  const [wallAt, recordedAt, alignedAt] = [at('wall'), at('recorded'), at('aligned')]
  const edges = (picture?.edges ?? []).filter(({ atUs }) => atUs >= range.fromUs && atUs <= range.toUs)
  const offsetUs = clock ? clock.offsetUs + clock.driftPpm * 1e-6 * (range.fromUs - clock.refUs - clock.offsetUs) : 0

  const down = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return
    const y = event.clientY - event.currentTarget.getBoundingClientRect().top
    const machine = alignedAt >= 0 && y >= top(alignedAt) && y <= bottomOf(alignedAt)
    event.currentTarget.setPointerCapture(event.pointerId)
    setDrag({ what: machine ? 'machine' : 'time', fromPx: event.clientX, byPx: 0 })
  }
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (drag) setDrag({ ...drag, byPx: event.clientX - drag.fromPx })
  }
  const up = (): void => {
    if (drag && drag.byPx !== 0) {
      const byUs = drag.byPx * perPx
      if (drag.what === 'machine') props.onMove(byUs)
      else props.onShow({ fromUs: range.fromUs - byUs, toUs: range.toUs - byUs })
    }
    setDrag(null)
  }

  // A label that would be cut off at an end is left out.
  const ticks = timeTicks(range, width, scale, 90 * rem).filter(
    ({ tUs }) => x(tUs) > LEFT * rem && x(tUs) < LEFT * rem + width - 20 * rem,
  )
  return (
    <div
      ref={box}
      className="align-lanes"
      data-testid="align-lanes"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={() => setDrag(null)}
    >
      <svg width={size.width} height={size.height} role="img" aria-label={summaryOf(view, picture)}>
        <defs>
          <clipPath id="align-plot">
            <rect x={LEFT * rem} y="0" width={width} height={Math.max(0, size.height)} />
          </clipPath>
        </defs>
        {lanes.map((lane, i) => (
          <Lane
            key={lane.id}
            lane={lane}
            range={range}
            top={top(i)}
            height={laneHeight}
            left={LEFT * rem}
            axisAt={AXIS_AT * rem}
            width={width}
            rem={rem}
            byPx={panPx + (lane.id === 'aligned' ? shiftPx : 0)}
          />
        ))}
        <g clipPath="url(#align-plot)" transform={panPx === 0 ? undefined : `translate(${panPx} 0)`}>
          {edges.map(({ atUs, offUs }) => (
            <g key={atUs} className="align-edge">
              {wallAt >= 0 && <path d={`M${x(atUs)} ${top(wallAt)}V${bottomOf(wallAt)}`} />}
              {alignedAt >= 0 && <path d={`M${x(atUs)} ${top(alignedAt)}V${bottomOf(alignedAt)}`} />}
              {wallAt >= 0 && recordedAt >= 0 && (
                <path d={`M${x(atUs)} ${bottomOf(wallAt)}L${x(atUs - offsetUs)} ${top(recordedAt)}`} />
              )}
              {recordedAt >= 0 && alignedAt >= 0 && (
                <path
                  className="align-edge--moved"
                  d={`M${x(atUs - offsetUs)} ${bottomOf(recordedAt)}L${x(atUs) + shiftPx} ${top(alignedAt)}`}
                />
              )}
              {wallAt >= 0 && <circle cx={x(atUs)} cy={top(wallAt) + laneHeight / 2} r="3.2" />}
              {alignedAt >= 0 && offUs !== null && (
                <circle cx={x(atUs + offUs) + shiftPx} cy={top(alignedAt) + laneHeight / 2} r="3.2" />
              )}
            </g>
          ))}
        </g>
        {ticks.map(({ tUs, label }) => (
          <text key={tUs} className="align-time" x={x(tUs) + panPx} y={size.height - 8 * rem} textAnchor="middle">
            {label}
          </text>
        ))}
        {alignedAt >= 0 && (
          <g className="align-shift" transform={`translate(${LEFT * rem + width / 2} ${top(alignedAt) - GAP / 2})`}>
            <rect x={-58 * rem} y={-9 * rem} width={116 * rem} height={18 * rem} rx="2" />
            <text y={4 * rem} textAnchor="middle" data-testid="align-shift">
              {`shift ${signed((clock?.offsetUs ?? 0) + shiftPx * perPx)} s`}
            </text>
          </g>
        )}
      </svg>
    </div>
  )
}

const signed = (us: number): string => `${us < 0 ? '−' : '+'}${formatFixed(Math.abs(us) / 1e6, 3)}`

function summaryOf({ host, wall }: AlignView, picture: AlignPicture | null): string {
  const n = picture?.edges.length ?? 0
  return wall ? `${host} against ${wall.label}, ${n} load edges` : `${host}, nothing to compare with`
}

function Lane({
  lane,
  range,
  top,
  height,
  left,
  axisAt,
  width,
  rem,
  byPx,
}: {
  readonly lane: LaneOf
  readonly range: Range
  readonly top: number
  readonly height: number
  readonly left: number
  readonly axisAt: number
  readonly width: number
  readonly rem: number
  readonly byPx: number
}) {
  const { envelope } = lane
  const extent = envelope && extentOf(envelope, range.fromUs, range.toUs)
  const low = Math.min(0, extent?.[0] ?? 0)
  const high = Math.max(extent?.[1] ?? 0, low + 1e-6) * 1.08
  const { values, decimals } = valueTicks(low, high, height, rem)
  const y = (value: number): number => top + ((high - value) / (high - low)) * height
  const runs = envelope ? runsOf(pointsOf(envelope, range)) : []
  return (
    <g className="align-lane" data-lane={lane.id}>
      <rect x={left} y={top} width={width} height={height} />
      <text className="align-name" x={16 * rem} y={top + 22 * rem}>
        {short(lane.name, 19)}
      </text>
      <text className="align-note" x={16 * rem} y={top + 38 * rem}>
        <title>{lane.note}</title>
        {short(lane.note, 21)}
      </text>
      {values.map((value) => (
        <g key={value}>
          <path className="align-grid" d={`M${left} ${y(value)}h${width}`} />
          <text className="align-tick" x={axisAt} y={y(value) + 4 * rem} textAnchor="end">
            {extent ? formatFixed(value, decimals) : ''}
          </text>
        </g>
      ))}
      <g clipPath="url(#align-plot)">
        <g transform={byPx === 0 ? undefined : `translate(${byPx} 0)`}>
          {runs.map((run) => {
            const { band, line } = runPaths(run, (share) => left + share * width, y)
            return (
              <g key={run[0]?.at} style={{ color: `var(--${lane.colour})` }} opacity={lane.id === 'recorded' ? 0.7 : 1}>
                <path className="align-band" d={band} />
                <path className="align-line" d={line} />
              </g>
            )
          })}
        </g>
      </g>
      {runs.length === 0 && (
        <text className="align-note" x={left + 12 * rem} y={top + height / 2}>
          No sample of {lane.id === 'wall' ? 'the wall power' : 'the machine'} in this window
        </text>
      )}
    </g>
  )
}

const short = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

/** React's wheel listeners are passive: this one keeps the page from scrolling. */
function useWheel(box: React.RefObject<HTMLDivElement | null>, turn: (event: WheelEvent) => void): void {
  const latest = useRef(turn)
  latest.current = turn
  useEffect(() => {
    const element = box.current
    if (!element) return
    const hear = (event: WheelEvent): void => {
      event.preventDefault()
      latest.current(event)
    }
    element.addEventListener('wheel', hear, { passive: false })
    return () => element.removeEventListener('wheel', hear)
  }, [box])
}
