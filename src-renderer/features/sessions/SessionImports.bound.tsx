import { formatBytes, joined } from '@contract/quantity'
import type { SessionView } from '@contract/sessions'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { SessionImports } from './SessionImports'

/** Imports of the session a person looks at. */
export function BoundSessionImports({
  view,
  zone,
  onAlign,
}: {
  readonly view: SessionView
  readonly zone: string
  readonly onAlign: (host: string) => void
}) {
  const { keptImports, shell } = useStores()
  const state = useStore(keptImports.store)
  // A changed session is read again: its list of machines is another object then.
  useEffect(() => void keptImports.look(view.clocks.length > 0 ? view.id : null), [keptImports, view.id, view.clocks])
  return (
    <SessionImports
      imports={state.session === view.id ? state.imports : []}
      clocks={view.clocks}
      zone={zone}
      nowUs={shell.store.getState().nowUs}
      busy={state.busy}
      progress={state.progress}
      fault={state.fault}
      done={state.done}
      onAlign={onAlign}
      onRefilter={(filters) => void keptImports.refilter(filters)}
      onCancel={keptImports.cancel}
      onDrop={() => void keptImports.drop((bytes) => joined(formatBytes(bytes)))}
      onCopy={(text) => void shell.copy(text)}
    />
  )
}
