import { formatQuantity, joined } from '@contract/quantity'
import { type GlyphName, KindGlyph } from './KindGlyph'

const KINDS: readonly (readonly [GlyphName, string])[] = [
  ['power', 'measured'],
  ['remaining', 'remaining = parent \u2212 siblings'],
  ['dynamic', 'dynamic loss = in \u2212 out'],
  ['static', 'static loss = ratio × rail'],
  ['negative', 'negative, sign kept'],
]

/** A flow of about 20 px in round watts. */
function sampleWatts(pxPerW: number): number {
  const about = 20 / pxPerW
  const power = 10 ** Math.floor(Math.log10(about))
  return [1, 2, 5, 10].map((x) => x * power).findLast((x) => x <= about * 1.01) ?? power
}

/** What the shapes mean and how wide a flow is. */
export function TreeLegend({ pxPerW, compared }: { readonly pxPerW: number; readonly compared: boolean }) {
  const watts = sampleWatts(pxPerW)
  return (
    <div className="tree-legend">
      {KINDS.map(([name, words]) => (
        <span key={name}>
          <KindGlyph name={name} />
          {words}
        </span>
      ))}
      <span>
        <i className="legend-flow" style={{ height: `${watts * pxPerW}px` }} />
        {joined(formatQuantity(watts, 'W', { digits: 1 }))}
      </span>
      <span className="legend-card">
        {compared ? 'card: W now, Δ against the other moment' : 'card: W, % of parent · of root'}
      </span>
    </div>
  )
}
