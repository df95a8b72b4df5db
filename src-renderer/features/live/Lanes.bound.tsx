import { formatDate } from '@contract/quantity'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { stepBucket } from '../../lib/buckets'
import type { Effect } from '../../lib/gestures'
import { type TimeScale, zoneOf } from '../../lib/ticks'
import type { Range } from '../../lib/x-range'
import { boundsOf, followedRange } from '../../state/actions'
import { useStores } from '../../state/stores'
import { useActions } from '../../state/use-actions'
import { BoundCrosshair, BoundCursorSummary, BoundLaneHeader, BoundTimeTag } from './cursor-parts.bound'
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
  const range = useShownRange(view.range)
  useWindowData(specs, widthPx)
  const lanes = useMemo(() => selectLaneData(specs, live ?? shown), [specs, live, shown])
  const bounds = boundsOf(stores)
  const canMove = bounds !== null
  const whole = bounds ?? range
  const nowUs = Math.min(whole.toUs, range.toUs)

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
        nowUs={nowUs}
        selection={view.selection}
        scale={scale}
        dateText={scale.mode === 'relative' ? 'since start' : formatDate(range.fromUs, zoneOf(scale))}
        subject={view.session?.id ?? 'live'}
        note={canMove ? null : 'No samples yet. The first one is drawn within a second after a source connects.'}
        onSize={setWidthPx}
        onEffect={onEffect}
        onHover={(tUs) => stores.cursor.setState({ tUs, byKey: false })}
        onFit={actions.fit}
        onKey={onKey}
        header={(place) => <BoundLaneHeader place={place} following={following} />}
        cursor={(place) => <BoundCrosshair {...place} />}
        tag={(plot) => <BoundTimeTag {...plot} scale={scale} />}
      />
      <BoundCursorSummary places={lanes} scale={scale} />
    </>
  )
}

/** The fixed range, or the one that follows; before the first sample the last minute. */
function useShownRange(fixed: Range | null): Range {
  const { live, nowUs: clock } = useStores()
  const nowUs = useStore(live.store, (s) => (fixed ? null : s.nowUs))
  const firstUs = useStore(live.store, (s) => (fixed ? null : s.firstUs))
  const windowUs = useStore(live.store, (s) => s.windowUs)
  return useMemo(() => {
    if (fixed) return fixed
    const endUs = nowUs ?? clock()
    return followedRange(endUs, firstUs ?? endUs - 60e6, windowUs)
  }, [fixed, nowUs, firstUs, windowUs, clock])
}

function withEdge(held: Range, edge: 'A' | 'B', tUs: number): Range {
  const [fromUs, toUs] = edge === 'A' ? [tUs, Math.max(held.toUs, tUs + 1)] : [Math.min(held.fromUs, tUs - 1), tUs]
  return { fromUs, toUs }
}
