import type { FaultView } from '@contract/fault'
import { DEFAULT_SETTINGS, type SettingsView } from '@contract/settings'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'

/** What a person may set. A change shows at once and is taken back when main refuses it. */
export function createSettings(bridge: Bridge, refused: (fault: FaultView) => void) {
  const store = createStore<SettingsView>()(() => DEFAULT_SETTINGS)
  const stop = bridge.listen('settings:changed', ({ settings }) => store.setState(settings, true))
  return {
    store,
    stop,
    async load(): Promise<void> {
      const reply = await bridge.ask('settings:get')
      if (reply.ok) store.setState(reply.value, true)
    },
    async set(patch: Partial<SettingsView>): Promise<void> {
      const before = store.getState()
      store.setState(patch)
      const reply = await bridge.ask('settings:set', patch)
      store.setState(reply.ok ? reply.value : before, true)
      if (!reply.ok) refused(reply.fault)
    },
  }
}
