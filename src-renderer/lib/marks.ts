import type { SessionEvent } from '@contract/model'
import { type Span, spansOf } from '@contract/spans'
import type { Range } from './x-range'

/** A moment somebody marked. */
export interface MarkPoint {
  readonly key: string
  readonly atUs: number
  readonly name: string
  /** Who marked it: the name a script gives its machine; '' for a person. */
  readonly unit: string
  /** What the script said, where that is not its name. */
  readonly message: string
}

/** A measurement or run, with the row it has beside others of its kind that overlap it. */
export interface MarkSpan extends Span {
  readonly key: string
  readonly message: string
  /** 0, or 1 where it would cover another one. */
  readonly row: number
}

export interface Marks {
  readonly points: readonly MarkPoint[]
  readonly spans: readonly MarkSpan[]
}

/** Spans that overlap have this many rows of their kind; more share the last. */
const MOST_ROWS = 2

const word = (detail: SessionEvent['detail'], field: string): string => {
  const value = detail?.[field]
  return typeof value === 'string' ? value : ''
}

/** Markers and spans of a session, in the order of their time. */
export function marksOf(events: readonly SessionEvent[]): Marks {
  const points = events
    .filter(({ kind }) => kind === 'marker')
    .map(({ atUs, text, detail }, i): MarkPoint => {
      const message = word(detail, 'message')
      const name = message || text
      return { key: `marker ${i}`, atUs, name, unit: word(detail, 'unit'), message: message === '' ? '' : text }
    })
  const started = new Map(
    events
      .filter(({ kind }) => kind === 'span-start')
      .map(({ detail }) => [`${detail?.what} ${detail?.id}` as string, word(detail, 'message')] as const),
  )
  const ends: Record<Span['what'], number[]> = { measurement: [], run: [] }
  const spans = spansOf(events)
    .toSorted((a, b) => a.fromUs - b.fromUs)
    .map((span): MarkSpan => {
      const key = `${span.what} ${span.id}`
      const rows = ends[span.what]
      const free = Array.from({ length: MOST_ROWS }, (_, row) => row).find((row) => (rows[row] ?? 0) <= span.fromUs)
      const row = free ?? MOST_ROWS - 1
      rows[row] = Math.max(rows[row] ?? 0, span.toUs ?? Number.POSITIVE_INFINITY)
      return { ...span, key, message: started.get(key) ?? '', row }
    })
  return { points: points.toSorted((a, b) => a.atUs - b.atUs), spans }
}

/** Every moment a person may want to go to: markers and the ends of spans, rising, each once. */
export function markTimes({ points, spans }: Marks): readonly number[] {
  const times = [
    ...points.map(({ atUs }) => atUs),
    ...spans.flatMap(({ fromUs, toUs }) => (toUs === null ? [fromUs] : [fromUs, toUs])),
  ]
  return [...new Set(times)].sort((a, b) => a - b)
}

/** The moment after a time, or the one before it; null when there is none that way. */
export const nextMark = (times: readonly number[], fromUs: number, direction: 1 | -1): number | null =>
  (direction > 0 ? times.find((tUs) => tUs > fromUs) : times.findLast((tUs) => tUs < fromUs)) ?? null

/** What a span covers now; one that lasts reaches to the newest data. */
export const rangeOfSpan = ({ fromUs, toUs }: Pick<Span, 'fromUs' | 'toUs'>, nowUs: number): Range => ({
  fromUs,
  toUs: Math.max(toUs ?? nowUs, fromUs + 1),
})
