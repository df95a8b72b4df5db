import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { ApiSection } from './ApiSection'
import { CollectdSection } from './CollectdSection'
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
    >
      <BoundApi />
      <BoundCollectd />
    </SettingsPane>
  )
}

function BoundApi() {
  const { api, shell } = useStores()
  const state = useStore(api.store)
  return (
    <ApiSection
      {...state}
      onSet={(patch) => void api.set(patch)}
      onNewToken={() => void api.newToken()}
      onCopy={(text) => void shell.copy(text)}
    />
  )
}

function BoundCollectd() {
  const { settings, importFilters, shell } = useStores()
  const limits = useStore(settings.store, (s) => s.importLimits)
  const own = useStore(settings.store, (s) => s.collectdFilters)
  const inForce = useStore(importFilters.store, (s) => s.inForce)
  // Main alone knows the list that is in force when nobody set one, and PowerGoblin's may have changed meanwhile.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when the person's own list changes
  useEffect(() => void importFilters.load(), [importFilters, own])
  return (
    <CollectdSection
      limits={limits}
      inForce={inForce}
      onSet={(patch) => void settings.set(patch)}
      onHelp={() => shell.ask('collectd-setup')}
    />
  )
}
