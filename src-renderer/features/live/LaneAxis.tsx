import type { SiUnit } from '@contract/model'
import { formatFixed } from '@contract/quantity'
import { memo, type PointerEvent, useEffect, useRef } from 'react'
import { shiftY, type YSpan, zoomY } from '../../lib/y-domain'
import { axisPrefix, valueAt, yOf } from './lane-data'

export interface LaneAxisProps {
  readonly domain: YSpan
  readonly unit: SiUnit
  readonly height: number
  /** Values of the ticks, and the decimals they need without prefix. */
  readonly ticks: { readonly values: readonly number[]; readonly decimals: number }
  /** Size of type against its normal size. */
  readonly rem: number
  readonly onLock: (span: YSpan) => void
  /** Asks for exact ends. */
  readonly onType: () => void
}

/** A wheel notch (100 px) zooms by about a quarter. */
const WHEEL_ZOOM = 0.0025
/** Movements below this are a click. */
const CLICK_PX = 3

/** The value axis: wheel zooms about the pointer, drag shifts, double-click asks for exact ends. The lane menu does the same by keyboard. */
export const LaneAxis = memo(function LaneAxis({ domain, unit, height, ticks, rem, onLock, onType }: LaneAxisProps) {
  const box = useRef<HTMLDivElement>(null)
  const drag = useRef<{ readonly startY: number; readonly start: YSpan; moved: boolean } | null>(null)
  const newest = useRef({ domain, height, onLock })
  newest.current = { domain, height, onLock }
  useEffect(() => {
    const element = box.current
    const turn = (event: WheelEvent): void => {
      event.preventDefault()
      const now = newest.current
      const y = event.clientY - (element?.getBoundingClientRect().top ?? 0)
      const deltaPx = event.deltaY * (event.deltaMode === 1 ? 33 : event.deltaMode === 2 ? 400 : 1)
      now.onLock(zoomY(now.domain, valueAt(y, now.domain, now.height), Math.exp(deltaPx * WHEEL_ZOOM)))
    }
    element?.addEventListener('wheel', turn, { passive: false })
    return () => element?.removeEventListener('wheel', turn)
  }, [])
  const down = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { startY: event.clientY, start: domain, moved: false }
  }
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    const held = drag.current
    if (!held) return
    const dy = event.clientY - held.startY
    if (!held.moved && Math.abs(dy) < CLICK_PX) return
    held.moved = true
    const perPx = valueAt(0, held.start, height) - valueAt(1, held.start, height)
    onLock(shiftY(held.start, dy * perPx))
  }
  const prefix = axisPrefix(domain, unit)
  /** Beside its tick, and whole inside the lane. */
  const labelY = (y: number): number => Math.min(Math.max(y + 4 * rem, 10 * rem), height - 2)
  const decimals = tickDecimals(ticks, prefix.power)
  return (
    <div
      ref={box}
      className="lane-axis"
      aria-hidden="true"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={() => {
        drag.current = null
      }}
      onPointerCancel={() => {
        drag.current = null
      }}
      onDoubleClick={onType}
    >
      <svg height={height} aria-hidden="true">
        {ticks.values.map((value) => (
          <text key={value} x="100%" dx={-6} y={labelY(yOf(value, domain, height))} textAnchor="end">
            {formatFixed(value * 10 ** -prefix.power, decimals)}
          </text>
        ))}
      </svg>
    </div>
  )
})

/** Decimals of the labels under a prefix: as many as the step between two ticks asks for. */
function tickDecimals({ values, decimals }: LaneAxisProps['ticks'], power: number): number {
  const [first, second] = values
  if (first === undefined || second === undefined) return Math.max(0, decimals + Math.min(power, 0))
  return Math.max(0, power - Math.floor(Math.log10(second - first) + 1e-9))
}
