import type { AlignSubject } from '@contract/alignment'
import type { ClockChoice } from '@contract/clocks'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useSlow } from '../../lib/use-slow'
import { choiceTried } from '../../state/alignment'
import { useStores } from '../../state/stores'
import { Align } from './Align'

export interface BoundAlignProps {
  readonly subject: AlignSubject
  readonly hosts: readonly string[]
  readonly decided: ClockChoice | null
  readonly onHost: (host: string) => void
  /** Told whenever the clock that is tried has changed; nothing is applied by it. */
  readonly onTry?: (host: string, choice: ClockChoice) => void
}

/** The alignment of one machine, wherever it is asked for. */
export function BoundAlign({ subject, hosts, decided, onHost, onTry }: BoundAlignProps) {
  const { alignment, settings, shell } = useStores()
  const state = useStore(alignment.store)
  const { timeMode } = useStore(settings.store)
  const zone = useStore(shell.store, (s) => s.about?.zone ?? 'UTC')
  const key = JSON.stringify(subject)
  const first = useRef({ subject, decided })
  first.current = { subject, decided }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another machine is another key
  useEffect(() => {
    void alignment.open(first.current.subject, first.current.decided)
    return () => alignment.close()
  }, [key, alignment])
  const tell = useRef(onTry)
  tell.current = onTry
  const { view, method, hand } = state
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what the choice is made of
  useEffect(() => {
    if (view) tell.current?.(view.host, choiceTried(alignment.store.getState()))
  }, [view, method, hand, alignment])
  const scale = { mode: timeMode === 'utc' ? ('utc' as const) : ('local' as const), zone, originUs: 0 }
  return (
    <Align
      state={state}
      host={subject.host}
      hosts={hosts}
      scale={scale}
      slow={useSlow(view === null)}
      fault={state.fault}
      onHost={onHost}
      onMethod={alignment.choose}
      onNudge={alignment.nudge}
      onOffset={alignment.type}
      onShow={alignment.show}
      onEdge={alignment.edge}
      onCopy={(text) => void shell.copy(text)}
    />
  )
}
