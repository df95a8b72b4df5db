import { BoundAlign } from '../features/align/Align.bound'
import { BoundSessions } from '../features/sessions/Sessions.bound'

/** The session library with the alignment of clocks inside it. */
export function SessionsScreen() {
  return (
    <BoundSessions
      align={({ subject, hosts, onHost, onTry }) => (
        <BoundAlign subject={subject} hosts={hosts} decided={null} onHost={onHost} onTry={onTry} />
      )}
    />
  )
}
