import type { Span } from '@contract/spans'

/** The one a stop means: the newest open one of this unit, else the newest open one. */
export function openSpan(spans: readonly Span[], what: Span['what'], unit: string): Span | null {
  const open = spans.filter((span) => span.what === what && span.toUs === null)
  return open.filter((span) => span.unit === unit).at(-1) ?? open.at(-1) ?? null
}
