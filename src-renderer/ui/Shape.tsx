/** State is told by shape first, then by colour, and always beside words. */
export type ShapeName =
  | 'disc'
  | 'broken-ring'
  | 'triangle'
  | 'hollow-triangle'
  | 'octagon'
  | 'square'
  | 'tick'
  | 'record'
  | 'bars'
  | 'diamond'
  | 'note'

export type Tone = 'ok' | 'warn' | 'fault' | 'recording' | 'idle' | 'busy' | 'ink'

const DRAWN: Readonly<Record<ShapeName, React.ReactNode>> = {
  disc: <circle cx="6" cy="6" r="4.6" fill="currentColor" />,
  'broken-ring': (
    <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="4.2 2.71" />
  ),
  triangle: <path d="M6 1.4 11.2 10.6H.8z" fill="currentColor" />,
  'hollow-triangle': (
    <path d="M6 2.2 10.6 10H1.4z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
  ),
  octagon: (
    <>
      <path d="M3.7.6h4.6l3.1 3.1v4.6l-3.1 3.1H3.7L.6 8.3V3.7z" fill="currentColor" />
      <path d="m4 4 4 4M8 4 4 8" stroke="var(--window)" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  square: <rect x="1.8" y="1.8" width="8.4" height="8.4" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  tick: (
    <path
      d="M1.6 6.4 4.7 9.4l5.8-7"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  record: (
    <>
      <circle cx="6" cy="6" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <circle cx="6" cy="6" r="3" fill="currentColor" />
    </>
  ),
  bars: <path d="M3.6 2v8M8.4 2v8" stroke="currentColor" strokeWidth="2.2" />,
  diamond: (
    <path d="m6 1.2 4.8 4.8L6 10.8 1.2 6z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
  ),
  note: (
    <>
      <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="M6 5.5v3M6 3.4v.1" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
}

/** A 12 px state shape. */
export function Shape({ name, tone }: { readonly name: ShapeName; readonly tone: Tone }) {
  return (
    <svg className={`shape tone-${tone}`} viewBox="0 0 12 12" aria-hidden="true" data-shape={name}>
      {DRAWN[name]}
    </svg>
  )
}

/** A shape with its words. */
export interface Mark {
  readonly shape: ShapeName
  readonly tone: Tone
  readonly words: string
}

const PLAIN: ReadonlySet<Tone> = new Set(['ok', 'idle', 'busy', 'ink'])

/** A state as shape and words; words carry the colour only when something is wrong or is being recorded. */
export function StateMark({ mark, testId }: { readonly mark: Mark; readonly testId?: string }) {
  return (
    <span className="state" data-testid={testId}>
      <Shape name={mark.shape} tone={mark.tone} />
      <span className={PLAIN.has(mark.tone) ? undefined : `tone-${mark.tone}`}>{mark.words}</span>
    </span>
  )
}
