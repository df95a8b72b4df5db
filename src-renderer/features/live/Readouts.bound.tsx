import { createPrefixHold, type PrefixHold } from '@contract/quantity'
import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { scopeKey } from '../../state/series'
import { useStores } from '../../state/stores'
import { scopeOf, wholeSession } from '../../state/view'
import { Readouts } from './Readouts'
import { type LaneSpec, powerOf } from './select-lanes'
import { type HoldPrefix, selectLiveReadouts } from './select-readouts'
import { selectSessionReadouts } from './select-session-readouts'

function useHold(): HoldPrefix {
  const holds = useRef(new Map<string, PrefixHold>())
  return (key, x) => {
    const hold = holds.current.get(key) ?? createPrefixHold()
    holds.current.set(key, hold)
    return hold.choose(x, performance.now())
  }
}

/** The strip of what comes in now. */
export function BoundLiveReadouts({ specs }: { readonly specs: readonly LaneSpec[] }) {
  const { live, instruments, settings, recording, shell } = useStores()
  const power = powerOf(specs)
  const readouts = useStore(live.store, (s) => s.readouts)
  const derived = useStore(live.store, (s) => s.derived)
  const source = useStore(instruments.store, (s) => s.list.find(({ id }) => id === power?.sourceId) ?? null)
  const energyUnit = useStore(settings.store, (s) => s.energyUnit)
  const recordingSinceUs = useStore(recording.store, (s) => (s.now.sessionId === null ? null : s.now.startUs))
  const timeMode = useStore(settings.store, (s) => s.timeMode)
  const here = useStore(shell.store, (s) => s.about?.zone ?? 'UTC')
  const nowUs = useStore(shell.store, (s) => s.nowUs)
  const hold = useHold()
  const strip = selectLiveReadouts({
    source,
    powerKey: power?.key ?? null,
    ...(power ? { powerTitle: power.title } : {}),
    readouts,
    derived,
    energyUnit,
    recordingSinceUs,
    zone: timeMode === 'utc' ? 'UTC' : here,
    nowUs,
    hold,
  })
  return <Readouts strip={strip} onCopy={(text) => void shell.copy(text)} />
}

/** Readouts of a session that is being recorded are asked for again this often: they take all its samples. */
const RENEW_US = 5e6

/** The strip of the opened session. */
export function BoundSessionReadouts({ specs }: { readonly specs: readonly LaneSpec[] }) {
  const { view, series, settings, shell, nowUs } = useStores()
  const session = useStore(view.store, (s) => s.session)
  const whole = useStore(series.whole)
  const energyUnit = useStore(settings.store, (s) => s.energyUnit)
  const power = useMemo(() => powerOf(specs), [specs])
  const clock = useStore(shell.store, (s) => (session?.state === 'recording' ? Math.floor(s.nowUs / RENEW_US) : 0))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock asks again while the session is being recorded
  useEffect(() => {
    if (session && power) {
      series.askWhole({
        scope: scopeOf(view.store.getState()),
        channels: [power.id],
        ...wholeSession(session, nowUs()),
      })
    }
  }, [session, power, series, view, nowUs, clock])
  const fresh = session !== null && whole.scopeKey === scopeKey({ kind: 'session', id: session.id })
  const stats = fresh ? (whole.rows.find(({ channel }) => channel === power?.id) ?? null) : null
  const strip = useMemo(
    () => selectSessionReadouts(stats, energyUnit, !fresh && power !== null, power?.title),
    [stats, energyUnit, fresh, power],
  )
  return <Readouts strip={strip} onCopy={(text) => void shell.copy(text)} />
}
