import { type MarkPoint, type MarkSpan, rangeOfSpan } from '../../lib/marks'
import type { Range } from '../../lib/x-range'

/** A row of the track. */
export interface MarkRow {
  readonly key: string
  /** In front of the first row of a kind. */
  readonly title: string
  readonly kind: 'measurement' | 'run' | 'marker'
  readonly marks: readonly (MarkPoint | MarkSpan)[]
}

/** A mark where it is drawn, in pixels of the plot. */
export interface PlacedMark {
  readonly mark: MarkPoint | MarkSpan
  readonly left: number
  readonly width: number
  /** There is room for its name. */
  readonly hasName: boolean
  /** It has no end yet. */
  readonly lasts: boolean
}

const KINDS = [
  ['measurement', 'Measurements'],
  ['run', 'Runs'],
] as const

/** The rows there are: measurements, the runs within them, markers. The same wherever one looks, so that nothing jumps. */
export function markRows(points: readonly MarkPoint[], spans: readonly MarkSpan[]): readonly MarkRow[] {
  const rows: MarkRow[] = []
  for (const [kind, title] of KINDS) {
    const own = spans.filter(({ what }) => what === kind)
    for (const row of [...new Set(own.map((span) => span.row))].sort()) {
      const marks = own.filter((span) => span.row === row)
      rows.push({ key: `${kind} ${row}`, title: row === 0 ? title : '', kind, marks })
    }
  }
  if (points.length > 0) rows.push({ key: 'markers', title: 'Markers', kind: 'marker', marks: points })
  return rows
}

/** Bars narrower than this have no button: they are seen, and reached with [ and ]. */
const LEAST_PX = 3
/** Room for a few letters. */
const NAME_PX = 28
/** As wide as a flag is. */
const FLAG_PX = 10
/** A marker's name takes at most this much. */
const MOST_NAME_PX = 140
/** More buttons than this in one row cannot be told apart. */
const MOST_BUTTONS = 150

/** The marks of a row that are in sight; `thin` are those there is no room to name or to hit. */
export function placedIn(
  { kind, marks }: MarkRow,
  range: Range,
  width: number,
  nowUs: number,
  rem: number,
): { readonly marks: readonly PlacedMark[]; readonly thin: readonly PlacedMark[] } {
  const x = (tUs: number): number => ((tUs - range.fromUs) / (range.toUs - range.fromUs)) * width
  const placed = marks.flatMap((mark, i): PlacedMark[] => {
    if ('fromUs' in mark) {
      const span = rangeOfSpan(mark, nowUs)
      const [from, to] = [Math.max(0, x(span.fromUs)), Math.min(width, x(span.toUs))]
      if (to < 0 || from > width) return []
      const wide = to - from
      return [{ mark, left: from, width: Math.max(1, wide), hasName: wide >= NAME_PX * rem, lasts: mark.toUs === null }]
    }
    const left = x(mark.atUs)
    if (left < -FLAG_PX * rem || left > width) return []
    const next = marks[i + 1]
    const room = Math.min(next && 'atUs' in next ? x(next.atUs) - left : width - left, MOST_NAME_PX * rem)
    const hasName = room >= (NAME_PX + FLAG_PX) * rem
    return [{ mark, left, width: hasName ? room : FLAG_PX * rem, hasName, lasts: false }]
  })
  const wide = placed.filter((one) => kind === 'marker' || one.width >= LEAST_PX)
  const kept = new Set(wide.slice(0, MOST_BUTTONS))
  return { marks: [...kept], thin: placed.filter((one) => !kept.has(one)) }
}
