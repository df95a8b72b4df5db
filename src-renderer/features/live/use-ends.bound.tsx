import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { scopeOf } from '../../state/view'
import { type LaneSpec, signalsOf } from './select-lanes'

/** Asks until when the imported series that are drawn hold samples, anew when the session was changed (another alignment). */
export function useEnds(specs: readonly LaneSpec[]): void {
  const { view, ends } = useStores()
  const session = useStore(view.store, (s) => s.session)
  useEffect(() => {
    const imported = signalsOf(specs.filter(({ machine }) => machine !== null)).map(({ id }) => id)
    if (session && imported.length > 0) ends.ask(scopeOf({ session }), imported)
  }, [session, specs, ends])
}
