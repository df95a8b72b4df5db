import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react'

export interface Size {
  readonly width: number
  readonly height: number
}

/** The size of an element's content in whole pixels, kept up to date. */
export function useSize<T extends HTMLElement>(): readonly [RefObject<T | null>, Size] {
  const ref = useRef<T>(null)
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = (): void => {
      const next = { width: Math.floor(element.clientWidth), height: Math.floor(element.clientHeight) }
      setSize((held) => (held.width === next.width && held.height === next.height ? held : next))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, size]
}

/** Size of type against its normal size: 1.5 at a font scale of 150 %. SVG text is placed with it. */
export function useRem(size: Size): number {
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changes the type also changes a size
  return useMemo(() => {
    const px = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    return Number.isFinite(px) && px > 0 ? px / 10 : 1
  }, [size])
}
