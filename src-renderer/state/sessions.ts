import type { ClockChoice } from '@contract/clocks'
import type { FaultView } from '@contract/fault'
import type { FileToken } from '@contract/files'
import type { Reply } from '@contract/reply'
import type { ExportRequest, SessionCheck, SessionRow, SessionView } from '@contract/sessions'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'

export interface Sessions {
  readonly loaded: boolean
  readonly rows: readonly SessionRow[]
  readonly search: string
  readonly selectedId: string | null
  /** The selected session in full, once it was read. */
  readonly detail: SessionView | null
  readonly fault: FaultView | null
  /** The session whose export is being written. */
  readonly exporting: string | null
  /** "laptop-build-07.csv, 12 300 rows" after an export. */
  readonly saved: { readonly id: string; readonly name: string; readonly rows: number } | null
  /** The session that is being verified, and what the last verification found. */
  readonly verifying: string | null
  readonly check: SessionCheck | null
  /** Rises when the desktop hands a session file over. */
  readonly handed: number
}

/** The session library. */
export function createSessions(bridge: Bridge) {
  const store = createStore<Sessions>()(() => ({
    loaded: false,
    rows: [],
    search: '',
    selectedId: null,
    detail: null,
    fault: null,
    exporting: null,
    saved: null,
    verifying: null,
    check: null,
    handed: 0,
  }))
  const load = async (): Promise<void> => {
    const reply = await bridge.ask('sessions:list')
    if (!reply.ok) store.setState({ loaded: true, fault: reply.fault })
    else store.setState({ loaded: true, rows: reply.value })
    await show(store.getState().selectedId)
  }
  const show = async (id: string | null): Promise<SessionView | null> => {
    if (id === null) return null
    const reply = await bridge.ask('sessions:show', id)
    if (store.getState().selectedId === id) {
      store.setState(reply.ok ? { detail: reply.value } : { detail: null, fault: reply.fault })
    }
    return reply.ok ? reply.value : null
  }
  const deaf = [
    bridge.listen('sessions:changed', () => void load()),
    bridge.listen('sessions:handed', () => store.setState(({ handed }) => ({ handed: handed + 1 }))),
  ]
  return {
    store,
    stop(): void {
      for (const stop of deaf) stop()
    },
    load,
    search: (search: string): void => store.setState({ search }),
    async select(selectedId: string | null): Promise<void> {
      store.setState({ selectedId, fault: null, saved: null, check: null })
      if (store.getState().detail?.id !== selectedId) store.setState({ detail: null })
      // A file that cannot be read has no more to show than its row.
      const damaged = store.getState().rows.some(({ id, fault }) => id === selectedId && fault !== null)
      if (!damaged) await show(selectedId)
    },
    /** Reads a session in full; null (and a fault in place) when that is not possible. */
    async open(id: string): Promise<SessionView | null> {
      const reply = await bridge.ask('sessions:show', id)
      store.setState({ fault: reply.ok ? null : reply.fault })
      return reply.ok ? reply.value : null
    },
    /** Opens a session file that was dropped. */
    openFile: (token: FileToken): Promise<Reply<SessionView>> => bridge.ask('sessions:openFile', token),
    /** The session file that was handed over, once; null when there is none. */
    takeHanded: (): Promise<Reply<SessionView | null>> => bridge.ask('sessions:takeHanded'),
    async rename(id: string, name: string): Promise<SessionRow | null> {
      const reply = await bridge.ask('sessions:rename', id, name)
      store.setState({ fault: reply.ok ? null : reply.fault })
      await load()
      return reply.ok ? reply.value : null
    },
    /** True when it is gone. */
    async remove(id: string): Promise<boolean> {
      const reply = await bridge.ask('sessions:remove', id)
      store.setState({ fault: reply.ok ? null : reply.fault })
      if (reply.ok) store.setState({ selectedId: null, detail: null })
      await load()
      return reply.ok
    },
    /** Aligns a machine of a session; true when it is done. */
    async align(id: string, host: string, choice: ClockChoice): Promise<boolean> {
      const reply = await bridge.ask('clocks:set', id, host, choice)
      store.setState({ fault: reply.ok ? null : reply.fault })
      if (reply.ok) await show(store.getState().selectedId)
      return reply.ok
    },
    /** Reads a session whole; what it finds is in `check` while that session stays selected. */
    async verify(id: string): Promise<void> {
      store.setState({ verifying: id, check: null, fault: null })
      const reply = await bridge.ask('sessions:verify', id)
      store.setState({ verifying: null })
      if (store.getState().selectedId !== id) return
      store.setState(reply.ok ? { check: reply.value } : { fault: reply.fault })
    },
    async exportCsv(request: ExportRequest): Promise<FaultView | null> {
      store.setState({ exporting: request.id, saved: null })
      const reply = await bridge.ask('sessions:export', request)
      const done = reply.ok && 'saved' in reply.value ? reply.value : null
      store.setState({
        exporting: null,
        fault: reply.ok ? null : reply.fault,
        saved: done ? { id: request.id, name: done.saved, rows: done.rows } : null,
      })
      return reply.ok ? null : reply.fault
    },
  }
}
