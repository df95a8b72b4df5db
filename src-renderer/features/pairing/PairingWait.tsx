import { Shape } from '../../ui/Shape'

/** "0:14". */
const clock = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

export interface PairingWaitProps {
  readonly words: string
  /** Mono, after the words. */
  readonly thing?: string | null
  readonly sinceUs: number
  /** Until when it is waited; null while nobody knows. */
  readonly untilUs: number | null
  readonly nowUs: number
}

/** What is waited for and how long already; with an end, as a bar too. */
export function PairingWait({ words, thing = null, sinceUs, untilUs, nowUs }: PairingWaitProps) {
  const gone = (nowUs - sinceUs) / 1e6
  const whole = untilUs === null ? null : Math.round((untilUs - sinceUs) / 1e6)
  return (
    <div className="pairing-wait" data-testid="pairing-wait">
      <Shape name="broken-ring" tone="busy" />
      <span>
        {words} {thing !== null && <code>{thing}</code>}
      </span>
      <span className="soft">
        {whole === null ? `${Math.max(0, Math.floor(gone))}\u00a0s` : `${clock(gone)} of ${clock(whole)}`}
      </span>
      {whole !== null && (
        <progress
          className="pairing-progress"
          aria-label={words}
          max={whole}
          value={Math.min(whole, Math.max(0, gone))}
        />
      )}
    </div>
  )
}
