import { type KeyboardEvent, type PointerEvent, type ReactNode, type Ref, useEffect, useRef, useState } from 'react'
import {
  type Box,
  boxOf,
  type Effect,
  edgeAt,
  type Gesture,
  type Hand,
  IDLE,
  nextGesture,
  type PlotFrame,
  readWheel,
  timeAt,
} from '../../lib/gestures'
import { type ChartKey, chartKey } from './chart-keys'

/** A place on the plot and in the window, in pixels. */
export interface PlotPoint {
  readonly px: number
  readonly py: number
  readonly x: number
  readonly y: number
}

export interface PlotSurfaceProps {
  readonly surfaceRef: Ref<HTMLDivElement>
  /** Null while there is nothing to move. */
  readonly frame: PlotFrame | null
  readonly label: string
  readonly onEffect: (effect: Effect) => void
  readonly onHover: (at: { readonly tUs: number; readonly py: number } | null) => void
  readonly onFit: () => void
  readonly onKey: (key: ChartKey) => void
  /** The menu was asked for, by hand at a point or by key. */
  readonly onMenu: (at: PlotPoint | null) => void
  /** A drag begins or ends: all it does is one step for undo. */
  readonly onHold: (holding: boolean) => void
  readonly children?: ReactNode
}

/** Where hands meet the plot: one stop for the keyboard, one surface over all lanes for the pointer. */
export function PlotSurface(props: PlotSurfaceProps) {
  const { surfaceRef, frame, onEffect, onHover } = props
  const own = useRef<HTMLDivElement>(null)
  const gesture = useRef<Gesture>(IDLE)
  const [box, setBox] = useState<Box | null>(null)
  const keyboard = useKeyboardFocus()
  const feel = (hand: Hand): void => {
    if (!frame) return
    const [next, effect] = nextGesture(gesture.current, hand, frame)
    gesture.current = next
    if (next.kind === 'box' || box) setBox(hand.on === 'move' ? boxOf(next, hand.px, hand.py) : null)
    if (effect) onEffect(effect)
  }
  const pointOf = (event: { readonly clientX: number; readonly clientY: number }): PlotPoint => {
    const { left = 0, top = 0 } = own.current?.getBoundingClientRect() ?? {}
    return { px: event.clientX - left, py: event.clientY - top, x: event.clientX, y: event.clientY }
  }
  useWheel(own, (event, ctrlDown) => {
    const { px, py } = pointOf(event)
    feel({ on: 'wheel', px, py, ...readWheel(event, ctrlDown) })
  })
  const down = (event: PointerEvent<HTMLDivElement>): void => {
    keyboard.byPointer()
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    props.onHold(true)
    feel({ on: 'down', ...pointOf(event), shift: event.shiftKey, ctrl: event.ctrlKey })
  }
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    const { px, py } = pointOf(event)
    if (!frame) return
    onHover({ tUs: timeAt(frame, px), py })
    if (gesture.current.kind !== 'idle') feel({ on: 'move', px, py })
    else event.currentTarget.style.cursor = edgeAt(frame, px) ? 'ew-resize' : ''
  }
  const letGo = (hand: Hand): void => {
    if (gesture.current.kind === 'idle') return
    feel(hand)
    props.onHold(false)
  }
  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    const key = chartKey(event, keyboard.isKeyed())
    if (!key) return
    event.preventDefault()
    // Once everybody has heard the key: a menu that is open by then takes it as its own and closes.
    if (key.do === 'menu') setTimeout(() => props.onMenu(null), 0)
    else props.onKey(key)
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
      aria-label={props.label}
      aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown Shift+ArrowLeft Shift+ArrowRight Shift+F10"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the chart is one stop of the keyboard
      tabIndex={0}
      data-testid="plot"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={(event) => letGo({ on: 'up', ...pointOf(event) })}
      onPointerCancel={() => letGo({ on: 'cancel' })}
      onPointerLeave={() => onHover(null)}
      onDoubleClick={props.onFit}
      onContextMenu={(event) => {
        event.preventDefault()
        props.onMenu(event.button === 2 ? pointOf(event) : null)
      }}
      onFocus={keyboard.focused}
      onBlur={keyboard.left}
      onKeyDown={press}
    >
      {props.children}
      {box && (
        <div
          className="zoom-box"
          style={{ left: box.left, top: box.top, width: box.right - box.left, height: box.bottom - box.top }}
        />
      )}
    </div>
  )
}

/** Tells a focus that came by keyboard from one that a click brought: only the first takes the arrow keys. */
function useKeyboardFocus() {
  const clicked = useRef(false)
  const keyed = useRef(false)
  return {
    byPointer(): void {
      clicked.current = true
      keyed.current = false
    },
    focused(): void {
      keyed.current = !clicked.current
    },
    left(): void {
      clicked.current = false
      keyed.current = false
    },
    isKeyed: (): boolean => keyed.current,
  }
}

/** Wheel events of an element, with whether a Control key is really down: a pinch only pretends. */
function useWheel(ref: { readonly current: HTMLElement | null }, turn: (event: WheelEvent, ctrlDown: boolean) => void) {
  const newest = useRef(turn)
  newest.current = turn
  useEffect(() => {
    const element = ref.current
    let ctrlDown = false
    const watch = (event: globalThis.KeyboardEvent): void => {
      if (event.key === 'Control') ctrlDown = event.type === 'keydown'
    }
    const forget = (): void => {
      ctrlDown = false
    }
    const wheel = (event: WheelEvent): void => {
      event.preventDefault()
      newest.current(event, ctrlDown)
    }
    element?.addEventListener('wheel', wheel, { passive: false })
    window.addEventListener('keydown', watch, true)
    window.addEventListener('keyup', watch, true)
    window.addEventListener('blur', forget)
    return () => {
      element?.removeEventListener('wheel', wheel)
      window.removeEventListener('keydown', watch, true)
      window.removeEventListener('keyup', watch, true)
      window.removeEventListener('blur', forget)
    }
  }, [ref])
}
