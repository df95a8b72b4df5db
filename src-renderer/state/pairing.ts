import type { FaultView } from '@contract/fault'
import type { PairingView } from '@contract/pairing'
import type { Reply } from '@contract/reply'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'

export interface Pairing {
  /** Null while nothing is paired. */
  readonly now: PairingView | null
  /** Why the last request was refused. */
  readonly refused: FaultView | null
}

/** Pairing a meter: main leads, the page shows where it stands and what can be done. */
export function createPairing(bridge: Bridge) {
  const store = createStore<Pairing>()(() => ({ now: null, refused: null }))
  const stop = bridge.listen('pairing:changed', ({ pairing }) => store.setState({ now: pairing }))
  const settle = <T>(reply: Reply<T>): T | null => {
    store.setState({ refused: reply.ok ? null : reply.fault })
    return reply.ok ? reply.value : null
  }
  return {
    store,
    stop,
    /** Finds a pairing that goes on while the page was away. */
    async load(): Promise<void> {
      const reply = await bridge.ask('pairing:get')
      if (reply.ok) store.setState({ now: reply.value ?? null })
    },
    async start(): Promise<void> {
      const now = settle(await bridge.ask('pairing:start'))
      if (now) store.setState({ now })
    },
    choose: async (address: string): Promise<void> => void settle(await bridge.ask('pairing:choose', address)),
    pin: async (pin: string): Promise<void> => void settle(await bridge.ask('pairing:pin', pin)),
    powerOn: async (): Promise<void> => void settle(await bridge.ask('pairing:powerOn')),
    forget: async (): Promise<void> => void settle(await bridge.ask('pairing:forget')),
    retry: async (): Promise<void> => void settle(await bridge.ask('pairing:retry')),
    back: async (): Promise<void> => void settle(await bridge.ask('pairing:back')),
    next: async (): Promise<void> => void settle(await bridge.ask('pairing:next')),
    /** Id of the instrument, or null when the name was refused. */
    finish: async (name: string): Promise<string | null> => settle(await bridge.ask('pairing:finish', name)),
    async cancel(): Promise<void> {
      settle(await bridge.ask('pairing:cancel'))
      store.setState({ now: null })
    },
  }
}
