import { useCallback, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { stepBucket } from '../../lib/buckets'
import type { Effect } from '../../lib/gestures'
import type { TimeScale } from '../../lib/ticks'
import type { Range } from '../../lib/x-range'
import { boundsOf, followedRange } from '../../state/actions'
import { followEnd, isSilent } from '../../state/newest'
import { useStores } from '../../state/stores'
import { useActions } from '../../state/use-actions'
import { type View, wholeSession } from '../../state/view'
import { BoundCrosshair, BoundCursorSummary, BoundLaneHeader, BoundRuler } from './cursor-parts.bound'
import { Lanes } from './Lanes'
import type { ChartKey } from './PlotSurface'
import { selectLaneData } from './select-lane-data'
import type { LaneSpec } from './select-lanes'
import { useWindowData } from './use-window-data.bound'

/** The lanes on what the view shows: following the newest sample, frozen, or inside a session. */
export function BoundLanes({ specs, scale }: { readonly specs: readonly LaneSpec[]; readonly scale: TimeScale }) {
  const stores = useStores()
  const actions = useActions()
  const [widthPx, setWidthPx] = useState(0)
  const view = useStore(stores.view.store)
  const following = view.mode === 'live' && view.session === null
  const live = useStore(stores.live.store, (s) => (following ? s : null))
  const shown = useStore(stores.series.shown, (s) => (following ? null : s))
  const { range, endUs } = useShown(view)
  useWindowData(specs, widthPx)
  const lanes = useMemo(() => selectLaneData(specs, live ?? shown), [specs, live, shown])
  const bounds = boundsOf(stores)
  const canMove = bounds !== null
  const whole = bounds ?? range

  const onEffect = useCallback(
    (effect: Effect) => {
      if (effect.do === 'show') actions.show(effect.range)
      else if (effect.do === 'select') stores.view.select(effect.range)
      else stores.view.clearSelection()
    },
    [actions, stores],
  )
  const onKey = (key: ChartKey): void => {
    const { tUs } = stores.cursor.getState()
    const middle = tUs ?? (range.fromUs + range.toUs) / 2
    if (key.do === 'zoom') actions.zoom(key.factor)
    else if (key.do === 'pan') actions.pan(key.share)
    else if (key.do === 'step') {
      const envelope = lanes.find((lane) => lane.envelope)?.envelope
      const at = envelope && stepBucket(envelope, middle, key.direction)
      if (at) stores.cursor.setState({ tUs: at.tUs, byKey: true })
    } else stores.view.select(withEdge(view.selection ?? range, key.edge, Math.round(middle)))
  }
  useEffect(() => () => stores.cursor.setState({ tUs: null, byKey: false }), [stores])
  return (
    <>
      <Lanes
        lanes={lanes}
        range={range}
        bounds={whole}
        canMove={canMove}
        nowUs={endUs}
        selection={view.selection}
        scale={scale}
        subject={view.session?.id ?? 'live'}
        note={canMove ? null : 'No samples yet. The first one is drawn within a second after a source connects.'}
        onSize={setWidthPx}
        onEffect={onEffect}
        onHover={(tUs) => stores.cursor.setState({ tUs, byKey: false })}
        onFit={actions.fit}
        onKey={onKey}
        header={(place) => <BoundLaneHeader place={place} following={following} />}
        cursor={(place) => <BoundCrosshair {...place} />}
        ruler={(plot) => <BoundRuler {...plot} scale={scale} />}
      />
      <BoundCursorSummary places={lanes} scale={scale} />
    </>
  )
}

/** What is shown, and where the data end for now. Before the first sample the last minute is shown. */
function useShown(view: View): { readonly range: Range; readonly endUs: number } {
  const { live, shell, instruments, nowUs: clock } = useStores()
  const newestUs = useStore(live.store, (s) => (view.range ? null : s.nowUs))
  const firstUs = useStore(live.store, (s) => (view.range ? null : s.firstUs))
  const windowUs = useStore(live.store, (s) => s.windowUs)
  const silent = useStore(instruments.store, (s) => isSilent(s.list))
  const clockUs = useStore(shell.store, (s) => (silent ? s.nowUs : null))
  return useMemo(() => {
    const { range, session } = view
    if (session && range) return { range, endUs: wholeSession(session, clock()).toUs }
    const newest = newestUs ?? live.store.getState().nowUs ?? clock()
    const endUs = followEnd(newest, clockUs ?? newest, silent)
    return { range: range ?? followedRange(endUs, firstUs ?? endUs - 60e6, windowUs), endUs }
  }, [view, newestUs, firstUs, windowUs, silent, clockUs, live, clock])
}

function withEdge(held: Range, edge: 'A' | 'B', tUs: number): Range {
  const [fromUs, toUs] = edge === 'A' ? [tUs, Math.max(held.toUs, tUs + 1)] : [Math.min(held.fromUs, tUs - 1), tUs]
  return { fromUs, toUs }
}
