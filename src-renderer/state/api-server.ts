import type { ApiServerPatch, ApiServerView } from '@contract/api-server'
import type { FaultView } from '@contract/fault'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'

export interface ApiServerState {
  /** Null until main has told. */
  readonly server: ApiServerView | null
  /** Why the last change was refused; nothing was changed then. */
  readonly refused: FaultView | null
  /** A change is on its way: the server is being started anew. */
  readonly busy: boolean
}

/** True when other computers can reach it now. */
export const isOpenToOthers = ({ settings, addresses }: ApiServerView): boolean =>
  settings.on && addresses.length > 0 && settings.bind !== null && !/^(127\.|::1$)/.test(settings.bind)

/** The HTTP API of this window: its settings and how it stands. */
export function createApiServer(bridge: Bridge) {
  const store = createStore<ApiServerState>()(() => ({ server: null, refused: null, busy: false }))
  const stop = bridge.listen('api:changed', ({ server }) => store.setState({ server }))
  const change = async (channel: 'api:set' | 'api:newToken', patch: ApiServerPatch): Promise<void> => {
    store.setState({ busy: true })
    const reply = channel === 'api:set' ? await bridge.ask(channel, patch) : await bridge.ask(channel)
    store.setState(
      reply.ok ? { server: reply.value, refused: null, busy: false } : { refused: reply.fault, busy: false },
    )
  }
  return {
    store,
    stop,
    async load(): Promise<void> {
      const reply = await bridge.ask('api:get')
      if (reply.ok) store.setState({ server: reply.value })
    },
    set: (patch: ApiServerPatch): Promise<void> => change('api:set', patch),
    newToken: (): Promise<void> => change('api:newToken', {}),
  }
}
