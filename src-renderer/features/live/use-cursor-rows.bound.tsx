import { formatTime } from '@contract/quantity'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { type TimeScale, timeLabel, zoneOf } from '../../lib/ticks'
import { useStores } from '../../state/stores'
import type { Cursors } from '../../state/view'
import { apartWords, type CursorRow, type Samples, selectCursors } from './select-cursors'
import { type LaneSpec, signalsOf } from './select-lanes'

const NONE: Samples = new Map()

/** Rows of the tab "Cursors", and where the cursors stand, for the head of a copied table. */
export function useCursorRows(
  specs: readonly LaneSpec[],
  { a, b }: Cursors,
  scale: TimeScale,
): { readonly cursorRows: readonly CursorRow[]; readonly stands: (iso: (tUs: number) => string) => readonly string[] } {
  const { cursor } = useStores()
  const channels = useMemo(() => signalsOf(specs).map(({ id }) => id), [specs])
  useEffect(() => cursor.readMark('a', a, channels), [cursor, a, channels])
  useEffect(() => cursor.readMark('b', b, channels), [cursor, b, channels])
  const marks = useStore(cursor.marks)
  const time = (tUs: number): string =>
    scale.mode === 'relative' ? timeLabel(tUs, scale, 1e3) : formatTime(tUs, zoneOf(scale), 3)
  const at = (edge: 'a' | 'b', tUs: number | null): Samples =>
    tUs !== null && marks[edge]?.tUs === tUs ? (marks[edge]?.samples ?? NONE) : NONE
  return {
    cursorRows: a === null && b === null ? [] : selectCursors(specs, at('a', a), at('b', b), time),
    stands: (iso) => [
      ...(a === null ? [] : ['A', iso(a)]),
      ...(b === null ? [] : ['B', iso(b)]),
      ...(apartWords(a, b)?.split(' · ') ?? []),
      zoneOf(scale),
    ],
  }
}
