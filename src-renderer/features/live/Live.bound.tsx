import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { TimeScale } from '../../lib/ticks'
import { useStores } from '../../state/stores'
import { Button } from '../../ui/Button'
import { FaultBox } from '../../ui/FaultBox'
import { BoundFirstStart } from './FirstStart.bound'
import { BoundLanes } from './Lanes.bound'
import { BoundMinimap } from './Minimap.bound'
import { BoundLiveReadouts, BoundSessionReadouts } from './Readouts.bound'
import { BoundStatistics } from './Statistics.bound'
import { BoundToolbar } from './Toolbar.bound'
import { useLanes } from './use-lanes.bound'

/** The chart screen: what comes in now, an opened session, or the ways in when there is neither. */
export function BoundLive() {
  const { view, series, instruments, shell, layout } = useStores()
  const session = useStore(view.store, (s) => s.session)
  const statsOpen = useStore(view.store, (s) => s.statsOpen)
  const fault = useStore(series.shown, (s) => s.fault)
  const loaded = useStore(instruments.store, (s) => s.loaded)
  const { all, specs } = useLanes()
  const scale = useScale()
  if (!session && all.length === 0) return loaded ? <BoundFirstStart /> : null
  return (
    <div className="live">
      {session ? <BoundSessionReadouts specs={all} /> : <BoundLiveReadouts specs={all} />}
      <BoundToolbar scale={scale} />
      {fault && <FaultBox fault={fault} onCopy={(text) => void shell.copy(text)} />}
      {session && all.length === 0 && (
        <div className="empty">
          <strong>No channel of this session can be drawn.</strong>
          <span>It holds no power, voltage or current. Its samples are complete in the exported CSV.</span>
        </div>
      )}
      {all.length > 0 && specs.length === 0 && (
        <div className="empty">
          <strong>All lanes are hidden.</strong>
          <span>Acquisition goes on. Add one with Add lane, or show those that are there at first.</span>
          <span>
            <Button small onClick={layout.showDefaults}>
              Show all defaults
            </Button>
          </span>
        </div>
      )}
      <BoundLanes specs={specs} scale={scale} />
      {statsOpen && <BoundStatistics specs={specs} scale={scale} />}
      <BoundMinimap specs={all} scale={scale} />
    </div>
  )
}

function useScale(): TimeScale {
  const { settings, shell, live, view } = useStores()
  const mode = useStore(settings.store, (s) => s.timeMode)
  const zone = useStore(shell.store, (s) => s.about?.zone ?? 'UTC')
  const firstUs = useStore(live.store, (s) => s.firstUs ?? 0)
  const startUs = useStore(view.store, (s) => s.session?.startUs ?? null)
  const originUs = startUs ?? firstUs
  return useMemo(() => ({ mode, zone, originUs }), [mode, zone, originUs])
}
