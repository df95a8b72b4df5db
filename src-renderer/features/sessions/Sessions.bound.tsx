import type { AlignSubject } from '@contract/alignment'
import type { ClockChoice } from '@contract/clocks'
import { formatBytes, formatCount, joined, zoneLabel } from '@contract/quantity'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { useActions } from '../../state/use-actions'
import { AlignFrame } from './AlignFrame'
import { BoundSessionImports } from './SessionImports.bound'
import { Sessions } from './Sessions'
import { findSessions, sessionLine } from './select-sessions'

/** A running recording is read anew this often: its size, energy and length move. */
const LOOK_EVERY_US = 2e6

export interface BoundSessionsProps {
  /** The alignment of one machine; another room draws it. */
  readonly align: (of: {
    readonly subject: AlignSubject
    readonly hosts: readonly string[]
    readonly onHost: (host: string) => void
    readonly onTry: (host: string, choice: ClockChoice) => void
  }) => ReactNode
}

/** The session library of this workstation. */
export function BoundSessions({ align }: BoundSessionsProps) {
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
  const { saved, detail } = state
  const [aligned, setAligned] = useState<{ readonly host: string; readonly choice: ClockChoice | null } | null>(null)
  const hosts = detail?.clocks.map(({ host }) => host) ?? []
  if (aligned && detail && hosts.includes(aligned.host)) {
    const { host, choice } = aligned
    return (
      <AlignFrame
        session={detail.name}
        host={host}
        fault={state.fault}
        onLeave={() => setAligned(null)}
        onCopy={(text) => void shell.copy(text)}
        onApply={() => void actions.alignMachine(detail.id, host, choice).then((done) => done && setAligned(null))}
      >
        {align({
          subject: { of: 'session', session: detail.id, host },
          hosts,
          onHost: (next) => setAligned({ host: next, choice: null }),
          onTry: (tried, now) => setAligned((held) => (held?.host === tried ? { host: tried, choice: now } : held)),
        })}
      </AlignFrame>
    )
  }
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
      verifying={state.verifying !== null}
      check={state.check?.id === state.selectedId ? state.check : null}
      energyUnit={energyUnit}
      zone={zone}
      zoneWords={zoneLabel(nowUs, zone).split(' · ')[0] ?? ''}
      letterKeys={letterKeys}
      imports={(view) => (
        <BoundSessionImports view={view} zone={zone} onAlign={(host) => setAligned({ host, choice: null })} />
      )}
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
      onVerify={(id) => void sessions.verify(id)}
      onDelete={(id) =>
        void sessions.remove(id).then((removed) => {
          if (removed && view.store.getState().session?.id === id) view.backToLive()
        })
      }
      onCopy={(text) => void shell.copy(text)}
    />
  )
}
