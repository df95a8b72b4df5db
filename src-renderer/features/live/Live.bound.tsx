import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { TimeScale } from '../../lib/ticks'
import { useStores } from '../../state/stores'
import { FaultBox } from '../../ui/FaultBox'
import { BoundFirstStart } from './FirstStart.bound'
import { BoundLanes } from './Lanes.bound'
import { BoundLiveReadouts, BoundSessionReadouts } from './Readouts.bound'
import { BoundStatistics } from './Statistics.bound'
import { type LaneSpec, selectLiveLanes, selectSessionLanes } from './select-lanes'
import { BoundToolbar } from './Toolbar.bound'

/** The chart screen: what comes in now, an opened session, or the ways in when there is neither. */
export function BoundLive() {
  const { view, series, instruments, shell } = useStores()
  const session = useStore(view.store, (s) => s.session)
  const statsOpen = useStore(view.store, (s) => s.statsOpen)
  const fault = useStore(series.shown, (s) => s.fault)
  const loaded = useStore(instruments.store, (s) => s.loaded)
  const liveSpecs = useLiveSpecs()
  const specs = useMemo(() => (session ? selectSessionLanes(session) : liveSpecs), [session, liveSpecs])
  const scale = useScale()
  if (!session && specs.length === 0) return loaded ? <BoundFirstStart /> : null
  return (
    <div className="live">
      {session ? <BoundSessionReadouts specs={specs} /> : <BoundLiveReadouts specs={specs} />}
      <BoundToolbar />
      {fault && <FaultBox fault={fault} onCopy={(text) => void shell.copy(text)} />}
      {session && specs.length === 0 && (
        <div className="empty">
          <strong>No channel of this session can be drawn.</strong>
          <span>It holds no power, voltage or current. Its samples are complete in the exported CSV.</span>
        </div>
      )}
      <BoundLanes specs={specs} scale={scale} />
      {statsOpen && <BoundStatistics specs={specs} scale={scale} />}
    </div>
  )
}

/** Lane specs that stay the same object until a lane really changes. */
function useLiveSpecs(): readonly LaneSpec[] {
  const { live, instruments } = useStores()
  const list = useStore(instruments.store, (s) => s.list)
  const drawn = useStore(live.store, (s) => [...s.lanes.keys()].join('\n'))
  const text = useMemo(
    () => JSON.stringify(selectLiveLanes(list, { lanes: new Map(drawn.split('\n').map((id) => [id, EMPTY])) })),
    [list, drawn],
  )
  return useMemo(() => JSON.parse(text) as readonly LaneSpec[], [text])
}

const NONE = new Float64Array()
const EMPTY = { startUs: 0, stepUs: 1, n: NONE, min: NONE, max: NONE, mean: NONE }

function useScale(): TimeScale {
  const { settings, shell, live, view } = useStores()
  const mode = useStore(settings.store, (s) => s.timeMode)
  const zone = useStore(shell.store, (s) => s.about?.zone ?? 'UTC')
  const firstUs = useStore(live.store, (s) => s.firstUs ?? 0)
  const startUs = useStore(view.store, (s) => s.session?.startUs ?? null)
  const originUs = startUs ?? firstUs
  return useMemo(() => ({ mode, zone, originUs }), [mode, zone, originUs])
}
