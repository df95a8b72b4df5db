import type { FiltersInForce } from '@contract/imports'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'

export interface ImportFilters {
  /** The list that a new session starts with, and whose it is; null until main has told. */
  readonly inForce: FiltersInForce | null
}

/** Which series a new import takes unless somebody says otherwise. */
export function createImportFilters(bridge: Bridge) {
  const store = createStore<ImportFilters>()(() => ({ inForce: null }))
  return {
    store,
    async load(): Promise<void> {
      const reply = await bridge.ask('import:filters', null)
      if (reply.ok) store.setState({ inForce: reply.value ?? null })
    },
  }
}
