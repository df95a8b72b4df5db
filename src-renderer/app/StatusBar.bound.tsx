import { zoneLabel } from '@contract/quantity'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { isOpenToOthers } from '../state/api-server'
import { withNewest } from '../state/newest'
import { useStores } from '../state/stores'
import { StatusBar } from './StatusBar'

const HALF_HOUR_US = 1_800e6

/** The status bar of this window. */
export function BoundStatusBar() {
  const { instruments, shell, log, settings, live, api } = useStores()
  const apiOpen = useStore(api.store, ({ server }) => server !== null && isOpenToOthers(server))
  const list = useStore(instruments.store, (s) => s.list)
  const entries = useStore(log.store, (s) => s.entries)
  const { nowUs, about } = useStore(shell.store)
  const timeMode = useStore(settings.store, (s) => s.timeMode)
  const zone = timeMode === 'utc' ? 'UTC' : (about?.zone ?? 'UTC')
  const halfHour = Math.floor(nowUs / HALF_HOUR_US)
  const label = useMemo(() => zoneLabel(halfHour * HALF_HOUR_US, zone), [halfHour, zone])
  const of = (level: 'fault' | 'warn'): number => entries.filter((entry) => entry.level === level).length
  return (
    <StatusBar
      instruments={withNewest(list, live.store.getState().readouts)}
      nowUs={nowUs}
      faults={of('fault')}
      warnings={of('warn')}
      zone={label}
      onInstrument={(id) => {
        instruments.select(id)
        shell.go('instruments')
      }}
      apiOpen={apiOpen}
      onLog={() => shell.go('log')}
      onApi={() => shell.go('settings')}
    />
  )
}
