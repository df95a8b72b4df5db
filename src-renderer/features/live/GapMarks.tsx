import type { Gap } from '@contract/model'
import { useId } from 'react'
import type { Range } from '../../lib/x-range'
import { gapWords, type PlacedWords, placeWords, textWidth } from './gap-words'

export interface GapMarksProps {
  readonly gaps: readonly Gap[]
  readonly range: Range
  readonly nowUs: number
  readonly width: number
  readonly height: number
  readonly saysWhy: boolean
  readonly avoid: readonly (readonly [number, number])[]
  readonly rem: number
}

interface Mark {
  readonly gap: Gap
  readonly left: number
  readonly right: number
  readonly words: readonly [string, string]
  readonly place: PlacedWords | null
}

/** Gaps are hatched between two border lines, with their cause beside them. Nothing is bridged. */
export function GapMarks(props: GapMarksProps) {
  const { width, height } = props
  const pattern = useId()
  const marks = layOut(props)
  if (marks.length === 0) return null
  return (
    <svg className="lane-layer gap-marks" width={width} height={height} aria-hidden="true">
      <defs>
        <pattern id={pattern} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M1.5 0v6" className="gap-hatch" />
        </pattern>
      </defs>
      {marks.map(({ gap, left, right, words, place }) => (
        <g key={gap.fromUs}>
          <title>{words.join(', ')}</title>
          <rect
            x={left}
            y="0"
            width={Math.max(1, right - left)}
            height={height}
            fill={`url(#${CSS.escape(pattern)})`}
          />
          <path d={`M${left} 0V${height}${right - left >= 2 ? `M${right} 0V${height}` : ''}`} className="gap-edge" />
          {place && (
            <>
              <text x={place.x} y={16 * props.rem} textAnchor={place.anchor} className="gap-why">
                {words[0]}
              </text>
              <text x={place.x} y={30 * props.rem} textAnchor={place.anchor} className="gap-then">
                {words[1]}
              </text>
            </>
          )}
        </g>
      ))}
    </svg>
  )
}

function layOut({ gaps, range, nowUs, width, saysWhy, avoid, rem }: GapMarksProps): readonly Mark[] {
  const x = (tUs: number): number => ((tUs - range.fromUs) / (range.toUs - range.fromUs)) * width
  const inside = gaps
    .map((gap) => ({ gap, untilUs: gap.toUs ?? Math.max(nowUs, gap.fromUs) }))
    .filter(({ gap, untilUs }) => untilUs > range.fromUs && gap.fromUs < range.toUs)
    .map(({ gap, untilUs }) => ({
      gap,
      left: Math.max(-1, x(gap.fromUs)),
      right: Math.min(width + 1, x(untilUs)),
      words: gapWords(gap, untilUs),
    }))
  const taken: (readonly [number, number])[] = inside.map(({ left, right }) => [left, right])
  return inside
    .toSorted((a, b) => b.right - b.left - (a.right - a.left))
    .map((mark) => {
      const need = Math.max(...mark.words.map(textWidth)) * rem
      const others = taken.filter(([left]) => left !== mark.left)
      const place = saysWhy ? placeWords(mark.left, mark.right, need, width, [...others, ...avoid]) : null
      if (place) taken.push(place.anchor === 'end' ? [place.x - need, place.x] : [place.x, place.x + need])
      return { ...mark, place }
    })
}
