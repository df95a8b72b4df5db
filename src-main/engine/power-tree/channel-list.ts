/** Both ends included, first ≤ last. */
export interface ChannelRange {
  readonly first: number
  readonly last: number
}

const ITEM = /^(-?\d+)(?:\s*-\s*(-?\d+))?$/

/** `2000,2004-2010,-3--1` as ranges in the order written, or the item that is none. A reversed range means the same set. */
export function parseChannelList(
  text: string,
): { readonly ranges: readonly ChannelRange[] } | { readonly badItem: string } {
  const ranges: ChannelRange[] = []
  for (const item of text.split(',').map((part) => part.trim())) {
    const found = ITEM.exec(item)
    if (!found) return { badItem: item }
    const [one, other] = [Number(found[1]), Number(found[2] ?? found[1])]
    ranges.push({ first: Math.min(one, other), last: Math.max(one, other) })
  }
  return { ranges }
}

/** A range as a person writes it. */
export const rangeText = ({ first, last }: ChannelRange): string => (first === last ? `${first}` : `${first}-${last}`)
