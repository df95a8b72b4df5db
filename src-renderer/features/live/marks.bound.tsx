import { formatSpan, formatTime } from '@contract/quantity'
import { useCallback, useMemo } from 'react'
import { useStore } from 'zustand'
import { type MarkPoint, type MarkSpan, type Marks, marksOf } from '../../lib/marks'
import { type TimeScale, timeLabel, zoneOf } from '../../lib/ticks'
import { eventsShown } from '../../state/marks'
import { useStores } from '../../state/stores'
import { useActions } from '../../state/use-actions'
import type { RulerPlace } from './Lanes'
import { MarkTrack, type MarkWords } from './MarkTrack'

/** Markers and spans of what the chart shows. */
export function useMarks(): Marks {
  const { view, marks } = useStores()
  const session = useStore(view.store, (s) => s.session)
  const recorded = useStore(marks.store)
  const events = eventsShown(session, recorded)
  return useMemo(() => marksOf(events), [events])
}

/** The marks above the ruler. */
export function BoundMarkTrack({
  range,
  width,
  rem,
  nowUs,
  scale,
}: Pick<RulerPlace, 'range' | 'width' | 'rem'> & { readonly nowUs: number; readonly scale: TimeScale }) {
  const { view } = useStores()
  const actions = useActions()
  const marks = useMarks()
  const wordsOf = useCallback((mark: MarkPoint | MarkSpan) => markWords(mark, nowUs, scale), [nowUs, scale])
  return (
    <MarkTrack {...marks} {...{ range, width, rem, nowUs, wordsOf }} onSpan={view.select} onPoint={actions.moveTo} />
  )
}

function markWords(mark: MarkPoint | MarkSpan, nowUs: number, scale: TimeScale): MarkWords {
  const time = (tUs: number): string =>
    scale.mode === 'relative' ? timeLabel(tUs, scale, 1e3) : formatTime(tUs, zoneOf(scale), 3)
  const { name, message, unit } = mark
  const from = unit === '' ? '' : ` · ${unit}`
  if ('atUs' in mark) return { name, message, kind: `Marker${from}`, when: time(mark.atUs) }
  const { what, id, fromUs, toUs } = mark
  const length = formatSpan(((toUs ?? nowUs) - fromUs) / 1e6)
  const kind = `${what === 'measurement' ? 'Measurement' : 'Run'} ${id}${from}`
  const when = toUs === null ? `${time(fromUs)}, ${length} so far` : `${time(fromUs)} – ${time(toUs)}, ${length}`
  return { name, message, kind, when }
}
