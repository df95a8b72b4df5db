import { type KeyboardEvent, type PointerEvent, type ReactNode, type Ref, useEffect, useRef } from 'react'
import { type Effect, type Gesture, type Hand, IDLE, nextGesture, type PlotFrame, timeAt } from '../../lib/gestures'

/** What the chart's own keys ask for. */
export type ChartKey =
  | { readonly do: 'zoom'; readonly factor: number }
  | { readonly do: 'pan'; readonly share: number }
  | { readonly do: 'step'; readonly direction: 1 | -1 }
  | { readonly do: 'edge'; readonly edge: 'A' | 'B' }

export interface PlotSurfaceProps {
  readonly surfaceRef: Ref<HTMLDivElement>
  /** Null while there is nothing to move. */
  readonly frame: PlotFrame | null
  readonly label: string
  readonly onEffect: (effect: Effect) => void
  readonly onHover: (tUs: number | null) => void
  readonly onFit: () => void
  readonly onKey: (key: ChartKey) => void
  readonly children?: ReactNode
}

/** The key of the chart, or null when it means nothing here. */
export function chartKey(key: string, shift: boolean): ChartKey | null {
  const share = shift ? 0.5 : 0.1
  switch (key) {
    case 'ArrowLeft':
      return { do: 'pan', share: -share }
    case 'ArrowRight':
      return { do: 'pan', share }
    case 'ArrowUp':
    case '+':
    case '=':
      return { do: 'zoom', factor: 0.8 }
    case 'ArrowDown':
    case '-':
      return { do: 'zoom', factor: 1.25 }
    case ',':
      return { do: 'step', direction: -1 }
    case '.':
      return { do: 'step', direction: 1 }
    case '1':
      return { do: 'edge', edge: 'A' }
    case '2':
      return { do: 'edge', edge: 'B' }
    default:
      return null
  }
}

/** Where hands meet the plot: one stop for the keyboard, one surface over all lanes for the pointer. */
export function PlotSurface({ surfaceRef, frame, label, onEffect, onHover, onFit, onKey, children }: PlotSurfaceProps) {
  const own = useRef<HTMLDivElement>(null)
  const gesture = useRef<Gesture>(IDLE)
  const feel = (hand: Hand): void => {
    if (!frame) return
    const [next, effect] = nextGesture(gesture.current, hand, frame)
    gesture.current = next
    if (effect) onEffect(effect)
  }
  const pxOf = (event: { readonly clientX: number }): number =>
    event.clientX - (own.current?.getBoundingClientRect().left ?? 0)
  const newest = useRef({ feel, pxOf })
  newest.current = { feel, pxOf }
  useEffect(() => {
    const element = own.current
    const turn = (event: WheelEvent): void => {
      event.preventDefault()
      const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)
      const raw = sideways && event.deltaX !== 0 ? event.deltaX : event.deltaY
      const deltaPx = raw * (event.deltaMode === 1 ? 33 : event.deltaMode === 2 ? 400 : 1) * (event.ctrlKey ? 4 : 1)
      newest.current.feel({ on: 'wheel', px: newest.current.pxOf(event), deltaPx, shift: sideways })
    }
    element?.addEventListener('wheel', turn, { passive: false })
    return () => element?.removeEventListener('wheel', turn)
  }, [])
  const down = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    feel({ on: 'down', px: pxOf(event), shift: event.shiftKey })
  }
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    const px = pxOf(event)
    if (frame) onHover(timeAt(frame, px))
    if (gesture.current.kind !== 'idle') feel({ on: 'move', px })
  }
  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const key = chartKey(event.key, event.shiftKey)
    if (!key) return
    event.preventDefault()
    onKey(key)
  }
  return (
    <div
      ref={(element) => {
        own.current = element
        if (typeof surfaceRef === 'function') surfaceRef(element)
        else if (surfaceRef) surfaceRef.current = element
      }}
      className="plot-surface"
      role="application"
      aria-label={label}
      aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown + - , . 1 2"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the chart is one stop of the keyboard
      tabIndex={0}
      data-testid="plot"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={() => feel({ on: 'up' })}
      onPointerCancel={() => feel({ on: 'cancel' })}
      onPointerLeave={() => onHover(null)}
      onDoubleClick={onFit}
      onKeyDown={press}
    >
      {children}
    </div>
  )
}
