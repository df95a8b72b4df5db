import type { RowKind } from '@contract/tree'

/** What a glyph stands for; `negative` wins over the kind of a row. */
export type GlyphName = RowKind | 'other' | 'negative'

const SIZE = 10

/** The kind of a row as a 10 px shape that needs no colour: filled, dashed, diagonal, ruled, hatched, three dots. */
export function GlyphShape({ name }: { readonly name: GlyphName }) {
  const box = (dash?: string) => (
    <rect
      x="0.75"
      y="0.75"
      width={SIZE - 1.5}
      height={SIZE - 1.5}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.2"
      strokeDasharray={dash}
    />
  )
  switch (name) {
    case 'voltage':
      return <circle cx="5" cy="5" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.2" />
    case 'power':
      return <rect width={SIZE} height={SIZE} fill="currentColor" />
    case 'remaining':
      return box('2 1.6')
    case 'dynamic':
      return (
        <>
          {box()}
          <path d="M2 8 8 2" stroke="currentColor" strokeWidth="1.2" />
        </>
      )
    case 'static':
      return (
        <>
          {box()}
          <path d="M1 3.6h8M1 6.4h8" stroke="currentColor" strokeWidth="1.1" />
        </>
      )
    case 'negative':
      return (
        <>
          {box()}
          <path d="M1 5.5 5.5 1M1.5 9 9 1.5M5 9 9 5" stroke="currentColor" strokeWidth="1.2" />
        </>
      )
    case 'other':
      return <path d="M1 5h.1M5 5h.1M9 5h.1" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
  }
}

/** The glyph outside the drawing: in the legend, the table and the panel. */
export function KindGlyph({ name }: { readonly name: GlyphName }) {
  return (
    <svg
      className={name === 'negative' ? 'kind-glyph tone-fault' : 'kind-glyph'}
      viewBox="0 0 10 10"
      aria-hidden="true"
    >
      <GlyphShape name={name} />
    </svg>
  )
}
