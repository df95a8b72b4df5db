import type { SignalColour } from '../../ui/Swatch'

export interface CrosshairProps {
  /** Pixels from the left; null when there is no cursor. */
  readonly x: number | null
  /** Height of the sample's ring in this lane; null when there is no sample near. */
  readonly y: number | null
  readonly colour: SignalColour
  readonly width: number
  readonly height: number
}

/** The hair in one lane, with a ring on the sample it reads. */
export function Crosshair({ x, y, colour, width, height }: CrosshairProps) {
  if (x === null || x < 0 || x > width) return null
  return (
    <svg className="lane-layer crosshair" width={width} height={height} aria-hidden="true">
      <path d={`M${x.toFixed(1)} 0V${height}`} />
      {y !== null && <circle cx={x} cy={y} r="3.2" stroke={`var(--${colour})`} />}
    </svg>
  )
}
