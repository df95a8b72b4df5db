import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { scopeOf } from '../../state/view'
import type { LaneSpec } from './select-lanes'

/** Buckets are asked for one to about this many pixels: finer than that nobody sees. */
const PX_PER_BUCKET = 1.2
/** A frozen view that reaches to the newest sample is asked for again this often. */
const REFRESH_MS = 1_000

/** Asks for the buckets of a fixed range whenever it changes; while it reaches to the newest sample, again every second. */
export function useWindowData(specs: readonly LaneSpec[], widthPx: number): void {
  const { view, series, live } = useStores()
  const range = useStore(view.store, (s) => s.range)
  const session = useStore(view.store, (s) => s.session)
  useEffect(() => {
    if (!range || widthPx === 0 || specs.length === 0) return
    const scope = scopeOf({ session })
    const ask = (): void =>
      series.askWindow({
        scope,
        channels: specs.map(({ id }) => id),
        fromUs: Math.floor(range.fromUs),
        toUs: Math.ceil(range.toUs),
        buckets: widthPx / PX_PER_BUCKET,
      })
    ask()
    if (scope.kind === 'session') return
    const timer = setInterval(() => {
      const { nowUs } = live.store.getState()
      if (nowUs !== null && nowUs < range.toUs + 2e6) ask()
    }, REFRESH_MS)
    return () => clearInterval(timer)
  }, [range, session, specs, widthPx, series, live])
}
