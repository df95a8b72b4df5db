import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { type LaneSpec, selectLiveLanes, selectSessionLanes, shownLanes } from './select-lanes'

/** All lanes there could be, and those that are drawn. Both stay the same objects until a lane really changes. */
export interface LaneSpecs {
  readonly all: readonly LaneSpec[]
  readonly specs: readonly LaneSpec[]
}

/** Lanes of what the chart shows: of what comes in now, or of the opened session. */
export function useLanes(): LaneSpecs {
  const { live, instruments, layout, view } = useStores()
  const session = useStore(view.store, (s) => s.session)
  const list = useStore(instruments.store, (s) => s.list)
  const drawn = useStore(live.store, (s) => [...s.lanes.keys()].join('\n'))
  const choice = useStore(layout.store)
  const text = useMemo(() => {
    const lanes = new Map(drawn.split('\n').map((id) => [id, EMPTY]))
    return JSON.stringify(
      session ? selectSessionLanes(session, list, choice) : selectLiveLanes(list, { lanes }, choice),
    )
  }, [session, list, drawn, choice])
  return useMemo(() => {
    const all = JSON.parse(text) as readonly LaneSpec[]
    return { all, specs: shownLanes(all) }
  }, [text])
}

const NONE = new Float64Array()
const EMPTY = { startUs: 0, stepUs: 1, n: NONE, min: NONE, max: NONE, mean: NONE }
