import { isMark } from '@contract/spans'
import { boundsOf } from '../state/actions'
import { sampleAt } from '../state/cursor'
import { eventsShown } from '../state/marks'
import type { Stores } from '../state/stores'
import { voltmetersOf } from '../state/voltmeters'
import type { Situation } from './commands'

/** What can be done now. Read when a key is pressed or a list is opened, not followed. */
export function situationOf(stores: Stores): Situation {
  const { view, shell, recording, undo, cursor, layout, places, instruments, tree, marks } = stores
  const { session, mode, selection, cursors, statsOpen } = view.store.getState()
  const { sessionId } = recording.store.getState().now
  const { past, future } = undo.store.getState()
  const at = cursor.store.getState()
  const lane = places.of(at.lead)
  return {
    screen: shell.store.getState().screen,
    hasData: boundsOf(stores) !== null,
    inSession: session !== null,
    following: mode === 'live' && session === null,
    hasSelection: selection !== null,
    hasCursors: cursors.a !== null || cursors.b !== null,
    statsOpen,
    recording: sessionId !== null,
    hasMarks: eventsShown(session, marks.store.getState()).some(isMark),
    canExport: session !== null || sessionId !== null,
    canUndo: past.length > 0,
    canRedo: future.length > 0,
    rowOpen: tree.store.getState().selected !== null,
    hasTree: voltmetersOf(session, instruments.store.getState().list).length > 0,
    atSample: sampleAt(at, at.lead) !== null,
    axisLocked: lane ? layout.store.getState().y.has(lane.laneId) : null,
  }
}
