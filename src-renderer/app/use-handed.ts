import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Actions } from '../state/actions'
import type { Stores } from '../state/stores'

/** Shows the session file that the desktop or the command line handed over, at the start and whenever another one comes. */
export function useHanded({ sessions }: Stores, actions: Actions): void {
  const handed = useStore(sessions.store, (s) => s.handed)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each file that was handed over is a reason to look
  useEffect(() => void actions.openHanded(), [actions, handed])
}
