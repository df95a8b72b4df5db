import type { SessionEvent } from '@contract/model'
import type { SessionView } from '@contract/sessions'
import { isMark } from '@contract/spans'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'

/** Markers and spans of the session that is being recorded, or was last. */
export interface RecordedMarks {
  readonly sessionId: string | null
  readonly events: readonly SessionEvent[]
}

/** More marks than this cannot be told apart on a screen; the newest stay. */
const MOST_EVENTS = 5_000

const bounded = (events: readonly SessionEvent[]): readonly SessionEvent[] => events.slice(-MOST_EVENTS)

/** What scripts and people mark while a recording runs. A missed message is made up for by reading the session again. */
export function createMarks(bridge: Bridge) {
  const store = createStore<RecordedMarks>()(() => ({ sessionId: null, events: [] }))
  let seq: number | null = null
  const read = async (sessionId: string): Promise<void> => {
    const reply = await bridge.ask('sessions:show', sessionId)
    if (!reply.ok || !reply.value || store.getState().sessionId !== sessionId) return
    store.setState({ events: bounded(reply.value.events.filter(isMark)) })
  }
  const stop = bridge.listen('session:event', (message) => {
    const missed = seq !== null && message.seq !== seq + 1
    seq = message.seq
    if (message.sessionId !== store.getState().sessionId) return
    store.setState(({ events }) => ({ events: bounded([...events, message.event]) }))
    if (missed) void read(message.sessionId)
  })
  return {
    store,
    stop,
    /** A recording began, or was under way when the window opened. */
    follow(sessionId: string): void {
      if (store.getState().sessionId === sessionId) return
      store.setState({ sessionId, events: [] })
      void read(sessionId)
    },
  }
}

/** What stands on the time axis now: of the opened session, else of the recording that is or was under way. */
export function eventsShown(
  session: Pick<SessionView, 'id' | 'state' | 'events'> | null,
  recorded: RecordedMarks,
): readonly SessionEvent[] {
  if (!session) return recorded.events
  return session.state === 'recording' && session.id === recorded.sessionId ? recorded.events : session.events
}
