import { Hint } from '../../ui/Hint'
import { Swatch } from '../../ui/Swatch'
import type { SignalSpec } from './select-lanes'

export interface LegendRowProps {
  readonly signal: SignalSpec
  /** The value to show, '' where there is none. */
  readonly value: string
  readonly stale: boolean
  readonly on: boolean
  /** The only signal on the chart. */
  readonly alone: boolean
  readonly onToggle: () => void
  readonly onAlone: () => void
}

/** One signal of a lane: its line, name and value. Click or Enter hides and shows it; with Alt only it stays. */
export function LegendRow({ signal, value, stale, on, alone, onToggle, onAlone }: LegendRowProps) {
  const click = on ? `Click hides ${signal.name}` : `Click shows ${signal.name}`
  return (
    <Hint
      side="right"
      words={`${click}, Alt+click shows ${alone ? 'all again' : 'only it'}. By keyboard: Enter, Alt+Enter`}
    >
      <button
        type="button"
        className={on ? 'legend-row' : 'legend-row legend-row--off'}
        aria-pressed={on}
        aria-keyshortcuts="Enter Alt+Enter"
        onClick={(event) => (event.altKey ? onAlone() : onToggle())}
        onKeyDown={(event) => {
          // A browser makes no click of Enter with Alt.
          if (event.key !== 'Enter' || !event.altKey) return
          event.preventDefault()
          onAlone()
        }}
      >
        <Swatch colour={signal.colour} dash={signal.dash} />
        <span className="legend-name">{signal.name}</span>
        <span className={stale ? 'lane-number muted' : 'lane-number'}>{value}</span>
      </button>
    </Hint>
  )
}
