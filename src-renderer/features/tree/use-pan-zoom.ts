import { type PointerEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type Extent, fitInto, type PanZoom, zoomAt } from '../../lib/pan-zoom'
import { useSize } from '../../ui/use-size'

/** A drag shorter than this is a click. */
const CLICK_PX = 4
const WHEEL_STEP = 0.0015

/**
 * How the drawing lies in its window, and the hands that move it: wheel, drag, fit. At first its letters have their full
 * size, and one that is larger than the window is panned; only a person makes it smaller.
 */
export function usePanZoom(drawn: Extent, centreY: number, rem: number) {
  const [ref, size] = useSize<HTMLDivElement>()
  const [view, setView] = useState<PanZoom | null>(null)
  // Until a hand has moved it, the drawing follows the size of its window.
  const moved = useRef(false)
  const move = useCallback((change: (held: PanZoom | null) => PanZoom | null): void => {
    moved.current = true
    setView(change)
  }, [])
  const drag = useRef<{ readonly x: number; readonly y: number; readonly from: PanZoom; moved: boolean } | null>(null)
  const fitAll = useCallback(() => move(() => fitInto(drawn, size, rem)), [move, drawn, size, rem])
  const ready = size.width > 0 && drawn.height > 0
  useLayoutEffect(() => {
    if (ready && !moved.current) setView(fitInto(drawn, size, rem, rem, centreY))
  }, [ready, drawn, size, rem, centreY])
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const turn = (event: WheelEvent): void => {
      event.preventDefault()
      const box = element.getBoundingClientRect()
      move((held) => {
        if (!held) return held
        if (event.shiftKey) return { ...held, x: held.x - (event.deltaX || event.deltaY) }
        return zoomAt(held, event.clientX - box.left, event.clientY - box.top, Math.exp(-event.deltaY * WHEEL_STEP))
      })
    }
    element.addEventListener('wheel', turn, { passive: false })
    return () => element.removeEventListener('wheel', turn)
  }, [ref, move])
  const zoom = useCallback(
    (factor: number) => move((held) => held && zoomAt(held, size.width / 2, size.height / 2, factor)),
    [move, size],
  )
  return {
    ref,
    size,
    view: view ?? { x: 0, y: 0, scale: rem },
    move,
    fitAll,
    zoom,
    /** True when the press that just ended moved the drawing, so that it was no click. */
    wasDrag: (): boolean => drag.current?.moved ?? false,
    hands: {
      onPointerDown(event: PointerEvent<HTMLElement>): void {
        if (event.button !== 0 || !view) return
        drag.current = { x: event.clientX, y: event.clientY, from: view, moved: false }
      },
      onPointerMove(event: PointerEvent<HTMLElement>): void {
        const held = drag.current
        if (!held || (event.buttons & 1) === 0) return
        const [dx, dy] = [event.clientX - held.x, event.clientY - held.y]
        if (!held.moved && Math.hypot(dx, dy) < CLICK_PX) return
        if (!held.moved) event.currentTarget.setPointerCapture(event.pointerId)
        held.moved = true
        move(() => ({ ...held.from, x: held.from.x + dx, y: held.from.y + dy }))
      },
    },
  }
}
