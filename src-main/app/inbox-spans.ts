import type { SessionEvent, TimeUs } from '@contract/model'
import { type Span, spansOf } from '@contract/spans'
import { openSpan } from '../engine/series/spans'
import type { SpanMessage } from '../ports/inbox'
import { nothingOpen } from './inbox-faults'

/** What a message about measurements and runs means for a session: events to be added, and the span it is about. */
export interface SpanChange {
  readonly events: readonly SessionEvent[]
  readonly span: Span
}

/**
 * Starts a measurement or run. One of the same unit that is still open ends here; so do its runs when a measurement starts.
 * Without a name it is M-1, M-2 … or R-1, R-2 …
 */
export function startSpan(events: readonly SessionEvent[], message: SpanMessage, atUs: TimeUs): SpanChange {
  const { what, unit } = message
  const spans = spansOf(events)
  const ended = spans.filter(
    (span) => span.toUs === null && span.unit === unit && (span.what === what || what === 'measurement'),
  )
  const id = Math.max(0, ...spans.filter((span) => span.what === what).map((span) => span.id)) + 1
  const name = message.name || `${what === 'measurement' ? 'M' : 'R'}-${id}`
  const span: Span = { what, id, unit, name, fromUs: atUs, toUs: null }
  const started = [
    ...events,
    ...ended.map((one) => stopped(one, atUs, 'the next one started')),
    event('span-start', span, atUs, message.message),
  ]
  return { events: started.slice(events.length), span: spansOf(started).at(-1) ?? span }
}

/** Ends the open one of this unit, else the newest open one; a measurement takes its unit's runs with it. Throws BAD_REQUEST when none is open. */
export function stopSpan(events: readonly SessionEvent[], message: SpanMessage, atUs: TimeUs): SpanChange {
  const spans = spansOf(events)
  const span = openSpan(spans, message.what, message.unit)
  if (!span) throw nothingOpen(message.what)
  const runs =
    message.what === 'run' ? [] : spans.filter((s) => s.what === 'run' && s.toUs === null && s.unit === span.unit)
  return {
    events: [...runs.map((run) => stopped(run, atUs, 'its measurement ended')), stopped(span, atUs, message.message)],
    span: { ...span, toUs: atUs },
  }
}

/** Names the newest measurement, or the first one before it starts. */
export function nameMeasurement(
  events: readonly SessionEvent[],
  name: string,
  which: 'last' | 'next',
  atUs: TimeUs,
): SessionEvent {
  const measurements = spansOf(events).filter(({ what }) => what === 'measurement')
  const open = measurements.filter(({ toUs }) => toUs === null).at(-1)
  const last = measurements.at(-1)
  const id = open?.id ?? (which === 'next' || !last ? (last?.id ?? 0) + 1 : last.id)
  return {
    atUs,
    kind: 'span-name',
    sourceId: null,
    text: `Measurement ${id} is called "${name}"`,
    detail: { what: 'measurement', id, name },
  }
}

const stopped = (span: Span, atUs: TimeUs, why: string): SessionEvent => event('span-stop', span, atUs, why)

function event(kind: 'span-start' | 'span-stop', span: Span, atUs: TimeUs, message: string): SessionEvent {
  const { what, id, unit, name } = span
  const noun = what === 'measurement' ? 'Measurement' : 'Run'
  const verb = kind === 'span-start' ? 'started' : 'stopped'
  const who = unit === '' ? '' : ` (${unit})`
  return {
    atUs,
    kind,
    sourceId: null,
    text: `${noun} "${name}"${who} ${verb}${message === '' ? '' : `: ${message}`}`,
    detail: { what, id, unit, name, message },
  }
}
