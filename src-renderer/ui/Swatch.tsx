/** The eight signal colours. */
export type SignalColour = 's1' | 's2' | 's3' | 's4' | 's5' | 's6' | 's7' | 's8'

/** Dashes in pixels of line and pause; each colour has its own wherever two lines share a plot. */
export const DASHES = {
  solid: [],
  dashed: [8, 3],
  dotted: [2, 3],
  'dash-dot': [10, 3, 2, 3],
  long: [13, 4],
  short: [5, 3],
  'dash-dot-dot': [9, 3, 2, 3, 2, 3],
  'long-dot': [18, 2, 2, 2],
} as const satisfies Readonly<Record<string, readonly number[]>>

export type DashId = keyof typeof DASHES

const SWATCH_PX = 20

/** The dash drawn close enough that a swatch holds all of it. */
function inSwatch(dash: readonly number[]): string {
  const whole = dash.reduce((sum, px) => sum + px, 0)
  return dash.map((px) => px * Math.min(1, SWATCH_PX / whole)).join(' ')
}

/** A short piece of the line itself: what stands in legends and tables. */
export function Swatch({ colour, dash = 'solid' }: { readonly colour: SignalColour; readonly dash?: DashId }) {
  return (
    <svg className="swatch" viewBox="0 0 20 4" aria-hidden="true">
      <path d="M0 2h20" stroke={`var(--${colour})`} strokeWidth="2" strokeDasharray={inSwatch(DASHES[dash])} />
    </svg>
  )
}
