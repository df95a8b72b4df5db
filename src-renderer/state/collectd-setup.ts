import { type CollectdSetup, DEFAULT_SETUP_WISH, type SetupWish } from '@contract/collectd-setup'
import type { FaultView } from '@contract/fault'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'

export interface CollectdSetupState {
  readonly wish: SetupWish
  /** Null until main has told. */
  readonly setup: CollectdSetup | null
  readonly fault: FaultView | null
}

/** What sets up a machine with collectd; asked for anew with every wish, and when the HTTP API changes. */
export function createCollectdSetup(bridge: Bridge) {
  const store = createStore<CollectdSetupState>()(() => ({ wish: DEFAULT_SETUP_WISH, setup: null, fault: null }))
  const load = async (): Promise<void> => {
    const { wish } = store.getState()
    const reply = await bridge.ask('collectd:setup', wish)
    if (store.getState().wish !== wish) return
    store.setState(reply.ok ? { setup: reply.value, fault: null } : { fault: reply.fault })
  }
  const stop = bridge.listen('api:changed', () => {
    if (store.getState().setup) void load()
  })
  return {
    store,
    stop,
    load,
    async ask(patch: Partial<SetupWish>): Promise<void> {
      store.setState(({ wish }) => ({ wish: { ...wish, ...patch } }))
      await load()
    },
  }
}
