import { useEffect, useReducer, useRef } from 'react'
import { nextDomain, SHRINK_AFTER_MS, type YDomain, type YRule, type YSpan } from '../../lib/y-domain'

/**
 * The lane's value axis: the locked one, or one that grows at once and shrinks after 3 s. `subject` starts it afresh
 * (another session, another channel), and so does freeing it.
 */
export function useYDomain(
  subject: string,
  extent: readonly [number, number] | null,
  rule: YRule,
  locked: YSpan | null,
): YSpan {
  const held = useRef<{ readonly subject: string; readonly domain: YDomain } | null>(null)
  const [, again] = useReducer((n: number) => n + 1, 0)
  const before = held.current?.subject === subject && !locked ? held.current.domain : null
  const domain = nextDomain(before, extent, rule, performance.now())
  // An axis without data is a placeholder: the first samples fit it at once.
  held.current = locked || (extent === null && before === null) ? null : { subject, domain }
  const loose = domain.looseSinceMs
  useEffect(() => {
    if (loose === null) return
    const timer = setTimeout(again, Math.max(0, loose + SHRINK_AFTER_MS - performance.now()) + 10)
    return () => clearTimeout(timer)
  }, [loose])
  return locked ?? domain
}
