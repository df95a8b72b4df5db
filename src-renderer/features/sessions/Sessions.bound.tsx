import { formatBytes, formatCount, joined, zoneLabel } from '@contract/quantity'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { useActions } from '../../state/use-actions'
import { Sessions } from './Sessions'
import { findSessions, sessionLine } from './select-sessions'

/** A running recording is read anew this often: its size, energy and length move. */
const LOOK_EVERY_US = 2e6

/** The session library of this workstation. */
export function BoundSessions() {
  const { sessions, shell, settings, view } = useStores()
  const actions = useActions()
  const state = useStore(sessions.store)
  const { energyUnit, timeMode, letterKeys } = useStore(settings.store)
  const here = useStore(shell.store, (s) => s.about?.zone ?? 'UTC')
  const recording = state.rows.some((row) => row.state === 'recording')
  const nowUs = useStore(shell.store, (s) => Math.floor(s.nowUs / LOOK_EVERY_US) * LOOK_EVERY_US)
  const zone = timeMode === 'utc' ? 'UTC' : here
  useEffect(() => void sessions.load(), [sessions])
  useEffect(() => {
    if (recording && nowUs > 0) void sessions.load()
  }, [recording, nowUs, sessions])
  const lines = useMemo(
    () => findSessions(state.rows, state.search).map((row) => sessionLine(row, { zone, energyUnit, nowUs })),
    [state.rows, state.search, zone, energyUnit, nowUs],
  )
  const { saved } = state
  return (
    <Sessions
      loaded={state.loaded}
      lines={lines}
      total={state.rows.length}
      totalSize={joined(formatBytes(state.rows.reduce((sum, { bytes }) => sum + bytes, 0)))}
      search={state.search}
      selected={lines.find(({ id }) => id === state.selectedId) ?? null}
      selectedFault={state.rows.find(({ id }) => id === state.selectedId)?.fault ?? null}
      detail={state.detail}
      fault={state.fault}
      exporting={state.exporting !== null}
      savedWords={
        saved && saved.id === state.selectedId ? `Saved ${saved.name}, ${formatCount(saved.rows)} rows` : null
      }
      energyUnit={energyUnit}
      zone={zone}
      zoneWords={zoneLabel(nowUs, zone).split(' · ')[0] ?? ''}
      letterKeys={letterKeys}
      onSearch={sessions.search}
      onSelect={(id) => void sessions.select(id)}
      onOpen={(id) => void actions.openSession(id)}
      onRename={(id, name) =>
        void sessions.rename(id, name).then((row) => {
          const { session } = view.store.getState()
          if (row && session?.id === id) view.renewSession({ ...session, name: row.name })
        })
      }
      onExport={(id) => void sessions.exportCsv({ id, fromUs: null, toUs: null })}
      onDelete={(id) =>
        void sessions.remove(id).then((removed) => {
          if (removed && view.store.getState().session?.id === id) view.backToLive()
        })
      }
      onCopy={(text) => void shell.copy(text)}
    />
  )
}
