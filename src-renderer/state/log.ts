import type { FaultView } from '@contract/fault'
import { LOG_KEPT, type LogEntry } from '@contract/log'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'

export interface Log {
  /** Newest first, at most LOG_KEPT. */
  readonly entries: readonly LogEntry[]
  readonly levels: { readonly info: boolean; readonly warn: boolean; readonly fault: boolean }
  /** How often an entry had come when its banner was closed, by entry id. */
  readonly dismissed: ReadonlyMap<number, number>
}

/** Pure: an entry that came again moves to the top, and the list never grows beyond its limit. */
export const withEntry = (entries: readonly LogEntry[], entry: LogEntry): readonly LogEntry[] =>
  [entry, ...entries.filter(({ id }) => id !== entry.id)].slice(0, LOG_KEPT)

/** What has happened. Refusals of this page's own requests are added with negative ids, so that no fault is seen only once. */
export function createLog(bridge: Bridge, nowUs: () => number) {
  const store = createStore<Log>()(() => ({
    entries: [],
    levels: { info: true, warn: true, fault: true },
    dismissed: new Map(),
  }))
  let localId = 0
  const add = (entry: LogEntry): void => store.setState(({ entries }) => ({ entries: withEntry(entries, entry) }))
  const stop = bridge.listen('log:added', ({ entry }) => add(entry))
  return {
    store,
    stop,
    async load(): Promise<void> {
      const reply = await bridge.ask('log:recent')
      if (!reply.ok) return
      const local = store.getState().entries
      const known = new Set(local.map(({ id }) => id))
      const entries = [...local, ...reply.value.filter(({ id }) => !known.has(id))]
      store.setState({ entries: entries.sort((a, b) => b.atUs - a.atUs || b.id - a.id).slice(0, LOG_KEPT) })
    },
    /** Keeps a refusal of one of the page's own requests. */
    refused(fault: FaultView): void {
      const { entries } = store.getState()
      const same = entries.find(({ id, text }) => id < 0 && text === fault.title)
      localId -= same ? 0 : 1
      const [id, times] = [same?.id ?? localId, (same?.times ?? 0) + 1]
      add({ id, atUs: nowUs(), level: 'fault', subject: 'Window', text: fault.title, fault, times })
    },
    dismiss(entry: LogEntry): void {
      store.setState(({ dismissed }) => ({ dismissed: new Map(dismissed).set(entry.id, entry.times) }))
    },
    toggle(level: LogEntry['level']): void {
      store.setState(({ levels }) => ({ levels: { ...levels, [level]: !levels[level] } }))
    },
  }
}
