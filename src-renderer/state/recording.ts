import type { FaultView } from '@contract/fault'
import { NOT_RECORDING, type RecordingView } from '@contract/sessions'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'

export interface Recording {
  readonly now: RecordingView
  /** A start or stop is under way. */
  readonly busy: boolean
  /** How things stood when the disk warning was closed; null when it was not. */
  readonly diskNote: DiskNote | null
}

export type DiskNote = Pick<RecordingView, 'sessionId' | 'diskLeftS' | 'diskFreeBytes'>

/** The recording under way. `refused` hears why a start or stop was refused. */
export function createRecording(bridge: Bridge, refused: (fault: FaultView) => void) {
  const store = createStore<Recording>()(() => ({ now: NOT_RECORDING, busy: false, diskNote: null }))
  const stop = bridge.listen('recording:changed', ({ recording }) => store.setState({ now: recording }))
  const run = async (ask: () => ReturnType<typeof bridge.ask<'recording:get'>>): Promise<void> => {
    store.setState({ busy: true })
    const reply = await ask()
    store.setState(reply.ok ? { now: reply.value, busy: false } : { busy: false })
    if (!reply.ok) refused(reply.fault)
  }
  return {
    store,
    stop,
    load: () => run(() => bridge.ask('recording:get')),
    start: (name: string | null) => run(() => bridge.ask('recording:start', name)),
    closeDiskNote: (): void => store.setState(({ now }) => ({ diskNote: now })),
    /** A marker now. What it is called is the caller's to say. */
    async mark(text: string): Promise<void> {
      const reply = await bridge.ask('recording:mark', text)
      if (!reply.ok) refused(reply.fault)
    },
    end: () => run(() => bridge.ask('recording:stop')),
  }
}
