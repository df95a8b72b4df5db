import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { SettingsPane } from './SettingsPane'

/** The settings of this workstation. */
export function BoundSettings() {
  const { settings, shell } = useStores()
  const held = useStore(settings.store)
  const about = useStore(shell.store, (s) => s.about)
  return (
    <SettingsPane
      settings={held}
      about={about}
      onSet={(patch) => void settings.set(patch)}
      onCopy={(text) => void shell.copy(text)}
    />
  )
}
