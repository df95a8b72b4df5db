import type { Gap } from '@contract/model'
import { formatAge, formatFixed } from '@contract/quantity'

/** The two lines beside a gap: how long and why; what happened then and what it means. */
export function gapWords(gap: Gap, untilUs: number): readonly [string, string] {
  const seconds = Math.max(0, untilUs - gap.fromUs) / 1e6
  const long = seconds < 600 ? `${formatFixed(seconds, seconds < 1 ? 3 : 1)}\u00a0s` : formatAge(seconds)
  const [head = '', ...rest] = gap.text.split(/[,;] /)
  const second = [...rest, 'not counted in energy'].join('; ')
  return [`No data for ${long}${gap.toUs === null ? ' so far' : ''}: ${head}`, second]
}

/** Where gap texts stand: beside their gap, none over another one. */
export interface PlacedWords {
  readonly x: number
  readonly anchor: 'start' | 'end'
}

/** Rough width of a line of 11 px text. */
export const textWidth = (words: string): number => words.length * 5.9

/** Left of the gap where there is room, else right of it, else nowhere (the tooltip still tells). */
export function placeWords(
  leftPx: number,
  rightPx: number,
  needPx: number,
  widthPx: number,
  taken: readonly (readonly [number, number])[],
): PlacedWords | null {
  const free = (a: number, b: number): boolean => a >= 0 && b <= widthPx && taken.every(([c, d]) => b < c || a > d)
  if (free(leftPx - 8 - needPx, leftPx - 8)) return { x: leftPx - 8, anchor: 'end' }
  if (free(rightPx + 8, rightPx + 8 + needPx)) return { x: rightPx + 8, anchor: 'start' }
  return null
}
