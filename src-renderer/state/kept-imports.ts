import type { KeptImport } from '@contract/collectd'
import type { FaultView } from '@contract/fault'
import type { ImportProgress } from '@contract/imports'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'

/** What was imported into the session a person looks at. */
export interface KeptImports {
  readonly session: string | null
  readonly imports: readonly KeptImport[]
  /** Filters are being applied again. */
  readonly busy: boolean
  readonly progress: ImportProgress | null
  readonly fault: FaultView | null
  /** What was done last, in words. */
  readonly done: string | null
}

const NOTHING: KeptImports = { session: null, imports: [], busy: false, progress: null, fault: null, done: null }

/** Archives kept in sessions: other filters, and their room given back. */
export function createKeptImports(bridge: Bridge) {
  const store = createStore<KeptImports>()(() => NOTHING)
  const stop = bridge.listen('import:progress', ({ progress }) => store.setState({ progress }))
  const read = async (session: string): Promise<void> => {
    const reply = await bridge.ask('import:kept', session)
    if (store.getState().session !== session) return
    store.setState(reply.ok ? { imports: reply.value } : { fault: reply.fault })
  }
  return {
    store,
    stop,
    async look(session: string | null): Promise<void> {
      if (store.getState().session !== session) store.setState({ ...NOTHING, session })
      if (session !== null) await read(session)
    },
    /** Applies other filters to the archives kept; null takes every series. */
    async refilter(filters: readonly string[] | null): Promise<void> {
      const { session, busy } = store.getState()
      if (session === null || busy) return
      store.setState({ busy: true, fault: null, done: null })
      const reply = await bridge.ask('import:refilter', session, filters)
      if (store.getState().session !== session) return
      const series = reply.ok ? reply.value.units.reduce((sum, unit) => sum + unit.series.length, 0) : 0
      store.setState({
        busy: false,
        fault: reply.ok || reply.fault.code === 'CANCELLED' ? null : reply.fault,
        done: reply.ok ? `${series} ${series === 1 ? 'column is' : 'columns are'} in the session now` : null,
      })
      await read(session)
    },
    cancel: (): void => void bridge.ask('import:cancel'),
    async drop(words: (bytes: number) => string): Promise<void> {
      const { session } = store.getState()
      if (session === null) return
      const reply = await bridge.ask('import:drop', session)
      if (store.getState().session !== session) return
      store.setState(
        reply.ok ? { fault: null, done: `${words(reply.value.freedBytes)} given back` } : { fault: reply.fault },
      )
      await read(session)
    },
  }
}
