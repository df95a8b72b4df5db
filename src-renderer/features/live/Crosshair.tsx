import type { SignalColour } from '../../ui/Swatch'

export interface CrosshairProps {
  /** Pixels from the left; null when there is no cursor. */
  readonly x: number | null
  /** A ring on each sample of this lane that is read, at its own time; empty when there is none near. */
  readonly rings: readonly {
    readonly id: string
    readonly x: number
    readonly y: number
    readonly colour: SignalColour
  }[]
  readonly width: number
  readonly height: number
}

/** The hair in one lane, with a ring on each sample it reads. */
export function Crosshair({ x, rings, width, height }: CrosshairProps) {
  if (x === null || x < 0 || x > width) return null
  return (
    <svg className="lane-layer crosshair" width={width} height={height} aria-hidden="true">
      <path d={`M${x.toFixed(1)} 0V${height}`} />
      {rings.map(({ id, x: ringX, y, colour }) => (
        <circle key={id} cx={ringX} cy={y} r="3.2" stroke={`var(--${colour})`} />
      ))}
    </svg>
  )
}
