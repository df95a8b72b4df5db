import { useCallback, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { TimeScale } from '../../lib/ticks'
import { type Range, SHORTEST_US } from '../../lib/x-range'
import { boundsOf, followedRange } from '../../state/actions'
import { followEnd, isSilent } from '../../state/newest'
import { useStores } from '../../state/stores'
import { useActions } from '../../state/use-actions'
import { scopeOf, type View, wholeSession } from '../../state/view'
import { BoundCrosshair, BoundCursorSummary, BoundRuler } from './cursor-parts.bound'
import { BoundLaneHeader } from './LaneHeader.bound'
import { Lanes } from './Lanes'
import { BoundMarkTrack, useMarks } from './marks.bound'
import type { PlotPoint } from './PlotSurface'
import { selectLaneData } from './select-lane-data'
import { type LaneSpec, signalsOf } from './select-lanes'
import { useChartKeys } from './use-chart-keys.bound'
import { useEffects } from './use-effects.bound'
import { useEnds } from './use-ends.bound'
import { useWindowData } from './use-window-data.bound'

/** The lanes on what the view shows: following the newest sample, frozen, or inside a session. */
export function BoundLanes({ specs, scale }: { readonly specs: readonly LaneSpec[]; readonly scale: TimeScale }) {
  const stores = useStores()
  const { cursor, places, shell, undo } = stores
  const actions = useActions()
  const [widthPx, setWidthPx] = useState(0)
  const view = useStore(stores.view.store)
  const following = view.mode === 'live' && view.session === null
  const live = useStore(stores.live.store, (s) => (following ? s : null))
  const shown = useStore(stores.series.shown, (s) => (following ? null : s))
  const { range, endUs } = useShown(view)
  useWindowData(specs, widthPx)
  useEnds(specs)
  const lanes = useMemo(() => selectLaneData(specs, live ?? shown), [specs, live, shown])
  const marks = useMarks()
  const bounds = boundsOf(stores)
  const canMove = bounds !== null

  const { session } = view
  useEffect(() => {
    cursor.follow(
      scopeOf({ session }),
      signalsOf(specs).map(({ id }) => id),
    )
  }, [cursor, session, specs])
  const onHover = useCallback(
    (at: { readonly tUs: number; readonly py: number } | null) => {
      if (shell.store.getState().menu) return
      if (at) cursor.point(at.tUs, places.at(at.py)?.signals[0]?.id)
      else if (!cursor.store.getState().byKey) cursor.leave()
    },
    [cursor, places, shell],
  )
  const onMenu = (at: PlotPoint | null): void => {
    if (at)
      cursor.point(
        range.fromUs + (at.px / Math.max(1, widthPx)) * (range.toUs - range.fromUs),
        places.at(at.py)?.signals[0]?.id,
      )
    shell.openMenu(at ?? menuByKey(range, widthPx, cursor.store.getState().tUs))
  }
  const locked = useStore(stores.layout.store, (s) => s.y)
  const axes = useMemo(() => ({ locked, onLock: stores.layout.lockY, onFree: stores.layout.freeY }), [locked, stores])
  const onEffect = useEffects(range, widthPx)
  const onKey = useChartKeys(lanes, range)
  useEffect(() => () => cursor.leave(), [cursor])
  return (
    <>
      <Lanes
        lanes={lanes}
        range={range}
        bounds={bounds ?? { ...range, shortestUs: SHORTEST_US }}
        canMove={canMove}
        nowUs={endUs}
        cursors={view.cursors}
        selection={view.selection}
        scale={scale}
        subject={view.session?.id ?? 'live'}
        note={canMove ? null : 'No samples yet. The first one is drawn within a second after a source connects.'}
        onSize={setWidthPx}
        onEffect={onEffect}
        onHover={onHover}
        onFit={actions.fit}
        onKey={onKey}
        onMenu={onMenu}
        onHold={(holding) => (holding ? undo.hold() : undo.release())}
        axes={axes}
        header={(place) => <BoundLaneHeader place={place} following={following} scale={scale} />}
        cursor={(place) => <BoundCrosshair {...place} />}
        marks={marks}
        ruler={(plot) => (
          <>
            <BoundMarkTrack {...plot} nowUs={endUs} scale={scale} />
            <BoundRuler {...plot} scale={scale} />
          </>
        )}
      />
      <BoundCursorSummary lanes={lanes} scale={scale} />
    </>
  )
}

/** Where the menu opens when a key asked for it: at the data cursor, else in the middle of the plot. */
function menuByKey(range: Range, widthPx: number, tUs: number | null): { readonly x: number; readonly y: number } {
  const box = document.activeElement?.getBoundingClientRect()
  const share = tUs === null ? 0.5 : (tUs - range.fromUs) / (range.toUs - range.fromUs)
  return { x: (box?.left ?? 0) + Math.min(Math.max(share, 0), 1) * widthPx, y: (box?.top ?? 0) + 40 }
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
