import type { FaultView } from '@contract/fault'
import type { InstrumentAdd, InstrumentPatch, InstrumentView, PortView } from '@contract/instruments'
import type { Reply } from '@contract/reply'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'

export interface Instruments {
  readonly loaded: boolean
  readonly list: readonly InstrumentView[]
  readonly ports: readonly PortView[]
  readonly selectedId: string | null
  /** The form that is open: a meter at an offered device node, or a voltmeter. */
  readonly adding: Adding | null
  /** The instrument whose port is being bound. */
  readonly binding: string | null
  /** Why the last request on this screen was refused; shown in place. */
  readonly fault: FaultView | null
}

/** What is being added. `address` is offered, '' for none. */
export interface Adding {
  readonly what: 'meter' | 'voltmeter'
  readonly address: string
}

/** Saved instruments and the serial ports beside them. */
export function createInstruments(bridge: Bridge) {
  const store = createStore<Instruments>()(() => ({
    loaded: false,
    list: [],
    ports: [],
    selectedId: null,
    adding: null,
    binding: null,
    fault: null,
  }))
  const stop = bridge.listen('instruments:changed', ({ instruments }) =>
    store.setState({ loaded: true, list: instruments }),
  )
  const settle = <T>(reply: Reply<T>): T | null => {
    store.setState({ fault: reply.ok ? null : reply.fault })
    return reply.ok ? reply.value : null
  }
  const keep = (one: InstrumentView): void => {
    const { list } = store.getState()
    const known = list.some(({ id }) => id === one.id)
    store.setState({ list: known ? list.map((old) => (old.id === one.id ? one : old)) : [...list, one] })
  }
  return {
    store,
    stop,
    async load(): Promise<void> {
      const list = settle(await bridge.ask('instruments:list'))
      if (list) store.setState({ loaded: true, list })
    },
    async loadPorts(): Promise<void> {
      const reply = await bridge.ask('instruments:ports')
      if (reply.ok) store.setState({ ports: reply.value })
    },
    select: (selectedId: string | null): void => store.setState({ selectedId, adding: null, fault: null }),
    startAdding: (what: Adding['what'], address = ''): void =>
      store.setState({ adding: { what, address }, fault: null }),
    stopAdding: (): void => store.setState({ adding: null }),
    /** Saves an instrument, selects it and connects it; false when it was refused. */
    async add(what: InstrumentAdd): Promise<boolean> {
      const one = settle(await bridge.ask('instruments:add', what))
      if (!one) return false
      keep(one)
      store.setState({ selectedId: one.id })
      settle(await bridge.ask('instruments:connect', one.id))
      return true
    },
    async update(id: string, patch: InstrumentPatch): Promise<void> {
      const one = settle(await bridge.ask('instruments:update', id, patch))
      if (one) keep(one)
    },
    async remove(id: string): Promise<void> {
      if (settle(await bridge.ask('instruments:remove', id)) === null && store.getState().fault) return
      const { list, selectedId } = store.getState()
      store.setState({ list: list.filter((one) => one.id !== id), selectedId: selectedId === id ? null : selectedId })
    },
    async connect(id: string): Promise<void> {
      settle(await bridge.ask('instruments:connect', id))
    },
    /** Binds the port of a Bluetooth meter; a password may be asked for meanwhile. */
    async bind(id: string): Promise<void> {
      store.setState({ binding: id, fault: null })
      settle(await bridge.ask('instruments:bind', id))
      store.setState({ binding: null })
    },
    async disconnect(id: string): Promise<void> {
      settle(await bridge.ask('instruments:disconnect', id))
    },
    async demo(): Promise<FaultView | null> {
      const reply = await bridge.ask('instruments:demo')
      const one = settle(reply)
      if (one) keep(one)
      return reply.ok ? null : reply.fault
    },
  }
}
