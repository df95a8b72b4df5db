/** The eight signal colours, each with the dash it has wherever two lines share a plot. */
export type SignalColour = 's1' | 's2' | 's3' | 's4' | 's5' | 's6' | 's7' | 's8'

/** A short piece of the line itself: what stands in legends and tables. */
export function Swatch({ colour }: { readonly colour: SignalColour }) {
  return (
    <svg className="swatch" viewBox="0 0 20 4" aria-hidden="true">
      <path d="M0 2h20" stroke={`var(--${colour})`} strokeWidth="2" />
    </svg>
  )
}
