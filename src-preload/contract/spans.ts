import type { SessionEvent, TimeUs } from './model'

/** Events that stand on the time axis: moments a person or a script marked, and the ends and names of spans. */
export const isMark = ({ kind }: Pick<SessionEvent, 'kind'>): boolean =>
  kind === 'marker' || kind === 'span-start' || kind === 'span-stop' || kind === 'span-name'

/** A labelled stretch of a session: a measurement, or a run within one. */
export interface Span {
  readonly what: 'measurement' | 'run'
  /** Counts from 1, measurements and runs apart. */
  readonly id: number
  /** Who asked for it: the name a script gives its machine. */
  readonly unit: string
  readonly name: string
  readonly fromUs: TimeUs
  /** Null while it lasts. */
  readonly toUs: TimeUs | null
}

/** Spans of a session from its events, in the order of their start. A stop without a start is left out. */
export function spansOf(events: readonly SessionEvent[]): readonly Span[] {
  const spans: Span[] = []
  const names = new Map<number, string>()
  for (const event of events) {
    const { detail, atUs } = event
    const what = detail?.what
    if (!detail || (what !== 'measurement' && what !== 'run')) continue
    const id = Number(detail.id)
    if (event.kind === 'span-start')
      spans.push({ what, id, unit: String(detail.unit), name: String(detail.name), fromUs: atUs, toUs: null })
    else if (event.kind === 'span-name' && what === 'measurement') names.set(id, String(detail.name))
    else if (event.kind === 'span-stop') {
      const at = spans.findIndex((span) => span.what === what && span.id === id && span.toUs === null)
      const open = spans[at]
      if (open) spans[at] = { ...open, toUs: Math.max(open.fromUs, atUs) }
    }
  }
  return spans.map((span) => (span.what === 'measurement' ? { ...span, name: names.get(span.id) ?? span.name } : span))
}
