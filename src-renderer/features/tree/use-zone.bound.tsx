import { useStore } from 'zustand'
import { useStores } from '../../state/stores'

/** The zone in which times are written on this screen. */
export function useZone(): string {
  const { settings, shell } = useStores()
  const mode = useStore(settings.store, (s) => s.timeMode)
  const here = useStore(shell.store, (s) => s.about?.zone ?? 'UTC')
  return mode === 'utc' ? 'UTC' : here
}
