import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { useActions } from '../../state/use-actions'
import { scopeOf } from '../../state/view'
import { type LaneSpec, signalsOf } from './select-lanes'

/** Buckets are asked for one to about this many pixels: finer than that nobody sees. */
const PX_PER_BUCKET = 1.2
/** A fixed view that reaches to the newest sample is asked for again this often. */
const REFRESH_MS = 1_000
/** A view ends this near to the newest sample, and still reaches it. */
const NEAR_END_US = 2e6

/**
 * Asks for the buckets of a fixed range whenever it changes; while it reaches to the newest sample, again every second.
 * A session that is still being recorded is one whose end moves: a view that reached it goes on reaching it.
 */
export function useWindowData(specs: readonly LaneSpec[], widthPx: number): void {
  const stores = useStores()
  const { view, series, live } = stores
  const actions = useActions()
  const range = useStore(view.store, (s) => s.range)
  const session = useStore(view.store, (s) => s.session)
  const grows = session !== null && session.state === 'recording' && session.endUs === null
  useEffect(() => {
    if (!range || widthPx === 0 || specs.length === 0) return
    const scope = scopeOf({ session })
    const ask = (): void =>
      series.askWindow({
        scope,
        channels: signalsOf(specs).map(({ id }) => id),
        fromUs: Math.floor(range.fromUs),
        toUs: Math.ceil(range.toUs),
        buckets: widthPx / PX_PER_BUCKET,
      })
    ask()
    if (session && !grows) return
    let endUs = stores.nowUs()
    const timer = setInterval(() => {
      const before = endUs
      endUs = stores.nowUs()
      if (grows) {
        if (range.toUs < before - NEAR_END_US) return
        if (range.toUs < endUs) actions.growTo(endUs)
        else ask()
      } else {
        const { nowUs } = live.store.getState()
        if (nowUs !== null && nowUs < range.toUs + NEAR_END_US) ask()
      }
    }, REFRESH_MS)
    return () => clearInterval(timer)
  }, [range, session, grows, specs, widthPx, stores, series, live, actions])
}
