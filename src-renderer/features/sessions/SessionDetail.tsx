import { formatIso, formatTime } from '@contract/quantity'
import type { SessionView } from '@contract/sessions'
import type { ReactNode } from 'react'
import { sessionFacts } from './select-sessions'

export interface SessionDetailProps {
  readonly view: SessionView
  readonly zone: string
  /** What was imported into it. */
  readonly imports: ReactNode
}

/** Events beyond these stay in the file; the panel shows the first ones. */
const SHOWN_EVENTS = 200

/** What a session knows about itself: instruments, interval, calibration, gaps, events. */
export function SessionDetail({ view, zone, imports }: SessionDetailProps) {
  const events = view.events.slice(0, SHOWN_EVENTS)
  return (
    <section
      className={view.clocks.length > 0 ? 'session-detail session-detail--imports' : 'session-detail'}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what lies beyond the fold is reached by scrolling
      tabIndex={0}
      aria-label="Details"
    >
      <section>
        <h2 className="session-title">
          {view.name} {view.sourceInfos.some(({ simulated }) => simulated) && <span className="tag">simulated</span>}
        </h2>
        <p className="label">
          {formatIso(view.startUs, zone)} · schema {view.schema} · written by {view.appVersion}
        </p>
        <p className="label mono session-id">{view.id}</p>
      </section>
      <section>
        <dl className="facts">
          {sessionFacts(view).map(([term, words]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </section>
      {imports}
      <section className="session-events" aria-label="Events">
        <h3>Events</h3>
        {events.length === 0 && <p className="label">No events in this session.</p>}
        <ul>
          {events.map((event) => (
            <li key={`${event.atUs} ${event.kind} ${event.sourceId} ${event.text}`}>
              <span className="muted">{formatTime(event.atUs, zone, 3)}</span>
              <span className="soft">{event.kind}</span>
              <span>{event.text}</span>
            </li>
          ))}
        </ul>
      </section>
    </section>
  )
}
